/// What a field's value must be, as the function that makes it so.
///
/// Idempotent, and only ever tightens: a value that already satisfies it comes back unchanged.
public struct Constraint: Sendable {
    /// Completes the sentence "the field …", such as `is at most 3`.
    public let words: String
    /// The one value that will do, where there is one: it then is told with the field.
    private let value: Value?
    public let amend: @Sendable (Value) -> Value

    public init(_ words: String, amend: @escaping @Sendable (Value) -> Value) {
        self.init(words, value: nil, amend: amend)
    }

    private init(_ words: String, value: Value?, amend: @escaping @Sendable (Value) -> Value) {
        self.words = words
        self.value = value
        self.amend = amend
    }

    /// What must be true of the field, such as `authentication attempts is at most 3` or `no X11 forwarding`.
    public func summary(of field: Field) -> String { value.map(field.phrase) ?? "\(field) \(words)" }

    public static func `is`(_ wanted: Value) -> Self {
        Self("\(wanted)", value: wanted) { _ in wanted }
    }

    /// Any of these will do; the first is what an amendment chooses.
    public static func isOne(of first: Value, _ others: Value...) -> Self {
        Self("is " + ([first] + others).map(\.description).joined(separator: " or ")) { value in
            others.contains(value) ? value : first
        }
    }

    /// The value is none of these, and where it is, it becomes `wanted`.
    public static func isNone(of forbidden: Value..., otherwise wanted: Value) -> Self {
        let list = forbidden.map(\.description).joined(separator: ", ")
        return Self("is not \(list)") { forbidden.contains($0) ? wanted : $0 }
    }

    public static func atMost(_ bound: Int) -> Self {
        Self("is at most \(bound)") { value in
            if case .number(let number) = value { .number(min(number, bound)) } else { .number(bound) }
        }
    }

    public static func atLeast(_ bound: Int) -> Self {
        Self("is at least \(bound)") { value in
            if case .number(let number) = value { .number(max(number, bound)) } else { .number(bound) }
        }
    }

    public static func within(_ range: ClosedRange<Int>) -> Self {
        Self("is from \(range.lowerBound) to \(range.upperBound)") { value in
            guard case .number(let number) = value else { return .number(range.upperBound) }
            return .number(min(max(number, range.lowerBound), range.upperBound))
        }
    }

    /// The list holds none of these items.
    public static func excludes(_ items: [String]) -> Self {
        Self("has none of \(items.joined(separator: ", "))") { value in
            guard case .list(let present) = value else { return value }
            return .list(present.filter { !items.contains($0) })
        }
    }

    /// The list holds all of these items.
    public static func includes(_ items: [String]) -> Self {
        Self("has \(items.joined(separator: ", "))") { value in
            guard case .list(let present) = value else { return .list(items) }
            return .list(present + items.filter { !present.contains($0) })
        }
    }

    /// The permission bits grant nothing outside `mask`.
    public static func modeWithin(_ mask: UInt16) -> Self {
        Self("is at most 0\(String(mask, radix: 8))") { value in
            guard case .mode(let mode) = value else { return value }
            return .mode(mode & mask)
        }
    }
}
