/// Addresses of one family from a first to a last, both included.
public struct AddressRange: Hashable, Sendable {
    public let first: Address
    public let last: Address

    /// - Returns: nothing where the ends are of different families or in the wrong order.
    public init?(_ first: Address, _ last: Address) {
        guard first.family == last.family, first.bits <= last.bits else { return nil }
        self.first = first
        self.last = last
    }

    /// The addresses that share the first `length` bits with `address`.
    public init?(_ address: Address, length: Int) {
        guard (0...address.family.width).contains(length) else { return nil }
        let free = address.family.width - length
        let hosts: UInt128 = free == 128 ? .max : (1 << UInt128(free)) - 1
        self.init(
            Address(family: address.family, bits: address.bits & ~hosts),
            Address(family: address.family, bits: address.bits | hosts)
        )
    }

    /// Reads `192.0.2.1`, `192.0.2.0/24`, `192.0.2.0/255.255.255.0` and `192.0.2.1-192.0.2.9`.
    ///
    /// A mask with holes in it is no range.
    public init?(_ text: some StringProtocol) {
        if let dash = text.firstIndex(of: "-") {
            guard let first = Address(text[..<dash]), let last = Address(text[text.index(after: dash)...]) else {
                return nil
            }
            self.init(first, last)
        } else if let slash = text.firstIndex(of: "/") {
            guard let address = Address(text[..<slash]) else { return nil }
            let mask = text[text.index(after: slash)...]
            if let length = Int(mask) {
                self.init(address, length: length)
            } else {
                guard let length = Self.length(ofMask: mask, address.family) else { return nil }
                self.init(address, length: length)
            }
        } else {
            guard let address = Address(text) else { return nil }
            self.init(address, address)
        }
    }

    private static func length(ofMask text: some StringProtocol, _ family: AddressFamily) -> Int? {
        guard let mask = Address(text), mask.family == family else { return nil }
        let ones = mask.bits.nonzeroBitCount
        guard let whole = AddressRange(Address(family: family, bits: 0), length: ones) else { return nil }
        let hosts = whole.last.bits
        return mask.bits & hosts == 0 ? ones : nil
    }

    public func contains(_ address: Address) -> Bool {
        address.family == first.family && (first.bits...last.bits).contains(address.bits)
    }
}

extension AddressRange: CustomStringConvertible {
    /// `192.0.2.0/24` where it is a prefix, `192.0.2.1-192.0.2.9` where it is not.
    public var description: String {
        if first == last { return "\(first)" }
        let span = last.bits ^ first.bits
        let free = UInt128.bitWidth - span.leadingZeroBitCount
        let isPrefix = span & (span &+ 1) == 0 && first.bits & span == 0
        return isPrefix ? "\(first)/\(first.family.width - free)" : "\(first)-\(last)"
    }
}
