import ArgumentParser
import Exchanges
import Glibc
import Guard

/// Lines of the journal, for a terminal and for programs.
enum JournalText {
    /// One line in the words of a person, with the time of this place; nothing in it steers a terminal.
    static func line(_ bytes: [UInt8]) -> String {
        guard let entry = JournalEntry(bytes) else {
            return "(this line is no entry of the journal: nacre-guard verify-journal finds out why)"
        }
        return "\(time(entry.time))  " + text(entry)
    }

    static func text(_ entry: JournalEntry) -> String {
        let exchange = entry.exchange.map { "  [\($0)]" } ?? ""
        let agent = entry.agent.isEmpty ? "-" : entry.agent
        return Shown.line("\(agent)  \(entry.words)\(exchange)")
    }

    /// The same JSON in ASCII alone, so that no terminal obeys anything in it.
    static func json(_ bytes: [UInt8]) -> String? {
        guard JournalEntry(bytes) != nil else { return nil }
        var text = ""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            // Outside of strings, JSON has no other characters.
            if (0x20...0x7E).contains(scalar.value) {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return text
    }

    /// The time of a clock on this machine's wall.
    static func time(_ seconds: Int) -> String {
        var moment = time_t(seconds)
        var parts = unsafe tm()
        guard unsafe localtime_r(&moment, &parts) != nil else { return String(seconds) }
        let day = unsafe [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday].map(twoDigits).joined(separator: "-")
        let hour = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec].map(twoDigits).joined(separator: ":")
        return "\(day) \(hour)"
    }

    /// The same without the day.
    static func clock(_ seconds: Int) -> String { String(time(seconds).split(separator: " ").last ?? "") }

    private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Where the journal lies.
struct JournalOptions: ParsableArguments {
    @Option(help: "The journal.")
    var journal = "/var/lib/nacre-guard/journal.jsonl"
}
