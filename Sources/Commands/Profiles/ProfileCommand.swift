import ArgumentParser
import Hardening

struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Show the values that controls are held to.",
        subcommands: [Show.self]
    )

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a profile's values and where they come from.")

        @Argument(
            help: ArgumentHelp(
                "A built-in profile or a YAML file; without, the one that every command follows on this server.",
                valueName: "name|file"
            ),
            completion: .file(extensions: ["yaml", "yml"])
        )
        var name: String?

        func run() throws {
            let profile = try ProfileChoice.profile(name ?? ProfileChoice.ownName)
            try FileOutput.print(Self.text(profile))
        }

        /// A file that could be loaded again, with what each value means as comments.
        static func text(_ profile: Profile) -> String {
            let base = Profile.builtIn.first { profile.summary.hasPrefix($0.summary) } ?? .standalone
            var lines = ["# " + Cleaner.report.line("\(profile.name): \(profile.summary)"), "extends: \(base.name)"]
            var section = ""
            for key in ProfileKey.all {
                if key.section != section {
                    section = key.section
                    lines += ["", "\(section):"]
                }
                lines.append("  # \(key.words): \(key.kind). From: \(key.source)")
                lines.append("  \(key.name): \(Cleaner.report.line(key.show(profile)))")
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }
}
