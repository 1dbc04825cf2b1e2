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

    /// What all values of a text share.
    final class Storage: Sendable {
        let bytes: [UInt8]
        let nodes: [Node]

        init(_ bytes: [UInt8], _ nodes: [Node]) { (self.bytes, self.nodes) = (bytes, nodes) }
    }

    let storage: Storage
    public var bytes: [UInt8] { storage.bytes }
    var nodes: [Node] { storage.nodes }

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
        storage = Storage(bytes, reader.nodes)
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
        let nodes = text.storage.nodes
        var found: Int?
        var place = index + 1
        while place < node.next {
            if nodes[place].isEscaped ? JSONNode(text: text, index: place).holds(key) : isWritten(key, nodes[place]) {
                found = place + 1
            }
            place = nodes[place + 1].next
        }
        return found.map { JSONNode(text: text, index: $0) }
    }

    /// Whether a string without escapes is a word.
    private func isWritten(_ word: String, _ node: JSONText.Node) -> Bool {
        guard node.end - node.start - 2 == word.utf8.count else { return false }
        let bytes = text.storage.bytes
        var place = node.start + 1
        for byte in word.utf8 {
            guard bytes[place] == byte else { return false }
            place += 1
        }
        return true
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
        return node.isEscaped ? string == Array(word.utf8) : isWritten(word, node)
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
        let nodes = text.storage.nodes
        for place in index..<node.next {
            let node = nodes[place]
            if isBelow { end = max(end, node.end) }
            guard node.kind == .string else {
                (isUnder, isBelow) = (false, false)
                continue
            }
            let string = JSONNode(text: text, index: place)
            found.append((string, isUnder && node.start >= end))
            // No such key is long.
            let mayBe = node.end - node.start <= 20 || node.isEscaped
            isUnder = mayBe && keys.contains { string.holds($0) }
            isBelow = mayBe && others.contains { string.holds($0) }
        }
        return found
    }

    /// All values in it and itself, as they stand.
    public var all: [JSONNode] { (index..<node.next).map { JSONNode(text: text, index: $0) } }
}
