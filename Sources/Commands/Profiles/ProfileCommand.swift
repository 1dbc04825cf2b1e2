import ArgumentParser
import Hardening
import Profiles
import Reports

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
            try FileOutput.print(profile.text(Sanitizer.report.line))
        }
    }
}
