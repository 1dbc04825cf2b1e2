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
            help: ArgumentHelp("A built-in profile or a YAML file.", valueName: "name|file"),
            completion: .file(extensions: ["yaml", "yml"])
        )
        var name: String = Profile.standalone.name

        func run() throws {
            let profile = try ProfileChoice.profile(name)
            try FileOutput.print(profile.name + ": " + profile.summary + "\n")
        }
    }
}
