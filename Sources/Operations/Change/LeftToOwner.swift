import Catalog
import Hardening

/// What a change left to the accounts whose it is, in words.
enum LeftToOwner {
    static let since = "its owner changed it after it was put"

    /// One line each.
    ///
    /// - Parameters:
    ///   - aside: what was not changed.
    ///   - changed: what was changed, and is otherwise by now.
    ///   - unmet: what therefore does not hold, with the first thing that was seen.
    /// - Returns: what is otherwise than planned, and the controls that still find it.
    static func words(_ aside: [SetAside], _ changed: [Change], _ unmet: [Control.ID: Evidence]) -> [String] {
        let told = Set(aside.flatMap(\.because) + changed.flatMap(\.because))
        return aside.map { "\($0.resource): \($0.why); still drifted: \($0.because.joined(separator: ", "))" }
            + changed.map { "\($0.resource): \(since); still drifted: \($0.because.joined(separator: ", "))" }
            + unmet.sorted { $0.key < $1.key }.filter { !told.contains($0.key) }.map { control, evidence in
                "\(evidence.resource): \(evidence.observed); that is its owner's doing since; still drifted: \(control)"
            }
    }
}
