import Leaks
import LinuxMachine
import Reports

extension LeakReport {
    /// How much was looked at, how much was found, and what to do next.
    func conclusion(_ style: TextStyle) -> String {
        [passing, old, excluded, summary].map { $0.isEmpty ? "" : Self.lines($0, 0, style) }.joined() + next(style)
    }

    private var old: String {
        unchanged == 0
            ? "" : "Not written since the time that was named, and passed over: \(Self.count(unchanged, "file"))."
    }

    private var passing: String {
        guard !passedOver.isEmpty else { return "" }
        let kinds = passedOver.sorted { $0.key < $1.key }.map { kind, count in
            "\(count) \(count == 1 && kind.hasSuffix("s") ? String(kind.dropLast()) : kind)"
        }
        return "Looked at were only names, and where links lead, of \(kinds.joined(separator: ", "))."
    }

    /// What `--exclude` left out; nothing where there was no such pattern.
    var excluded: String {
        guard !exclusion.isEmpty else { return "" }
        let count =
            "\(exclusion.directories == 1 ? "1 directory" : "\(exclusion.directories) directories") and "
            + Self.count(exclusion.files, "file")
        let unused = exclusion.unused.map { Sanitizer.leaks.line($0) }.joined(separator: ", ")
        return "Left out by --exclude: \(count)." + (unused.isEmpty ? "" : " Nothing is meant by: \(unused).")
    }

    private var summary: String {
        let extent = self.extent
        guard !secrets.isEmpty else {
            return "No \(aside.allowed.isEmpty ? "" : "other ")secret was found in \(extent)."
        }
        let finds = secrets.reduce(0) { $0 + $1.places.count }
        return "\(Self.count(secrets.count, "secret")) in \(Self.count(finds, "place")), of \(extent)."
    }

    private var extent: String {
        var parts = others.sorted { $0.key < $1.key }.map { Self.count($0.value, $0.key) }
        if files > 0 || parts.isEmpty { parts.insert(Self.count(files, "file"), at: 0) }
        let size = bytes >> 20 > 0 ? "\(bytes >> 20) MiB" : Self.count(bytes, "byte")
        return "\(parts.joined(separator: ", ")) (\(size))"
    }

    private func next(_ style: TextStyle) -> String {
        guard let first = secrets.first else { return "" }
        let leaks = secrets.flatMap(\.places).map(\.leak)
        var steps: [String] = []
        if leaks.contains(where: { !staged.contains($0.place.source) }) {
            steps.append("revoke what is valid where it was issued")
            let names = Set(secrets.compactMap { standing.vaultName(inForce: $0.fingerprint) }).sorted()
            for name in names.prefix(3) { steps.append("sudo nacre vault compromised \(name)") }
            if names.count > 3 {
                let rest = names.dropFirst(3).prefix(20).joined(separator: ", ")
                let more = names.count > 23 ? " and \(names.count - 23) more" : ""
                steps.append("the same for: \(rest)\(more)")
            }
            if !isRedacted {
                steps.append(
                    "take it out of where it lies; for logs, transcripts and databases:\n\(LeakCommandLine.text("… --redact"))"
                )
            }
        }
        if leaks.contains(where: { staged.contains($0.place.source) }) {
            let files =
                LeakCommandLine.names(leaks.map(\.place.source).filter(staged.contains).map { ":/" + $0 }) ?? "FILE"
            steps.append(
                "take it out of what is staged; once it is committed, it is to be revoked:\ngit reset -- \(files)"
            )
        }
        let allowing = LeakCommandLine.text("--allow \(first.fingerprint) --reason \"…\"")
        steps.append("what is no secret, or may lie there:\n\(allowing)")
        return "Next:\n"
            + steps.enumerated().map { number, step in
                Self.lines(step, lead: "    \(number + 1). ", 7, style)
            }.joined()
    }
}
