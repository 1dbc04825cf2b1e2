/// A version of the Internet Protocol.
public enum AddressFamily: String, Hashable, CaseIterable, Sendable {
    case ipv4 = "IPv4"
    case ipv6 = "IPv6"

    /// Bits of an address.
    public var width: Int { self == .ipv4 ? 32 : 128 }
}

/// An Internet address of either family.
public struct Address: Hashable, Sendable {
    public let family: AddressFamily
    /// In host order; an IPv4 address fills the low 32 bits.
    public let bits: UInt128

    public init(family: AddressFamily, bits: UInt128) {
        self.family = family
        self.bits = family == .ipv4 ? bits & 0xffff_ffff : bits
    }

    /// Reads `192.0.2.1` or `2001:db8::1`; a zone or anything else is not an address.
    public init?(_ text: some StringProtocol) {
        if text.contains(":") {
            guard let bits = Self.version6(Substring(text)) else { return nil }
            self.init(family: .ipv6, bits: bits)
        } else {
            guard let bits = Self.version4(Substring(text)) else { return nil }
            self.init(family: .ipv4, bits: bits)
        }
    }

    private static func version4(_ text: Substring) -> UInt128? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt128 = 0
        for part in parts {
            guard part.count <= 3, part.utf8.allSatisfy({ (48...57).contains($0) }), let byte = UInt8(part) else {
                return nil
            }
            bits = bits << 8 | UInt128(byte)
        }
        return bits
    }

    private static func version6(_ text: Substring) -> UInt128? {
        guard let gap = text.firstRange(of: "::") else {
            guard let groups = groups(text), groups.count == 8 else { return nil }
            return joined(groups)
        }
        let (head, tail) = (text[..<gap.lowerBound], text[gap.upperBound...])
        guard let left = head.isEmpty ? [] : groups(head), let right = tail.isEmpty ? [] : groups(tail),
            left.count + right.count < 8
        else { return nil }
        return joined(left + Array(repeating: 0, count: 8 - left.count - right.count) + right)
    }

    private static func groups(_ text: Substring) -> [UInt16]? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if part.contains("."), index == parts.count - 1, let bits = version4(part) {
                groups += [UInt16(truncatingIfNeeded: bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else {
                guard (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16), part.first != "+" else {
                    return nil
                }
                groups.append(group)
            }
        }
        return groups
    }

    private static func joined(_ groups: [UInt16]) -> UInt128 { groups.reduce(0) { $0 << 16 | UInt128($1) } }
}

extension Address: CustomStringConvertible {
    /// The canonical text; for IPv6 that of RFC 5952, with the longest run of zeros as `::`.
    public var description: String {
        switch family {
        case .ipv4:
            return stride(from: 24, through: 0, by: -8).map { String(bits >> UInt128($0) & 0xff) }.joined(
                separator: "."
            )
        case .ipv6:
            let groups = stride(from: 112, through: 0, by: -16).map { UInt16(truncatingIfNeeded: bits >> UInt128($0)) }
            guard let gap = Self.longestZeros(groups) else { return Self.text(groups[...]) }
            return Self.text(groups[..<gap.lowerBound]) + "::" + Self.text(groups[gap.upperBound...])
        }
    }

    private static func text(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first of the longest runs of at least two zeros.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<0
        var start = 0
        while start < groups.count {
            let end: Int = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start > longest.count { longest = start..<end }
            start = end + 1
        }
        return longest.count > 1 ? longest : nil
    }
}
