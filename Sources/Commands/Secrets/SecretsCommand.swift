import ArgumentParser

struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets",
        abstract: "Move the keys of an OpenClaw into the vault, and leave references.",
        subcommands: [SecretsList.self, SecretsMigrate.self]
    )
}
