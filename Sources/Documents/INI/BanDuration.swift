/// A duration as fail2ban writes it: `600`, `10m`, `1h 30m`, `60*60`, `-1`.
///
/// fail2ban puts factors in place of units and evaluates the whole as Python (`str2seconds` in `server/mytime.py`); this
/// reads sums and products of whole numbers with units, and nothing that Python alone could compute.
public enum BanDuration {
    /// The duration in seconds; none where it is not one of those.
    public static func seconds(_ text: String) -> Int? {
        var reader = Reader(rest: Array(text.utf8)[...])
        return reader.sum()
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        /// Terms with `+` or `-` before them, or with nothing but white space between them.
        mutating func sum() -> Int? {
            skipSpaces()
            var total = 0
            var isFirst = true
            while true {
                let hadSpace = skipSpaces()
                guard let byte = rest.first else { return isFirst ? nil : total }
                var sign = 1
                if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
                    sign = byte == UInt8(ascii: "-") ? -1 : 1
                    rest.removeFirst()
                    skipSpaces()
                } else if !isFirst, !hadSpace, !followsUnit {
                    return nil
                }
                guard let term = product() else { return nil }
                let (value, overflow) = total.addingReportingOverflow(sign * term)
                guard !overflow else { return nil }
                (total, isFirst) = (value, false)
            }
        }

        private var followsUnit = false

        init(rest: ArraySlice<UInt8>) { self.rest = rest }

        private mutating func product() -> Int? {
            guard var value = factor() else { return nil }
            while true {
                let before = rest
                skipSpaces()
                guard rest.first == UInt8(ascii: "*") else {
                    rest = before
                    return value
                }
                rest.removeFirst()
                skipSpaces()
                guard let next = factor() else { return nil }
                let (result, overflow) = value.multipliedReportingOverflow(by: next)
                guard !overflow, result < Self.bound else { return nil }
                value = result
            }
        }

        /// Far beyond any duration, and far below what a sum could overflow.
        private static var bound: Int { 1 << 48 }

        private mutating func factor() -> Int? {
            let digits = rest.prefix { (48...57).contains($0) }
            // Python has no numbers that begin with a zero, other than zero itself.
            guard !digits.isEmpty, digits.first != 48 || digits.allSatisfy({ $0 == 48 }) else { return nil }
            guard let number = Int(String(decoding: digits, as: UTF8.self)), number < 1 << 32 else { return nil }
            rest = rest[digits.endIndex...]
            let before = rest
            skipSpaces()
            let letters = rest.prefix { (97...122).contains($0 | 32) }
            followsUnit = !letters.isEmpty
            guard followsUnit else {
                rest = before
                return number
            }
            rest = rest[letters.endIndex...]
            return BanDuration.units[String(decoding: letters, as: UTF8.self).lowercased()].map { number * $0 }
        }

        @discardableResult
        private mutating func skipSpaces() -> Bool {
            let count = rest.count
            rest = rest.drop { $0 == 32 || (9...13).contains($0) }
            return rest.count < count
        }
    }

    private static let units: [String: Int] = {
        let names: [(Int, String)] = [
            (1, "s ss se sec second seconds"), (60, "m mm mi min minute minutes"), (3600, "h hh ho hou hour hours"),
            (86400, "d dd da day days"), (604_800, "w ww we wee week weeks"), (2_629_800, "mo mon month months"),
            (31_557_600, "y yy ye yea year years"),
        ]
        var units: [String: Int] = [:]
        for (factor, words) in names { for word in words.split(separator: " ") { units[String(word)] = factor } }
        return units
    }()
}
