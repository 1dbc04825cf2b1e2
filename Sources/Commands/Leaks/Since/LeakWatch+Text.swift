import Detection
import Leaks
import LinuxMachine
import Reports

extension LeakWatch {
    /// Places of one value that are shown.
    private static let mostPlaces = 20
    /// Commands of one kind that are shown.
    private static let mostCommands = 5

    /// What came of a look, without a secret.
    func text(_ outcome: Outcome) -> String { known.masked(plainText(outcome)) }

    private func plainText(_ outcome: Outcome) -> String {
        let shown = Sanitizer.leaks
        var text = ""
        if known.values != nil {
            let vault = LeakReport.count(known.vault.count, "value") + " of the vault"
            let since = outcome.since.map { "what was written since \(Timestamp($0).human)" } ?? "all that is"
            text +=
                "Looked for \(vault) and \(configured.count) of configurations in \(since) in the places of OpenClaw, "
                + "in histories of shells and in the journal: "
                + "\(LeakReport.count(outcome.files, "file")) (\(outcome.bytes >> 20) MiB with the journal).\n"
        }
        for (fingerprint, leaks) in outcome.found {
            text += "\n\(shown.line(words(fingerprint))), fingerprint \(fingerprint), lies in:\n"
            for leak in leaks.prefix(Self.mostPlaces) {
                let form = leak.form == .plain ? "" : " (\(leak.form.rawValue))"
                let readers = LeakReaders(of: leak.place.source).map { ", \($0.words)" } ?? ""
                text += "    \(shown.line(leak.place.words))\(form)\(readers)\n"
            }
            if leaks.count > Self.mostPlaces { text += "    and \(leaks.count - Self.mostPlaces) more places\n" }
        }
        text += Self.list("Not looked at:", outcome.gaps)
        text += Self.list("Not looked at, as was told before:", outcome.oldGaps)
        for note in outcome.notes { text += shown.line(note.prefix(1).uppercased() + note.dropFirst()) + ".\n" }
        if outcome.allowed > 0 {
            text += "\(LeakReport.count(outcome.allowed, "place")) of allowed values: sudo nacre leaks --allowed\n"
        }
        if outcome.found.isEmpty {
            if known.values != nil {
                text += "None of them was found there where it should not be. Elsewhere: sudo nacre leaks /\n"
            }
            return text
        }
        return text + next(outcome.found.map(\.fingerprint))
    }

    /// What there is to do about each, ready to be copied.
    private func next(_ found: [String]) -> String {
        let inForce = found.compactMap { fingerprint -> String? in
            guard known.vault.contains(fingerprint), let secret = known.secrets[fingerprint] else { return nil }
            return secret.isInForce ? secret.name : nil
        }
        func commands(_ all: [String]) -> String {
            let more = all.count > Self.mostCommands ? "    and so for \(all.count - Self.mostCommands) more\n" : ""
            return all.prefix(Self.mostCommands).map { "    \(Sanitizer.leaks.line($0))\n" }.joined() + more
        }
        var text = "\nTold until it lies there no longer.\n"
        text +=
            inForce.isEmpty
            ? "" : "Give it a new value:\n" + commands(inForce.map { "sudo nacre vault compromised \($0)" })
        text += "Take the old one out:\n" + commands(["sudo nacre leaks --openclaw --history --redact"])
        let allowing = found.map { "sudo nacre leaks --allow \($0) --reason \"…\"" }
        return text + "What may lie there:\n" + commands(allowing)
    }

    private func words(_ fingerprint: String) -> String {
        guard let secret = known.secrets[fingerprint] else { return "A value" }
        guard known.vault.contains(fingerprint) else { return "In force: \(secret.name)" }
        return secret.isInForce
            ? "In force: \(secret.name) of the vault" : "Old: what \(secret.name) of the vault was before"
    }

    private static func list(_ title: String, _ gaps: [Omission]) -> String {
        guard !gaps.isEmpty else { return "" }
        let lines = gaps.prefix(50).map { gap in
            "    \(Sanitizer.leaks.line(gap.place)): \(Sanitizer.leaks.line(gap.why))\n"
        }
        return title + "\n" + lines.joined() + (gaps.count > 50 ? "    and \(gaps.count - 50) more\n" : "")
    }
}
