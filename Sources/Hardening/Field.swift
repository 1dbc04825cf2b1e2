/// The name of a column in a subject's table.
///
/// Declared as static members in `Facts/`, so that observers and controls cannot disagree about a spelling.
public struct Field: Hashable, Codable, Sendable, CustomStringConvertible {
    public let name: String

    public init(_ name: String) { self.name = name }

    public var description: String { name }
}
