/// A value of a YAML document without place or spelling; keys have no order.
public indirect enum YAMLValue: Hashable, Sendable {
    case null
    case flag(Bool)
    case number(Int)
    /// A number with a fraction, which some readers want without quotation marks.
    case thousandths(Int)
    case text(String)
    case list([YAMLValue])
    case map([String: YAMLValue])
}

extension YAMLValue {
    /// What a node says.
    public init(_ node: YAMLNode) {
        switch node.value {
        case .null: self = .null
        case .flag(let flag): self = .flag(flag)
        case .number(let number): self = .number(number)
        case .text(let text): self = .text(text)
        case .list(let items): self = .list(items.map { YAMLValue($0) })
        case .map(let entries): self = .map(Dictionary(entries.map { ($0.key, YAMLValue($0.value)) }) { $1 })
        }
    }

    /// The value with another one at the path; none where the path does not lead there.
    ///
    /// Maps on the way are made where they are missing. Without a value, what is there is taken away.
    func replacing(_ path: ArraySlice<JSONPathComponent>, with value: YAMLValue?) -> YAMLValue? {
        guard let first = path.first else { return value }
        let rest = path.dropFirst()
        switch (first, self) {
        case (.key(let key), .map(var entries)):
            if rest.isEmpty {
                entries[key] = value
            } else {
                guard let inner = (entries[key] ?? .null).replacing(rest, with: value) else { return nil }
                entries[key] = inner
            }
            return .map(entries)
        case (.key, .null): return YAMLValue.map([:]).replacing(path, with: value)
        case (.index(let index), .list(var items)) where items.indices.contains(index):
            guard rest.isEmpty else {
                guard let inner = items[index].replacing(rest, with: value) else { return nil }
                items[index] = inner
                return .list(items)
            }
            if let value { items[index] = value } else { items.remove(at: index) }
            return .list(items)
        default: return nil
        }
    }

    /// On one line, as every YAML parser reads it: JSON, but for texts that are plain without doubt.
    public var flow: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): String(number)
        case .thousandths(let number): Self.decimal(number)
        case .text(let text): Self.isPlain(text) ? text : Self.quoted(text)
        case .list(let items): "[" + items.map(\.flow).joined(separator: ", ") + "]"
        case .map(let entries):
            "{" + entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.flow)" }.joined(separator: ", ") + "}"
        }
    }

    /// The value as it is read again, where a number with a fraction is a text.
    var asRead: YAMLValue {
        switch self {
        case .thousandths(let number):
            number.isMultiple(of: 1000) ? .number(number / 1000) : .text(Self.decimal(number))
        case .list(let items): .list(items.map(\.asRead))
        case .map(let entries): .map(entries.mapValues(\.asRead))
        case .null, .flag, .number, .text: self
        }
    }

    /// Without zeros at its end.
    private static func decimal(_ thousandths: Int) -> String {
        var digits = String(1000 + thousandths % 1000).dropFirst()
        while digits.hasSuffix("0") { digits = digits.dropLast() }
        return digits.isEmpty ? "\(thousandths / 1000)" : "\(thousandths / 1000).\(digits)"
    }

    /// Letters first, and nothing that YAML 1.1 or 1.2 takes for something else.
    private static func isPlain(_ text: String) -> Bool {
        let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        guard let first = text.utf8.first, (0x41...0x7a).contains(first), !words.contains(text.lowercased()) else {
            return false
        }
        return text.utf8.allSatisfy {
            (0x61...0x7a).contains($0) || (0x41...0x5a).contains($0) || (0x30...0x39).contains($0)
                || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0)
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f || (0x80..<0xa0).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count < 2 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension YAMLValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    public init(integerLiteral value: Int) { self = .number(value) }
    public init(arrayLiteral elements: YAMLValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, YAMLValue)...) { self = .map(Dictionary(elements) { $1 }) }
}
