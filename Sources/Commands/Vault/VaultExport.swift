import ArgumentParser
import Documents
import Glibc
import LinuxMachine
import Surface
import Vault

struct VaultExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write secrets as lines of an environment file.",
        discussion: """
            sudo nacre vault export --env OPENAI_API_KEY=models/openai >/run/openclaw/env

            A file with keys in it is the weaker way: whoever reads the file has them. nacre vault run needs none.

            \(VaultStatus.plain)
            """
    )

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp("A variable, and the secret that it holds; may be repeated.", valueName: "VARIABLE=NAME")
    )
    var variables: [String] = []

    @OptionGroup var choice: VaultChoice

    func validate() throws {
        guard !variables.isEmpty else { throw ValidationError("Say which secrets: --env VARIABLE=NAME.") }
    }

    func run() async throws {
        let wanted = try variables.map { try VariableOfSecret($0) }
        guard isatty(STDOUT_FILENO) == 0 else {
            throw ConfigurationError("standard output is a terminal, where the values would stay to be read")
        }
        let vault = try await choice.open(for: "export")
        var lines = ""
        for one in wanted {
            try choice.require(one.secret, in: vault)
            do {
                lines += try EnvironmentLine.text(one.variable, try vault.value(one.secret).exposed) + "\n"
            } catch let failure as VaultFailure {
                throw VaultRefusal(failure)
            } catch let failure as VaultStoreFailure {
                throw VaultRefusal(failure)
            }
        }
        try FileOutput.print(lines)
    }
}

struct VaultImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Put every variable of an environment file in.",
        discussion: """
            Each becomes a secret of the variable's name. The file is left as it is: it still holds the keys.

            \(VaultStatus.plain)
            """
    )

    @Argument(help: "The file, such as .env, read as OpenClaw reads it.")
    var file: String

    @Option(help: "What stands before each name, such as env/.")
    var prefix: String = ""

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let text: String
        switch FileInput.text(file, limit: 1 << 20) {
        case .absent: throw ConfigurationError("\(file) is not there")
        case .unreadable(let why): throw ConfigurationError("\(file): \(why)")
        case .found(let content): text = content
        }
        let values = DotenvFile(text).values.filter { !$0.value.isEmpty }
        guard !values.isEmpty else { throw ConfigurationError("\(file) sets no variable") }
        let wanted = try values.sorted { $0.key < $1.key }.map { (try SecretName.typed(prefix + $0.key), $0.value) }
        try await choice.change(for: "import") { vault in
            if let there = wanted.first(where: { vault.secrets[$0.0] != nil })?.0 {
                throw VaultRefusal(
                    "\(there) is in the vault already; take another --prefix, or remove it. Nothing was changed"
                )
            }
            for (name, value) in wanted { try vault.set(name, to: SecretBytes(value.utf8), now: VaultChoice.now) }
        }
        try FileOutput.print(
            "\(wanted.count == 1 ? "1 secret is" : "\(wanted.count) secrets are") in the vault now. \(file) still holds them as well.\n"
        )
    }
}
