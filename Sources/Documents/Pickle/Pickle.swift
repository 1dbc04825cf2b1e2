/// A value as Python's pickle format holds it, as far as plain data goes.
///
/// Nothing is ever called: an object of a class is `.opaque`, except text made by `str(…)`.
public enum Pickle: Hashable, Sendable {
    case none
    case flag(Bool)
    case number(Int)
    case text(String)
    /// A list, a tuple or a set.
    case list([Pickle])
    case dictionary([Pickle: Pickle])
    /// Something that is not plain data.
    case opaque(String)

    /// Reads protocols 0 to 5, without text opcodes of protocol 0.
    ///
    /// - Throws: where the bytes are not a pickle, or use what plain data does not need.
    public init(_ bytes: [UInt8], limits: Limits = .ordinary) throws(SyntaxError) {
        guard bytes.count <= limits.size else {
            throw SyntaxError("larger than \(limits.size) bytes", at: SourcePosition(line: 1, column: 1))
        }
        var reader = PickleReader(bytes: bytes, depthLimit: limits.depth)
        self = try reader.value()
    }

    /// A list of strings in protocol 2, which every Python 3 reads.
    public static func request(_ words: [String]) -> [UInt8] {
        var bytes: [UInt8] = [0x80, 2, UInt8(ascii: "]"), UInt8(ascii: "(")]
        for word in words {
            let count = UInt32(word.utf8.count)
            bytes.append(UInt8(ascii: "X"))
            for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
            bytes += word.utf8
        }
        return bytes + [UInt8(ascii: "e"), UInt8(ascii: ".")]
    }

    public var items: [Pickle]? { if case .list(let items) = self { items } else { nil } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var number: Int? { if case .number(let number) = self { number } else { nil } }
}
