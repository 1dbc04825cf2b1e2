/// What kind of secret a text looks like.
public struct SecretKind: Hashable, Sendable {
    public let name: String

    public init(_ name: String) { self.name = name }
}
