import ArgumentParser
import Glibc
import LinuxMachine
import SystemPackage
import Vault

struct VaultGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Write a value to standard output.",
        discussion: """
            Byte for byte, without a line break after it. On a terminal it is shown with --reveal alone, and after a question.

            \(VaultStatus.plain)
            """
    )

    @Argument(help: "What the secret is called.")
    var name: String

    @Option(help: "An earlier version, by its number; see nacre vault history.")
    var version: UInt32?

    @Flag(help: "Show it on a terminal.")
    var reveal = false

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let name = try SecretName.typed(name)
        let isTerminal = isatty(STDOUT_FILENO) == 1
        guard !isTerminal || reveal else {
            throw ConfigurationError(
                "standard output is a terminal, where the value would stay to be read; to see it: \(choice.hint("get \(name) --reveal"))"
            )
        }
        let vault = try await choice.open(for: "get")
        try choice.require(name, in: vault)
        let value: SecretBytes
        do { value = try vault.value(name, version: version) } catch { throw VaultRefusal(error) }
        if isTerminal {
            FileOutput.writeError("Show \(name) on this terminal, and in what it keeps of its lines? [y/N] ")
            guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw VaultRefusal("it was not shown") }
        }
        do {
            try unsafe value.withBytes { bytes in _ = try unsafe FileDescriptor.standardOutput.writeAll(bytes) }
            if isTerminal { try FileOutput.print("\n") }
        } catch let error as Errno {
            throw VaultRefusal("cannot write to standard output: \(error)")
        }
    }
}
