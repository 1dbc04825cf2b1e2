/// Reads what `ByteWriter` wrote; nothing is believed.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    mutating func number<Value: FixedWidthInteger & UnsignedInteger>(
        _ what: String,
        as: Value.Type = Value.self
    ) throws(VaultFailure) -> Value {
        try raw(Value.bitWidth / 8, what).reduce(0) { $0 << 8 | Value($1) }
    }

    mutating func raw(_ count: Int, _ what: String) throws(VaultFailure) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - position else { throw .malformed("\(what) is cut short", at: position) }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func text(_ what: String) throws(VaultFailure) -> String {
        let start = position
        let length = Int(try number(what, as: UInt16.self))
        guard let text = String(validating: try raw(length, what), as: UTF8.self) else {
            throw .malformed("\(what) is not UTF-8", at: start)
        }
        return text
    }

    mutating func block(_ what: String) throws(VaultFailure) -> ArraySlice<UInt8> {
        let length = Int(try number(what, as: UInt32.self))
        return try raw(length, what)
    }

    /// How many things follow; never more than could be there, each of at least `least` bytes.
    mutating func count(_ what: String, each least: Int) throws(VaultFailure) -> Int {
        let start = position
        let count = Int(try number(what, as: UInt32.self))
        guard count <= (bytes.endIndex - position) / least else {
            throw .malformed("there are fewer \(what) than it says", at: start)
        }
        return count
    }
}
