/// One file of apt's configuration, as the statements apt reads from it, in order.
///
/// Follows `ReadConfigFile` of apt-pkg/contrib/configuration.cc (apt 2.6), its oddities included: comments and quotes
/// are looked for line by line, tabs become spaces even inside quotes, blocks need not be closed at the end.
/// Lossless: the bytes are kept, and each statement knows which of them it is.
public struct AptFile: Sendable {
    /// What apt does when it reaches a statement's `;`, `{` or `}`.
    public struct Statement: Hashable, Sendable {
        public enum Effect: Hashable, Sendable {
            /// Sets the item; a name that ends in `::` appends to a list.
            case set(String, to: String)
            /// Empties the item and all below it.
            case clear(String)
            /// Reads another file, or a directory where the path ends in a slash.
            case include(String)
        }

        public let effect: Effect
        /// Counted from 1; where the statement ends, which is the line apt's own errors name.
        public let line: Int
        /// The statement's bytes, from its first character to the one that ends it.
        public let range: Range<Int>
    }

    public let bytes: [UInt8]
    public let statements: [Statement]

    /// - Throws: what apt refuses, and what exceeds a limit.
    public init(_ bytes: [UInt8], limits: Limits = .ordinary) throws(SyntaxError) {
        guard bytes.count <= limits.size else {
            throw SyntaxError("larger than \(limits.size) bytes", at: SourcePosition(line: 1, column: 1))
        }
        var reader = AptReader(depthLimit: limits.depth)
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            try reader.read(bytes[start..<end])
            start = end + 1
        }
        try reader.finish()
        self.bytes = bytes
        statements = reader.statements
    }
}
