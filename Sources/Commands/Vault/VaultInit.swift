import ArgumentParser
import LinuxMachine
import Vault

struct VaultInit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a vault.",
        discussion: """
            Without options its key is a file of its own, \(KeyFile.standard). Several sources together must all be there \
            to open it: --key-file and --passphrase make a vault that neither opens alone.
            """
    )

    @OptionGroup var choice: VaultChoice
    @OptionGroup var keys: KeyChoice

    func run() async throws {
        let store = try choice.store(for: "init")
        let sources = try await keys.make(choice, vault: store.directory)
        let vault: Vault
        do { vault = try Vault(keptBy: sources.map(\.source), parts: sources.map(\.part)) } catch {
            throw VaultRefusal(error)
        }
        try explained { () throws(VaultStoreFailure) in try store.create(vault, now: VaultChoice.now) }
        try FileOutput.print(
            """
            \(store.file) is made. Its key is kept by \(sources.map(\.source.words).joined(separator: " and ")).
            Without that key nothing in the vault can be read again: keep a copy of it where this server is not.

            """
        )
    }
}

/// Where the key of a vault is kept.
struct KeyChoice: ParsableArguments {
    @Option(help: ArgumentHelp("Keep the key in this file; made where it is not there.", valueName: "file"))
    var keyFile: String?

    @Flag(help: "Make the key of a passphrase, which is asked for.")
    var passphrase = false

    @Option(
        help: ArgumentHelp(
            "Have systemd seal the key to this machine: auto, host, tpm2 or host+tpm2.",
            valueName: "binding"
        )
    )
    var systemd: String?

    init() {}

    /// The sources, made, and what each gives.
    func make(
        _ choice: VaultChoice,
        vault directory: String
    ) async throws -> [(source: KeySource, part: SecretBytes)] {
        var sources: [any MasterKeySource] = []
        do {
            let isNothingNamed = !passphrase && systemd == nil
            if let path = keyFile ?? (isNothingNamed && choice.isStandard ? KeyFile.standard : nil) {
                guard !path.hasPrefix(directory + "/") else {
                    throw VaultRefusal("\(path) lies beside the vault: whoever takes one has both")
                }
                sources.append(try KeyFile(path))
            }
            if passphrase { sources.append(try Passphrase(choice.asking)) }
            if let systemd { sources.append(try SystemdCredential(bindingTo: systemd)) }
            guard !sources.isEmpty else {
                throw ConfigurationError("say where the key is kept: --key-file, --passphrase or --systemd")
            }
            var made: [(source: KeySource, part: SecretBytes)] = []
            for index in sources.indices {
                try await sources[index].make()
                made.append((sources[index].source, try await sources[index].part()))
            }
            return made
        } catch let failure as VaultStoreFailure {
            throw VaultRefusal(failure)
        }
    }
}

extension KeySource {
    /// As a person reads it.
    var words: String {
        switch kind {
        case KeyFile.kind: parameters["path"] ?? kind
        case Passphrase.kind: "a passphrase"
        case SystemdCredential.kind: "systemd, bound to this machine (\(parameters["with-key"] ?? "auto"))"
        default: kind
        }
    }
}
