/// A JSON or JSON5 text, parsed without losing where each value stands.
///
/// Strict JSON follows RFC 8259, JSON5 follows spec.json5.org. Keys that repeat are all kept.
public struct JSONDocument: Sendable {
    public enum Dialect: Sendable {
        case json, json5
    }

    public let bytes: [UInt8]
    public let root: JSONNode
    public let dialect: Dialect
    let limits: Limits

    /// - Throws: where the text is not in the dialect, is not UTF-8, or exceeds a limit.
    public init(_ bytes: [UInt8], dialect: Dialect = .json5, limits: Limits = .ordinary) throws(SyntaxError) {
        guard bytes.count <= limits.size else {
            throw SyntaxError("larger than \(limits.size) bytes", at: SourcePosition(line: 1, column: 1))
        }
        var parser = JSONParser(bytes: bytes, dialect: dialect, limits: limits)
        root = try parser.document()
        self.bytes = bytes
        self.dialect = dialect
        self.limits = limits
    }

    /// Where a node of this document begins.
    public func position(of node: JSONNode) -> SourcePosition { bytes.position(at: node.range.lowerBound) }

    /// Where a byte of this document stands.
    public func position(at offset: Int) -> SourcePosition { bytes.position(at: offset) }
}

/// How much of a document a parser takes on before it gives up.
public struct Limits: Sendable {
    /// Bytes.
    public let size: Int
    /// How deep values may nest.
    public let depth: Int
    /// How many values there may be in all.
    public let values: Int

    public init(size: Int, depth: Int, values: Int = 100_000) {
        self.size = size
        self.depth = depth
        self.values = values
    }

    /// 16 MiB, 128 deep, 100,000 values.
    public static let ordinary = Limits(size: 16 << 20, depth: 128)
}

extension [UInt8] {
    /// Line and column of a byte, both counted from 1.
    func position(at offset: Int) -> SourcePosition {
        let end = Swift.min(offset, count)
        var line = 1
        var start = 0
        for index in 0..<end where self[index] == UInt8(ascii: "\n") {
            line += 1
            start = index + 1
        }
        return SourcePosition(line: line, column: end - start + 1)
    }
}
