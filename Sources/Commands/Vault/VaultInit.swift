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

            \(VaultStatus.plain)
            """
    )

    @OptionGroup var choice: VaultChoice
    @OptionGroup var keys: KeyChoice

    func run() async throws {
        let store = try choice.store(for: "init")
        try explained { () throws(VaultStoreFailure) in try store.requireNone() }
        let sources = try await keys.make(choice, vault: store.directory)
        let vault: Vault
        do { vault = try Vault(keptBy: sources.map(\.source), parts: sources.map(\.part)) } catch {
            throw VaultRefusal(error)
        }
        try explained { () throws(VaultStoreFailure) in try store.create(vault, now: VaultChoice.now) }
        // What a machine seals opens there alone.
        let advice =
            sources.contains { $0.source.kind == SystemdCredential.kind }
            ? "a part of it opens on this machine alone and has no copy, so that the values have to be kept where they came from."
            : "keep a copy of it where this server is not."
        try FileOutput.print(
            """
            \(store.file) is made. Its key is kept by \(sources.map(\.source.words).joined(separator: " and ")).
            Without that key nothing in the vault can be read again: \(advice)

            \(Self.next(choice))
            """
        )
    }

    /// What there is to do with a vault that is empty.
    static func next(_ choice: VaultChoice) -> String {
        let hand =
            "Put a key in by hand, and see what is in it:\n    \(choice.hint("set models/openai"))\n    \(choice.hint("list"))\n"
        guard choice.isStandard else { return "Next:\n" + hand }
        return
            "Next:\nSee which keys of an OpenClaw would go in, and move them:\n    sudo nacre secrets migrate --dry-run\n"
            + "    sudo nacre secrets migrate\n" + hand
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
            "Have systemd seal the key to this machine: by its TPM 2.0 (tpm2), by a key on its disk (host), by both "
                + "(host+tpm2), or by what is there (auto).",
            valueName: "binding"
        )
    )
    var systemd: String?

    @OptionGroup(title: "A key on a server") var bao: BaoChoice
    @OptionGroup(title: "A key in a cloud") var cloud: CloudChoice

    init() {}

    /// The sources, made, and what each gives.
    ///
    /// Nothing is made where `objection` says why these sources would not do.
    func make(
        _ choice: VaultChoice,
        vault directory: String,
        unless objection: ([KeySource]) -> String? = { _ in nil }
    ) async throws -> [(source: KeySource, part: SecretBytes)] {
        do {
            var sources = try named(choice, vault: directory)
            if let objection = objection(sources.map(\.source)) { throw VaultRefusal(objection) }
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

    /// What was asked for, none of it made.
    private func named(_ choice: VaultChoice, vault directory: String) throws -> [any MasterKeySource] {
        var sources: [any MasterKeySource] = []
        let isNothingNamed = !passphrase && systemd == nil && !bao.isNamed && !cloud.isNamed
        if let path = keyFile ?? (isNothingNamed && choice.isStandard ? KeyFile.standard : nil) {
            try requireApart(path, directory)
            sources.append(try KeyFile(path))
        }
        if passphrase { sources.append(try Passphrase(choice.asking)) }
        if let systemd { sources.append(try SystemdCredential(bindingTo: systemd, asking: choice.asking)) }
        for file in bao.files { try requireApart(file, directory) }
        sources += try bao.sources(choice.asking) + cloud.sources(choice.asking)
        guard !sources.isEmpty else {
            throw ConfigurationError(
                "say where the key is kept: --key-file, --passphrase, --systemd, --kv, --transit, --aws, --google or --azure"
            )
        }
        return sources
    }

    private func requireApart(_ path: String, _ directory: String) throws {
        guard !path.hasPrefix(directory + "/") else {
            throw VaultRefusal("\(path) lies beside the vault: whoever takes one has both")
        }
    }
}
