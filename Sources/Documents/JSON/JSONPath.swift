/// One step into a JSON document.
public enum JSONPathComponent: Hashable, Sendable {
    case key(String)
    /// Counted from 0.
    case index(Int)
}

extension JSONPathComponent: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) { self = .key(value) }
    public init(integerLiteral value: Int) { self = .index(value) }

    public var description: String {
        switch self {
        case .key(let key): key
        case .index(let index): "[\(index)]"
        }
    }
}

extension [JSONPathComponent] {
    /// The path as a person writes it, such as `agents.list[0].tools`.
    public var words: String {
        reduce(into: "") { words, component in
            if case .key = component, !words.isEmpty { words += "." }
            words += component.description
        }
    }
}

extension JSONNode {
    /// The value at the end of a path, where there is one.
    public subscript(path: [JSONPathComponent]) -> JSONNode? {
        var node: JSONNode? = self
        for component in path {
            switch component {
            case .key(let key): node = node?[key]
            case .index(let index): node = node?[index]
            }
        }
        return node
    }
}
