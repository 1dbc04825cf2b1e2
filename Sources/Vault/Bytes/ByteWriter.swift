/// Numbers, most significant byte first, and texts with their length before them.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func number(_ value: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    /// At most 65,535 bytes of UTF-8, which names and parameters are checked for before.
    mutating func text(_ text: String) {
        number(UInt16(text.utf8.count))
        bytes += Array(text.utf8)
    }

    mutating func block(_ more: [UInt8]) {
        number(UInt32(more.count))
        bytes += more
    }
}
