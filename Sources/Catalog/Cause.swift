/// One thing that several entries tell of, so that it is read, counted and put right once.
public struct Cause: Identifiable, Hashable, Sendable {
    /// When the cause is there.
    public enum Sign: Hashable, Sendable {
        /// Each of these entries found something, or does not apply; at least one found something.
        case all(Set<String>)
        /// So many of its entries found something.
        case some(Int)
    }

    public let id: String
    /// What is wrong, as a plain sentence without a full stop.
    public let fault: String
    public let sign: Sign
    /// The entries that tell of it, those of the sign among them.
    public let entries: Set<String>

    /// - Parameters:
    ///   - id: lower-case letters and hyphens.
    ///   - fault: what is wrong, as a plain sentence without a full stop.
    ///   - signs: entries that show it when none of them is well.
    ///   - consequences: entries that then tell of nothing new.
    public init(_ id: String, _ fault: String, signs: Set<String>, consequences: Set<String>) {
        self.id = id
        self.fault = fault
        sign = .all(signs)
        entries = signs.union(consequences)
    }

    /// A habit rather than a fault: entries that mostly drift together.
    public init(_ id: String, _ fault: String, atLeast least: Int, of entries: Set<String>) {
        self.id = id
        self.fault = fault
        sign = .some(least)
        self.entries = entries
    }

    /// Whether the verdicts show it.
    func isShown(by verdicts: [String: Finding.Verdict]) -> Bool {
        switch sign {
        case .all(let signs):
            let seen = signs.compactMap { verdicts[$0] }
            return seen.contains(.drifted) && seen.allSatisfy { $0 == .drifted || $0 == .notApplicable }
        case .some(let least):
            return entries.count { verdicts[$0] == .drifted } >= max(2, least)
        }
    }
}
