/// A value to be written into a JSON document, without any place or spelling of its own.
public indirect enum JSONValue: Hashable, Sendable {
    case null
    case flag(Bool)
    /// As it is to be written.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order they are to be written; of keys that repeat, the last one counts.
    case object([Member])

    public struct Member: Hashable, Sendable {
        public let key: String
        public let value: JSONValue

        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    public static func integer(_ number: Int) -> Self { .number(String(number)) }
}

extension JSONValue {
    /// What a node says, without where and how it says it.
    public init(_ node: JSONNode) {
        switch node.value {
        case .null: self = .null
        case .flag(let flag): self = .flag(flag)
        case .number(let number): self = .number(number)
        case .string(let text): self = .string(text)
        case .array(let items): self = .array(items.map { JSONValue($0) })
        case .object(let members): self = .object(members.map { Member($0.key, JSONValue($0.value)) })
        }
    }

    /// Whether a parser of the document would hand both out as the same value.
    ///
    /// Keys have no order, the last one of a repeated key counts, and `1`, `1.0` and `0x1` are one number.
    public func means(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.number(let left), .number(let right)): left == right || Self.amount(left) == Self.amount(right)
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.means($1) }
        case (.object(let left), .object(let right)): Self.mean(Self.members(left), Self.members(right))
        default: self == other
        }
    }

    private static func mean(_ left: [String: JSONValue], _ right: [String: JSONValue]) -> Bool {
        left.count == right.count
            && left.allSatisfy { key, value in right[key].map { value.means($0) } ?? false }
    }

    private static func members(_ members: [Member]) -> [String: JSONValue] {
        Dictionary(members.map { ($0.key, $0.value) }) { $1 }
    }

    /// The number as every parser of JavaScript holds it; not a number where it does not fit one.
    private static func amount(_ text: String) -> Double {
        let isNegative = text.hasPrefix("-")
        let digits = text.drop { $0 == "-" || $0 == "+" }
        guard digits.lowercased().hasPrefix("0x") else { return Double(text) ?? .nan }
        let value = Int(digits.dropFirst(2), radix: 16).map { Double($0) } ?? .nan
        return isNegative ? -value : value
    }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
