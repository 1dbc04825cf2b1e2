import Rulesets

/// An entry of `ignoreip`: an address, a range, or a name.
struct IgnoredRange {
    /// Whether strangers fit in: wider than a /16, or than a /32 of IPv6, and not a range of private use.
    let isWide: Bool

    init(_ text: String) {
        let sides = text.split(separator: "/", maxSplits: 1)
        guard sides.count == 2, let address = Address(sides[0]) else {
            isWide = false
            return
        }
        let width = address.family == .ipv4 ? 32 : 128
        // A mask, as in 10.0.0.0/255.0.0.0, or a length.
        let length = Int(sides[1]) ?? Address(sides[1]).map { $0.bits.nonzeroBitCount } ?? width
        guard length < (address.family == .ipv4 ? 16 : 32) else {
            isWide = false
            return
        }
        isWide = !Self.privateUse.contains { range in
            range.family == address.family && range.length <= length
                && address.bits >> UInt128(width - range.length) == range.bits
        }
    }

    /// RFC 1122, 1918, 6598, 4193, 4291; the smaller ranges are not wide.
    private static let privateUse: [(family: AddressFamily, bits: UInt128, length: Int)] = [
        (.ipv4, 127, 8), (.ipv4, 10, 8), (.ipv4, 0xac1, 12), (.ipv4, 0x191, 10), (.ipv6, 0x7e, 7), (.ipv6, 0x3fa, 10),
    ]
}
