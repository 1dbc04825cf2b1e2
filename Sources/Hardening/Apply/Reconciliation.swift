/// A change that is taken back in part, because somebody else changed the resource since.
public struct Reconciliation: Hashable, Sendable {
    public let state: State
    /// What is put back, in words.
    public let restored: [String]
    /// What is somebody else's by now, in words.
    public let left: [String]

    public init(_ state: State, restored: [String], left: [String]) {
        self.state = state
        self.restored = restored
        self.left = left
    }

    /// What a person is told.
    var words: String {
        var words = "somebody changed it since, and what is theirs stays"
        if !restored.isEmpty { words += "; put back: " + restored.joined(separator: ", ") }
        if !left.isEmpty { words += "; changed since, and left: " + left.joined(separator: ", ") }
        return words
    }
}
