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
        return lines.joined(separator: "\n") + "\n"
    }
}
