/// Entries of the journal that are looked through together: the messages of each unit one below the other, for a key may
/// have been printed line by line, and the other fields behind them.
struct JournalBatch {
    /// Where a field stands in a text.
    struct Mark {
        let start: Int
        let unit: String
        let time: Int
        let field: String
    }

    struct Text {
        var bytes: [UInt8] = []
        var marks: [Mark] = []
    }

    /// What stands for an entry's place, or tells the machine and not what happened.
    private static let passedOver: Set<String> = ["_BOOT_ID", "_MACHINE_ID"]

    private(set) var messages: [String: Text] = [:]
    private(set) var others = Text()
    private(set) var size = 0
    private var fields: [(name: String, value: [UInt8])] = []
    private var time = 0

    mutating func add(_ name: [UInt8], _ value: ArraySlice<UInt8>) {
        let name = String(decoding: name, as: UTF8.self)
        if name == "__REALTIME_TIMESTAMP" { time = Int(String(decoding: value, as: UTF8.self)) ?? 0 }
        guard !name.hasPrefix("__"), !Self.passedOver.contains(name) else { return }
        size += value.count + name.utf8.count
        fields.append((name, Array(value)))
    }

    mutating func end() {
        let names = [
            "_SYSTEMD_USER_UNIT", "_SYSTEMD_UNIT", "USER_UNIT", "UNIT", "CONTAINER_NAME", "SYSLOG_IDENTIFIER", "_COMM",
        ]
        let fields = fields
        let unit = names.compactMap { name in fields.first { $0.name == name }?.value }.first
        let owner = unit.map { String(decoding: $0, as: UTF8.self) } ?? "the kernel"
        for (name, value) in fields {
            if name == "MESSAGE" {
                messages[owner, default: Text()].add(value, Mark(start: 0, unit: owner, time: time, field: name), "")
            } else {
                others.add(value, Mark(start: 0, unit: owner, time: time, field: name), "\(name)=")
            }
        }
        (self.fields, time) = ([], 0)
    }
}

extension JournalBatch.Text {
    fileprivate mutating func add(_ value: [UInt8], _ mark: JournalBatch.Mark, _ title: String) {
        marks.append(JournalBatch.Mark(start: bytes.count, unit: mark.unit, time: mark.time, field: mark.field))
        bytes += Array(title.utf8) + value
        bytes.append(0x0A)
    }

    /// The field that a place lies in; they stand one behind the other.
    func mark(at place: Int) -> JournalBatch.Mark? {
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].start <= place { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? marks[low - 1] : nil
    }
}

extension JournalBatch.Mark {
    /// As a person reads it: `openclaw-gateway.service, 2026-11-28T10:00:00Z, MESSAGE`.
    var words: String {
        guard time > 0, time < 1 << 57 else { return "\(unit), \(field)" }
        let seconds = time / 1_000_000
        // Days in eras of 400 years that begin in March, when a leap day is the last day of a year.
        let shifted = seconds / 86400 + 719_468
        let (era, day) = (shifted / 146_097, shifted % 146_097)
        let year = (day - day / 1460 + day / 36524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let date = [
            "\(era * 400 + year + (month >= 10 ? 1 : 0))", Self.two(month < 10 ? month + 3 : month - 9),
            Self.two(dayOfYear - (153 * month + 2) / 5 + 1),
        ]
        let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(Self.two)
        return "\(unit), \(date.joined(separator: "-"))T\(clock.joined(separator: ":"))Z, \(field)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
