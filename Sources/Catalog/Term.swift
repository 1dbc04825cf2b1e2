/// A word, and how it is written of several.
public struct Term: Hashable, Sendable {
    public let one: String
    public let many: String

    /// - Parameters:
    ///   - one: such as `control`.
    ///   - many: such as `controls`; where it is left out, `one` with an s.
    public init(_ one: String, many: String? = nil) {
        self.one = one
        self.many = many ?? one + "s"
    }

    /// The form that goes with a number.
    public func form(for number: Int) -> String { number == 1 ? one : many }

    /// Such as `1 control` and `2 controls`.
    public func counted(_ number: Int) -> String { "\(number) \(form(for: number))" }
}
