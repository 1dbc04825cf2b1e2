import ArgumentParser
import LinuxMachine
import Observers
import Surface
import Vault

struct VaultRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a secret out, with all its versions.",
        discussion: """
            What is delivered somewhere, or that a setting of an OpenClaw refers to, is not taken out: the gateway would be \
            without it from its next start on.

            \(VaultStatus.plain)
            """
    )

    @Argument(help: "What the secret is called.")
    var name: String

    @Flag(help: "Take it out although settings refer to it.")
    var force = false

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let name = try SecretName.typed(name)
        if choice.isStandard, !force { try await requireUnused(name) }
        let left = choice.isStandard ? try DeliveriesFile.deliveries().first { $0.secret == name } : nil
        if let left {
            throw VaultRefusal(
                "\(name) is delivered to \(left.words); first take it away from everywhere: sudo nacre vault deliver \(name) --withdraw"
            )
        }
        try await choice.change(for: "remove") { vault in
            try choice.require(name, in: vault)
            try vault.remove(name)
        }
        try FileOutput.print(
            "\(name) is no longer in the vault. The copy from before this change still holds it, until the next one.\n"
        )
    }
}

extension VaultRemove {
    /// - Throws: where a setting refers to it, or that is not known.
    private func requireUnused(_ name: SecretName) async throws {
        let clients = try EnrolledFile.clients()
        guard clients.contains(where: { $0.secrets.contains(name) }) else { return }
        let all: [SecretReferences]
        switch await Observer(try LiveSurface()).secretReferences() {
        case .absent: return
        case .found(let found): all = found
        case .unreadable(let why):
            throw VaultRefusal(
                "whether a setting refers to \(name) is not known: \(why). All the same: sudo nacre vault remove \(name) --force"
            )
        }
        let users = SecretConsumer.all(of: name, among: clients, all).filter { !$0.settings.isEmpty }
        guard let user = users.first else { return }
        let settings = user.settings.map(\.text).joined(separator: ", ")
        throw VaultRefusal(
            "\(user.words) asks for \(name) (\(settings)), and would be without it from its next start on. For another value: sudo "
                + "nacre vault rotate \(name). All the same: sudo nacre vault remove \(name) --force"
        )
    }
}

struct VaultRekey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey",
        abstract: "Give the vault another key.",
        discussion: """
            The values stay as they are sealed; what they are sealed with is sealed anew. The copy from before the change \
            still opens with the old key, until the next change.

            \(VaultStatus.plain)
            """
    )

    @OptionGroup var choice: VaultChoice
    @OptionGroup var keys: KeyChoice

    func run() async throws {
        let store = try choice.store(for: "rekey")
        let old = try await choice.parts(store)
        _ = try explained { () throws(VaultStoreFailure) in try store.open(old) }
        let clients = choice.isStandard ? try EnrolledFile.clients() : []
        let isNeededAtBoot = try choice.isStandard && DeliveriesFile.deliveries().contains(where: \.isForCompose)
        let sources = try await keys.make(choice, vault: store.directory) { sources in
            clients.isEmpty && !isNeededAtBoot ? nil : VaultService.objection(to: sources)
        }
        try await choice.change(for: "rekey", parts: old) { vault in
            try vault.rekey(to: sources.map(\.source), parts: sources.map(\.part))
        }
        if !clients.isEmpty {
            do { try await VaultService().install() } catch {
                throw VaultRefusal(
                    "the key is another one, but \(VaultService.unit) could not be started anew: \(error)"
                )
            }
        }
        try FileOutput.print(
            "The vault's key is kept by \(sources.map(\.source.words).joined(separator: " and ")) now.\n"
        )
    }
}
