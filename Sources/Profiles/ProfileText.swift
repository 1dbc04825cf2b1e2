import Documents
public import Hardening

extension Profile {
    /// A file that can be loaded again, with what each value means as comments.
    ///
    /// What the profile's author wrote goes through `shown`.
    public func text(_ shown: (String) -> String) -> String {
        var lines = ["# " + shown("\(name): \(summary)"), "extends: \(base)"]
        var section = ""
        for key in ProfileKey.all {
            if key.section != section {
                section = key.section
                lines += ["", "\(section):"]
            }
            lines.append("  # \(key.words): \(key.kind). From: \(key.source)")
            lines.append("  \(key.name): \(shown(key.show(self)))")
        }
        guard !accepted.isEmpty else { return lines.joined(separator: "\n") + "\n" }
        lines += [
            "", "# What is lived with; anything else that is found there counts: nacre accept --list", "accepted:",
        ]
        for (control, one) in accepted.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(YAMLValue.text(shown(control)).flow):")
            lines.append("    reason: \(shown(YAMLValue.text(one.reason).flow))")
            if let until = one.until { lines.append("    until: \"\(until)\"") }
            let seen = one.seen.sorted().map { YAMLValue.text(shown($0)) }
            lines.append("    seen: \(YAMLValue.list(seen).flow)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
