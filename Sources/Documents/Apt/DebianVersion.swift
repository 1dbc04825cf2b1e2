/// A Debian package version, ordered as dpkg orders them (deb-version(7)).
public struct DebianVersion: Comparable, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    private let epoch: Int
    private let upstream: [UInt8]
    private let revision: [UInt8]

    /// A version; its parts are not checked, as dpkg compares even those it would not install.
    public init(_ text: String) {
        description = text
        var rest = Array(text.utf8)[...]
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")),
            let number = Int(String(decoding: rest[..<colon], as: UTF8.self))
        {
            epoch = number
            rest = rest[(colon + 1)...]
        } else {
            epoch = 0
        }
        if let hyphen = rest.lastIndex(of: UInt8(ascii: "-")) {
            revision = Array(rest[(hyphen + 1)...])
            rest = rest[..<hyphen]
        } else {
            revision = []
        }
        upstream = Array(rest)
    }

    public static func < (left: Self, right: Self) -> Bool { order(left, right) < 0 }
    public static func == (left: Self, right: Self) -> Bool { order(left, right) == 0 }

    public func hash(into hasher: inout Hasher) { hasher.combine(epoch) }

    private static func order(_ left: Self, _ right: Self) -> Int {
        guard left.epoch == right.epoch else { return left.epoch < right.epoch ? -1 : 1 }
        let upstream = order(left.upstream, right.upstream)
        return upstream != 0 ? upstream : order(left.revision, right.revision)
    }

    /// Runs of other letters and of digits in turn.
    private static func order(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var (l, r) = (0, 0)
        while l < left.count || r < right.count {
            while (l < left.count && !left[l].isDigit) || (r < right.count && !right[r].isDigit) {
                let (a, b) = (weight(left, l), weight(right, r))
                if a != b { return a - b }
                l += 1
                r += 1
            }
            while l < left.count, left[l] == UInt8(ascii: "0") { l += 1 }
            while r < right.count, right[r] == UInt8(ascii: "0") { r += 1 }
            var difference = 0
            while l < left.count, left[l].isDigit, r < right.count, right[r].isDigit {
                if difference == 0 { difference = Int(left[l]) - Int(right[r]) }
                l += 1
                r += 1
            }
            if l < left.count, left[l].isDigit { return 1 }
            if r < right.count, right[r].isDigit { return -1 }
            if difference != 0 { return difference }
        }
        return 0
    }

    /// A tilde sorts before the end, letters before everything else.
    private static func weight(_ text: [UInt8], _ index: Int) -> Int {
        guard index < text.count, !text[index].isDigit else { return 0 }
        let byte = text[index]
        if byte == UInt8(ascii: "~") { return -1 }
        return (0x61...0x7A).contains(byte | 0x20) ? Int(byte) : Int(byte) + 256
    }
}
