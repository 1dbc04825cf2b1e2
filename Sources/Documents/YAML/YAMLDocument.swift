/// A YAML text, parsed into values with the lines they stand in; anchors and merge keys are worked out.
public struct YAMLDocument: Sendable {
    public let root: YAMLNode

    /// - Throws: where the text is no YAML, or exceeds a limit, also by aliases that multiply.
    public init(_ text: String, limits: Limits = limits) throws(SyntaxError) {
        guard text.utf8.count <= limits.size else {
            throw SyntaxError("larger than \(limits.size) bytes", at: SourcePosition(line: 1, column: 1))
        }
        var composer = YAMLComposer(text, limits: limits)
        root = try composer.document() ?? YAMLNode(value: .null, line: 1, column: 1)
    }

    /// Values are counted after aliases are followed.
    public static let limits = Limits(size: 256 << 10, depth: 128, values: 20_000)
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

        public init(key: String, line: Int, column: Int, value: YAMLNode, isInherited: Bool = false) {
            self.key = key
            self.line = line
            self.column = column
            self.value = value
            self.isInherited = isInherited
        }

        /// The same entry with another value.
        public init(changing entry: Entry, to value: YAMLNode) {
            self.init(
                key: entry.key,
                line: entry.line,
                column: entry.column,
                value: value,
                isInherited: entry.isInherited
            )
        }
    }

    public let value: Value
    /// Counted from 1.
    public let line: Int
    public let column: Int
    /// What a tag says of the same place in an earlier file.
    public var overlaying = Overlaying.merging

    /// How compose lays a value over an earlier file's.
    public enum Overlaying: String, Sendable {
        case merging = ""
        case replacing = "!override"
        case removing = "!reset"
    }
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
        YAMLNode(value: .map(entries), line: line, column: column, overlaying: overlaying)
    }

    /// The same place with another text, taken for what it would be without quotation marks.
    public func replacing(plain text: String) -> YAMLNode {
        YAMLNode(value: YAMLComposer.plain(text), line: line, column: column, overlaying: overlaying)
    }

    /// The same place with other items.
    public func replacing(items: [YAMLNode]) -> YAMLNode {
        YAMLNode(value: .list(items), line: line, column: column, overlaying: overlaying)
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
