import Documents
import Leaks

/// What was found in the rows of a database, so that it is not told again where the row lies in the file.
final class LeakRows {
    /// More are not kept; what is then told twice is no harm.
    private static let most = 100_000
    private var fingerprints: Set<String> = []
    /// The tables, once all were looked at.
    var sweep: SQLiteSweep?

    /// What is to be told of a find; nothing where it was told already.
    func told(_ leak: Leak) -> Leak? {
        guard sweep != nil else {
            if fingerprints.count < Self.most { fingerprints.insert(leak.fingerprint) }
            return leak
        }
        guard leak.place.inside.isEmpty, let size = sweep?.pageSize, let isLive = sweep?.isLive(leak.place.offset)
        else {
            return leak
        }
        if isLive, fingerprints.contains(leak.fingerprint) { return nil }
        let words = "page \(leak.place.offset / size + 1)" + (isLive ? "" : ", deleted")
        return leak.lying(
            at: LeakPlace(leak.place.source, inside: [words], line: nil, offset: leak.place.offset)
        )
    }
}
