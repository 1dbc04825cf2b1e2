public import Catalog

/// One row of effective state: a thing, what is true of it, and where that was decided.
public struct Record: Hashable, Codable, Sendable {
    /// Names the thing in evidence, such as `root from 203.0.113.7`.
    public var name: String
    public var fields: [Field: Value]
    /// Which thing it is, for code, as the name says it to people.
    ///
    /// Nothing is found by a name. Evidence does not repeat it.
    public var identity: [Field: Value]
    /// Where a field's value was set, for those where a file and line decided it.
    public var origins: [Field: Origin]
    /// Why nothing else is known of the thing, where something kept the observer from looking at it.
    public var doubt: Unknown?

    public init(
        _ name: String,
        _ fields: [Field: Value] = [:],
        identity: [Field: Value] = [:],
        origins: [Field: Origin] = [:],
        doubt: Unknown? = nil
    ) {
        self.name = name
        self.fields = fields
        self.identity = identity
        self.origins = origins
        self.doubt = doubt
    }

    /// The value of a field; one that no observer reported is unknown, not absent.
    public subscript(field: Field) -> Value {
        get { fields[field] ?? identity[field] ?? .unknown(doubt ?? .notObserved("\(field) was not reported")) }
        set { fields[field] = newValue }
    }

    /// Sets a field together with the place that decided it.
    public mutating func set(_ field: Field, _ value: Value, from origin: Origin?) {
        fields[field] = value
        origins[field] = origin
    }
}

/// A place in a file that decided something.
public struct Origin: Hashable, Codable, Sendable {
    public let file: String
    /// Counted from 1; absent where the whole file is meant.
    public let line: Int?

    public init(_ file: String, line: Int? = nil) {
        self.file = file
        self.line = line
    }
}
