/// A JSON text with the places of all its values, so that what is not changed stays as it was, byte for byte.
///
/// It is read as RFC 8259 has it, and stricter in one thing: a key that stands twice in an object is an error, since
/// two readers may take different ones; unless the reader meant is known to take the last.
public struct JSONText: Sendable {
    /// What a value is.
    public enum Kind: UInt8, Sendable {
        case object, array, string, number, `true`, `false`, null
    }

    /// What a key that stands twice in an object is.
    public enum RepeatedKeys: Sendable {
        case refused
        /// As in JavaScript.
        case lastCounts
    }

    struct Node: Sendable {
        let kind: Kind
        /// Whether a string has escapes.
        var isEscaped = false
        let start: Int
        var end: Int
        /// The node after this one and all that is in it.
        var next: Int
    }

    public let bytes: [UInt8]
    let nodes: [Node]

    /// Deeper ones are refused; what clients send is a tenth of it.
    public static let depth = 128
    /// More values are refused; what clients send is a hundredth of it.
    public static let values = 1 << 20

    public init(
        _ bytes: [UInt8],
        depth: Int = depth,
        repeatedKeys: RepeatedKeys = .refused
    ) throws(JSONFault) {
        var reader = JSONReader(bytes, depth: depth, repeatedKeys: repeatedKeys)
        try reader.read()
        nodes = reader.nodes
        self.bytes = bytes
    }

    public var root: JSONNode { JSONNode(text: self, index: 0) }
}

/// A value in a text.
public struct JSONNode: Sendable {
    let text: JSONText
    let index: Int

    private var node: JSONText.Node { text.nodes[index] }

    public var kind: JSONText.Kind { node.kind }
    /// The bytes it is written in, quotes included.
    public var range: Range<Int> { node.start..<node.end }
    /// Those bytes.
    public var written: [UInt8] { Array(text.bytes[range]) }

    /// The value of a key, the last where it stands twice; nothing where this is no object or has no such key.
    public subscript(key: String) -> JSONNode? {
        guard node.kind == .object else { return nil }
        return members.last { $0.key.holds(key) }?.value
    }

    /// Keys with their values, as they stand.
    public var members: [(key: JSONNode, value: JSONNode)] {
        guard node.kind == .object else { return [] }
        var members: [(key: JSONNode, value: JSONNode)] = []
        var place = index + 1
        while place < node.next {
            members.append((JSONNode(text: text, index: place), JSONNode(text: text, index: place + 1)))
            place = text.nodes[place + 1].next
        }
        return members
    }

    /// The values of an array.
    public var elements: [JSONNode] {
        guard node.kind == .array else { return [] }
        var elements: [JSONNode] = []
        var place = index + 1
        while place < node.next {
            elements.append(JSONNode(text: text, index: place))
            place = text.nodes[place].next
        }
        return elements
    }

    /// Whether it is a string of just these characters.
    public func holds(_ word: String) -> Bool {
        guard node.kind == .string else { return false }
        if node.isEscaped { return string == Array(word.utf8) }
        let bytes = text.bytes[node.start + 1..<node.end - 1]
        return bytes.count == word.utf8.count && bytes.elementsEqual(word.utf8)
    }

    /// What a string says, in UTF-8.
    ///
    /// Half of a surrogate pair, which JavaScript's strings may hold, stands as three bytes like any other unit.
    public var string: [UInt8]? {
        guard node.kind == .string else { return nil }
        let raw = text.bytes[node.start + 1..<node.end - 1]
        return node.isEscaped ? JSONString.unescaped(raw) : Array(raw)
    }

    /// What a string says, for people.
    public var words: String? { string.map { String(decoding: $0, as: UTF8.self) } }

    /// A whole number.
    public var integer: Int? {
        guard node.kind == .number else { return nil }
        return Int(String(decoding: text.bytes[range], as: UTF8.self))
    }

    /// Whether it is `true`.
    public var isTrue: Bool { node.kind == .true }

    /// Every string in it, keys among them, and whether one is the value of a key of these names.
    ///
    /// What follows such a word in an array counts as well; what stands below some other keys does not.
    public func strings(under keys: [String], notBelow others: [String] = []) -> [(node: JSONNode, isUnder: Bool)] {
        var found: [(node: JSONNode, isUnder: Bool)] = []
        var isUnder = false
        var isBelow = false
        // Up to where nothing counts.
        var end = 0
        for node in all {
            if isBelow { end = max(end, node.range.upperBound) }
            if node.kind == .string { found.append((node, isUnder && node.range.lowerBound >= end)) }
            isUnder = node.kind == .string && keys.contains { node.holds($0) }
            isBelow = node.kind == .string && others.contains { node.holds($0) }
        }
        return found
    }

    /// All values in it and itself, as they stand.
    public var all: [JSONNode] { (index..<node.next).map { JSONNode(text: text, index: $0) } }
}
