import Leaks

extension LeakReport {
    /// How much was looked at, how much was found, and what to do next.
    var conclusion: String { passing + summary + next }

    private var passing: String {
        guard !passedOver.isEmpty else { return "" }
        let kinds = passedOver.sorted { $0.key < $1.key }.map { kind, count in
            "\(count) \(count == 1 && kind.hasSuffix("s") ? String(kind.dropLast()) : kind)"
        }
        return "Passed over, for they hold no bytes of their own: \(kinds.joined(separator: ", ")).\n"
    }

    private var summary: String {
        let extent = "\(Self.count(files, "file")) (\(bytes >> 20) MiB)"
        guard !secrets.isEmpty else {
            return "No \(aside.allowed.isEmpty ? "" : "other ")secret was found in \(extent).\n"
        }
        let finds = secrets.reduce(0) { $0 + $1.places.count }
        return "\(Self.count(secrets.count, "secret")) in \(Self.count(finds, "place")), of \(extent).\n"
    }

    private var next: String {
        guard let first = secrets.first else { return "" }
        let leaks = secrets.flatMap(\.places).map(\.leak)
        var steps: [String] = []
        if leaks.contains(where: { !staged.contains($0.place.source) }) {
            steps.append(
                "revoke what is valid where it was issued; a key of the vault by sudo nacre vault compromised NAME"
            )
            steps.append(
                "take it out of where it lies: nacre leaks … --redact does so for logs, transcripts and databases"
            )
        }
        if leaks.contains(where: { staged.contains($0.place.source) }) {
            steps.append("take it out of what is staged: git reset -- FILE; once it is committed, it is to be revoked")
        }
        steps.append("what is no secret, or may lie there: nacre leaks --allow \(first.fingerprint) --reason \"…\"")
        return "Next:\n" + steps.enumerated().map { "    \($0.offset + 1). \($0.element)\n" }.joined()
    }
}
