public import Catalog

/// What one field of a record holds.
///
/// Values are shown to people, so they never hold a secret: observers put its kind and place instead.
public enum Value: Hashable, Codable, Sendable {
    case flag(Bool)
    case number(Int)
    case text(String)
    case list([String])
    /// Permission bits, shown in octal.
    case mode(UInt16)
    /// Known to be not set.
    case unset
    /// Could not be determined, and why.
    case unknown(Unknown)
}

extension Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByArrayLiteral
{
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    public init(integerLiteral value: Int) { self = .number(value) }
    public init(stringLiteral value: String) { self = .text(value) }
    public init(arrayLiteral elements: String...) { self = .list(elements) }
}

extension Value: CustomStringConvertible {
    public var description: String {
        switch self {
        case .flag(let flag): flag ? "yes" : "no"
        case .number(let number): String(number)
        case .text(let text): text.isEmpty ? "\"\"" : text
        case .list(let items): items.isEmpty ? "none" : items.joined(separator: ", ")
        case .mode(let mode): "0" + String(mode, radix: 8)
        case .unset: "not set"
        case .unknown(let why): "unknown: \(why)"
        }
    }
}
