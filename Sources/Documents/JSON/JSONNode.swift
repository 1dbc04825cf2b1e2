/// One value of a JSON document, and the bytes it was written as.
public struct JSONNode: Hashable, Sendable {
    public indirect enum Value: Hashable, Sendable {
        case null
        case flag(Bool)
        /// As it was written: the format survives, and no precision is lost.
        case number(String)
        case string(String)
        case array([JSONNode])
        case object([Member])
    }

    /// One key and its value; keys may repeat, and the last one counts.
    public struct Member: Hashable, Sendable {
        public let key: String
        /// The bytes of the key, quotes included.
        public let keyRange: Range<Int>
        public let value: JSONNode
    }

    public let value: Value
    /// The bytes of the value in the document.
    public let range: Range<Int>

    public init(value: Value, range: Range<Int>) {
        self.value = value
        self.range = range
    }
}

extension JSONNode {
    /// A member of an object, or an item of a list.
    struct Child {
        /// The bytes of its key; an item has none.
        let key: Range<Int>?
        let value: JSONNode

        var range: Range<Int> { (key ?? value.range).lowerBound..<value.range.upperBound }
    }

    var children: [Child] {
        switch value {
        case .array(let items): items.map { Child(key: nil, value: $0) }
        case .object(let members): members.map { Child(key: $0.keyRange, value: $0.value) }
        default: []
        }
    }

    /// The value of a key, where the node is an object that has it.
    public subscript(key: String) -> JSONNode? { members?.last { $0.key == key }?.value }

    /// The item at a position, where the node is an array that long.
    public subscript(index: Int) -> JSONNode? {
        guard let items, items.indices.contains(index) else { return nil }
        return items[index]
    }

    public var text: String? { if case .string(let text) = value { text } else { nil } }

    /// The number, where it is a whole one that fits.
    public var integer: Int? {
        guard case .number(let text) = value else { return nil }
        if let integer = Int(text) { return integer }
        let isNegative = text.hasPrefix("-")
        let digits = text.drop { $0 == "-" || $0 == "+" }
        if digits.lowercased().hasPrefix("0x") {
            return Int(digits.dropFirst(2), radix: 16).map { isNegative ? -$0 : $0 }
        }
        return Double(text).flatMap { Int(exactly: $0) }
    }

    public var flag: Bool? { if case .flag(let flag) = value { flag } else { nil } }
    public var items: [JSONNode]? { if case .array(let items) = value { items } else { nil } }
    public var members: [Member]? { if case .object(let members) = value { members } else { nil } }
    public var isNull: Bool { value == .null }

    /// What kind of value it is, in words.
    public var kind: String {
        switch value {
        case .null: "null"
        case .flag: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
