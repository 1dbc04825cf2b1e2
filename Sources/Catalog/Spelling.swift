/// Finds what somebody probably meant.
public enum Spelling {
    /// At most three candidates that are near the text or contain it, the nearest first.
    public static func nearest(to text: String, among candidates: [String]) -> [String] {
        let wanted = Array(text.prefix(80).lowercased())
        guard !wanted.isEmpty else { return [] }
        return candidates.compactMap { candidate -> (distance: Int, name: String)? in
            let name = Array(candidate.lowercased())
            let distance = distance(wanted, name)
            let isPart = wanted.count >= 3 && candidate.lowercased().contains(String(wanted))
            guard isPart || distance <= max(2, name.count / 4) else { return nil }
            return (isPart ? min(distance, 1) : distance, candidate)
        }
        .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        .prefix(3).map(\.name)
    }

    /// Levenshtein's distance.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (character == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
