import Catalog
import Detection
import Documents
import Hardening
import Surface

/// Looks through texts for secrets, within a budget, and keeps the places; never the secrets.
struct SecretSearch {
    /// Bytes of all texts together that are looked through.
    private let budget: Int
    /// Findings reported of one text.
    private static let perText = 20

    private let scanner = SecretScanner()
    private var records: [Record] = []
    private var spent = 0
    private var cutOff: Set<String> = []
    /// Which records speak of the same secret; it does not outlive the search.
    private var sightings: [[UInt8]: [Int]] = [:]

    init(budget: Int = 16 << 20) { self.budget = budget }

    /// Whether a text of that many bytes may still be read; says so in the report where not.
    mutating func affords(_ size: Int, _ place: String, _ path: String) -> Bool {
        guard spent + size > budget else { return true }
        if cutOff.insert(place).inserted {
            unseen(place, path, .tooLarge("only \(budget) bytes of files are looked through"))
        }
        return false
    }

    /// A place that could not be looked through.
    mutating func unseen(_ place: String, _ path: String, _ why: Unknown) {
        records.append(
            Record(
                "\(place) \(path)",
                [.findingPlace: .text(place), .findingKind: .unknown(why), .findingIsWorldReadable: .unknown(why)]
            )
        )
    }

    mutating func look(through file: FileContent, _ place: String, _ path: String) {
        spent += file.bytes.count
        let found = scanner.scan(file.bytes, limit: Self.perText)
        guard !found.isEmpty else { return }
        let lines = LineTable(file.bytes)
        for secret in found {
            let line = lines.line(at: secret.range.lowerBound)
            add(
                Record(
                    "\(place) \(path):\(line)",
                    [
                        .findingPlace: .text(place), .findingKind: .text(secret.kind.name),
                        .findingIsWorldReadable: .flag(file.status.mode & 0o004 != 0),
                    ],
                    origins: [.findingKind: Origin(path, line: line)]
                ),
                file.bytes[secret.range]
            )
        }
    }

    /// Logins that git sends as headers of HTTP, which no shape of a known key tells.
    mutating func lookForHeaders(in file: FileContent, _ place: String, _ path: String) {
        for (line, text) in TextLines(String(decoding: file.bytes, as: UTF8.self)) {
            let lower = text.lowercased()
            guard lower.contains("extraheader"), let mark = lower.firstRange(of: "authorization:") else { continue }
            let words = lower[mark.upperBound...].split { " \t\"".contains($0) }
            guard words.count > 1, ["basic", "bearer", "token"].contains(words[0]), words[1].count >= 8 else {
                continue
            }
            add(
                Record(
                    "\(place) \(path):\(line)",
                    [
                        .findingPlace: .text(place), .findingKind: "login in a header of HTTP",
                        .findingIsWorldReadable: .flag(file.status.mode & 0o004 != 0),
                    ],
                    origins: [.findingKind: Origin(path, line: line)]
                ),
                Array(words[1].utf8)[...]
            )
        }
    }

    /// A text that is not a file, such as a command line.
    mutating func look(through text: [UInt8], _ place: String, named name: String, isShared: Bool) {
        spent += text.count
        for secret in scanner.scan(text, limit: Self.perText) {
            add(
                Record(
                    "\(place) \(name)",
                    [
                        .findingPlace: .text(place), .findingKind: .text(secret.kind.name),
                        .findingIsWorldReadable: .flag(isShared),
                    ]
                ),
                text[secret.range]
            )
        }
    }

    private mutating func add(_ record: Record, _ secret: ArraySlice<UInt8>) {
        let isKnown = records.contains { $0.name == record.name && $0[.findingKind] == record[.findingKind] }
        guard !isKnown else { return }
        sightings[Array(secret), default: []].append(records.count)
        records.append(record)
    }

    /// All that was found; each record names the other places of the same secret.
    func findings() -> [Record] {
        var result = records
        for indices in sightings.values {
            for index in indices {
                let others = indices.filter { $0 != index }.map { records[$0].name }
                let more = others.count > 3 ? ["\(others.count - 3) more"] : []
                result[index][.findingTwins] = others.isEmpty ? .unset : .list(others.prefix(3) + more)
            }
        }
        return result
    }
}
