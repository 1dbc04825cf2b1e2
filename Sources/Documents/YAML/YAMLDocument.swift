import Yams

/// A YAML text, parsed into values with the lines they stand in; anchors and merge keys are worked out.
public struct YAMLDocument: Sendable {
    public let root: YAMLNode

    /// - Throws: where the text is no YAML, or exceeds a limit, also by aliases that multiply.
    public init(_ text: String, limits: Limits = limits) throws(SyntaxError) {
        guard text.utf8.count <= limits.size else {
            throw SyntaxError("larger than \(limits.size) bytes", at: SourcePosition(line: 1, column: 1))
        }
        try Self.checkNesting(text, limits: limits)
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw Self.syntaxError(error)
        }
        var converter = YAMLConverter(limits: limits)
        root =
            try node.map { node throws(SyntaxError) in try converter.convert(node, depth: 0) }
            ?? YAMLNode(value: .null, line: 1, column: 1)
    }

    /// The library's own nodes take some hundred bytes for each byte of a hostile text.
    public static let limits = Limits(size: 256 << 10, depth: 128, values: 20_000)

    /// libyaml recurses; brackets that open thousands deep are refused before it sees them.
    private static func checkNesting(_ text: String, limits: Limits) throws(SyntaxError) {
        var depth = 0
        var line = 1
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            default: continue
            }
            guard depth <= limits.depth * 8 else {
                throw SyntaxError("nested deeper than \(limits.depth)", at: SourcePosition(line: line, column: 1))
            }
        }
    }

    private static func syntaxError(_ error: any Error) -> SyntaxError {
        guard let error = error as? YamlError else {
            return SyntaxError("\(error)", at: SourcePosition(line: 1, column: 1))
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let words = [context?.text, problem].compactMap { $0 }.joined(separator: " ")
            return SyntaxError(words, at: SourcePosition(line: max(mark.line, 1), column: max(mark.column, 1)))
        case .duplicatedKeysInMapping(let duplicates, let context):
            let position = SourcePosition(line: max(context.mark.line, 1), column: max(context.mark.column, 1))
            return SyntaxError("\(duplicates.sorted().joined(separator: ", ")) is set twice", at: position)
        default:
            return SyntaxError("not YAML", at: SourcePosition(line: 1, column: 1))
        }
    }
}

/// One value of a YAML document.
public struct YAMLNode: Sendable {
    public indirect enum Value: Sendable {
        case null
        case flag(Bool)
        case number(Int)
        case text(String)
        case list([YAMLNode])
        case map([Entry])
    }

    public struct Entry: Sendable {
        public let key: String
        /// Counted from 1.
        public let line: Int
        public let column: Int
        public let value: YAMLNode
        /// Whether it comes from another map by a merge key.
        public var isInherited = false
    }

    public let value: Value
    /// Counted from 1.
    public let line: Int
    public let column: Int
}

extension YAMLNode {
    /// The value of a key, where the node is a map that has it.
    public subscript(key: String) -> YAMLNode? { entries?.last { $0.key == key }?.value }

    public var entries: [Entry]? { if case .map(let entries) = value { entries } else { nil } }
    public var items: [YAMLNode]? { if case .list(let items) = value { items } else { nil } }
    public var flag: Bool? { if case .flag(let flag) = value { flag } else { nil } }
    public var integer: Int? { if case .number(let number) = value { number } else { nil } }

    /// The same place with other entries.
    public func replacing(_ entries: [Entry]) -> YAMLNode {
        YAMLNode(value: .map(entries), line: line, column: column)
    }

    /// A scalar as text, whatever it looks like.
    public var text: String? {
        switch value {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    /// What kind of value it is, in words.
    public var kind: String {
        switch value {
        case .null: "nothing"
        case .flag: "a boolean"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .map: "a map"
        }
    }
}
