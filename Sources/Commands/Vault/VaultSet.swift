import ArgumentParser
import LinuxMachine
import Vault

struct VaultSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Put a value in, from standard input or a prompt.",
        discussion: """
            What was there before is kept as the previous version, which nacre vault get --version gives back.

            printf %s "$KEY" | sudo nacre vault set models/openai

            \(VaultStatus.plain)
            """
    )

    @Argument(help: "What the secret is called: letters, digits and / _ . -")
    var name: String

    @Option(help: "What it is for, such as model-key, gateway-token or channel-token.")
    var purpose: String?

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let name = try SecretName.typed(name)
        if let purpose, purpose.isEmpty || purpose.contains(where: \.isNewline) {
            throw ConfigurationError("--purpose is one line of text")
        }
        let value = try SecretInput.value(of: name)
        let (old, new) = try await choice.change(for: "set") { vault in
            let old = vault.secrets[name]?.current?.number
            return (old, try vault.set(name, to: value, purpose: purpose, now: VaultChoice.now))
        }
        let said =
            old == new
            ? "\(name) holds that value already (version \(new)); nothing was changed."
            : old == nil
                ? "\(name) is in the vault."
                : "\(name) is version \(new) now; version \(old ?? 0) is kept as the previous one."
        try FileOutput.print(ToldLines.text(said) + "\n" + (old == new ? "" : try DeliveryWords.reminder(name, choice)))
    }
}
