public import Catalog

/// The outcome of looking: found, not there, or could not look.
public enum Reading<Content: Sendable>: Sendable {
    case found(Content)
    case absent
    case unreadable(Unknown)
}

extension Reading: Equatable where Content: Equatable {}

extension Reading {
    /// What was found; none where it is absent or unreadable.
    public var content: Content? { if case .found(let content) = self { content } else { nil } }

    /// What was found; nothing where it is absent.
    public func get() throws(Unknown) -> Content? {
        switch self {
        case .found(let content): content
        case .absent: nil
        case .unreadable(let why): throw why
        }
    }

    /// What a look gave that says by throwing that it could not.
    public init(_ look: () async throws(Unknown) -> Content?) async {
        do { self = try await look().map { .found($0) } ?? .absent } catch { self = .unreadable(error) }
    }

    public func map<Other>(_ transform: (Content) -> Other) -> Reading<Other> {
        switch self {
        case .found(let content): .found(transform(content))
        case .absent: .absent
        case .unreadable(let why): .unreadable(why)
        }
    }
}
