import ArgumentParser
import Glibc
import LinuxMachine
import Vault

struct VaultRotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Put a new value in force, with the old one kept until it is no longer needed.",
        discussion: """
            sudo nacre vault rotate models/openai             the new value from a prompt or standard input
            sudo nacre vault rotate models/openai --finish    the old one is dropped
            sudo nacre vault rotate models/openai --back      the old one is in force again, and the new one dropped

            A gateway takes the new value when it reads its secrets again, and a turn that is under way goes on with the old \
            one: revoke the old key at its provider only when the longest turn is over. A gateway's own token knows no two \
            values at once: everybody who is connected is cut off, and has to know the new one.
            """
    )

    @Argument(help: "What the secret is called.")
    var name: String

    @Flag(help: "Drop the value of before.")
    var finish = false

    @Flag(help: "Put the value of before in force again.")
    var back = false

    @OptionGroup var choice: VaultChoice

    func validate() throws {
        guard !finish || !back else { throw ValidationError("--finish and --back exclude each other.") }
    }

    func run() async throws {
        let name = try SecretName.typed(name)
        if finish {
            try await choice.change(for: "rotate") { vault in
                try Self.requirePrevious(name, in: vault)
                try vault.retirePrevious(name)
            }
            return try FileOutput.print("The value of \(name) from before is dropped; at its provider, revoke it.\n")
        }
        if back {
            try await choice.change(for: "rotate") { vault in
                try Self.requirePrevious(name, in: vault)
                try vault.takeBack(name)
            }
            return try FileOutput.print("\(name) holds again what it held before.\n" + readAgain(name))
        }
        let value = try SecretInput.value(of: name)
        let number = try await choice.change(for: "rotate") { vault in
            guard let old = vault.secrets[name]?.current?.number else {
                throw VaultRefusal("there is no secret \(name) to rotate; first: nacre vault set \(name)")
            }
            let new = try vault.set(name, to: value, now: VaultChoice.now)
            guard new != old else { throw VaultRefusal("\(name) holds that value already; nothing was changed") }
            return new
        }
        try FileOutput.print(
            "\(name) is version \(number) now, and the one before is kept.\n" + readAgain(name)
                + "When that is seen to work, and the longest turn is over: nacre vault rotate \(name) --finish\n"
                + "If it does not work: nacre vault rotate \(name) --back\n"
        )
    }

    private static func requirePrevious(_ name: SecretName, in vault: Vault) throws {
        guard let secret = vault.secrets[name] else { throw VaultFailure.noSuchSecret(name.text) }
        guard secret.versions.contains(where: { $0.state == .previous }) else {
            throw VaultRefusal("no value of \(name) from before is kept")
        }
    }

    /// Who has to read it again, as far as the server's own vault knows.
    private func readAgain(_ name: SecretName) -> String {
        guard choice.isStandard, let clients = try? EnrolledFile.clients() else { return "" }
        let who = clients.filter { $0.secrets.contains(name) }.map(\.name)
        return who.isEmpty
            ? "Nobody is enrolled for it; whoever holds it otherwise has to be given the new one.\n"
            : "Have \(who.joined(separator: ", ")) read it again: openclaw secrets reload, as the gateway's account.\n"
    }
}
