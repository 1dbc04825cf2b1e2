public import ArgumentParser

/// The root command.
public struct Nacre: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "nacre",
        abstract: "Hardens a server that runs OpenClaw, and proves that each layer holds.",
        version: "0.1.0",
        subcommands: [Audit.self],
        defaultSubcommand: nil
    )

    public init() {}
}
