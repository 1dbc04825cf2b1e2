/// The outcome of looking: found, not there, or could not look.
public enum Reading<Content: Sendable>: Sendable {
    case found(Content)
    case absent
    case unreadable(String)
}

extension Reading: Equatable where Content: Equatable {}

extension Reading {
    /// What was found; none where it is absent or unreadable.
    public var content: Content? { if case .found(let content) = self { content } else { nil } }

    public func map<Other>(_ transform: (Content) -> Other) -> Reading<Other> {
        switch self {
        case .found(let content): .found(transform(content))
        case .absent: .absent
        case .unreadable(let why): .unreadable(why)
        }
    }
}
