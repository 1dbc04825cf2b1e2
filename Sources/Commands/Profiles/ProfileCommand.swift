import ArgumentParser
import Catalog
import Controls
import Hardening
import Profiles
import Reports

struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Show the values that controls are held to.",
        subcommands: [Show.self, Check.self]
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
            try FileOutput.print(profile.text(Sanitizer.report.line))
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether a file is a profile, and what it sets.",
            discussion: "Exit status: 0 it is one; 2 it is none, with the line and column of what is wrong."
        )

        @Argument(
            help: ArgumentHelp("A YAML file.", valueName: "file"),
            completion: .file(extensions: ["yaml", "yml"])
        )
        var file: String

        func run() throws {
            let (profile, ended) = try ProfileChoice.profile(file).dropping(acceptancesBefore: ProfileChoice.today)
            let known = Set(ControlList.controls(for: profile).map(\.id))
            let others = Set(Profile.builtIn.flatMap { ControlList.controls(for: $0) }.map(\.id))
            for id in profile.accepted.keys.sorted() where !known.union(others).contains(id) {
                throw ConfigurationError("\(file): accepted.\(Sanitizer.report.line(id)): there is no such control")
            }
            let base = Profile.builtIn.first { $0.name == profile.base } ?? .standalone
            let own = ProfileKey.all.filter { $0.show(profile) != $0.show(base) }
            var lines = ["\(file) is a profile: \(profile.base) with \(Term("value").counted(own.count)) of its own"]
            lines += own.map { "  \($0.section).\($0.name): \(Sanitizer.report.line($0.show(profile)))" }
            if !profile.accepted.isEmpty {
                lines.append("accepted: \(profile.accepted.keys.sorted().joined(separator: ", "))")
            }
            if !ended.isEmpty { lines.append("accepted until a day that is over: \(ended.joined(separator: ", "))") }
            try FileOutput.print(lines.joined(separator: "\n") + "\n")
        }
    }
}
