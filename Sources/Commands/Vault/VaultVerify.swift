import ArgumentParser
import LinuxMachine
import Vault

struct VaultVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that every byte is as it was written, and that every value opens.",
        discussion: """
            Exit status: 0 it is whole; 1 it is, and a value does not open; 2 wrong arguments, or not run as root; 3 it could not be \
            opened, because it is damaged, an older copy, or its key is not to be had.
            """
    )

    @Flag(help: "Take this copy of the vault although nothing here knows it, or knows a newer one.")
    var acceptCopy = false

    @Flag(help: "Put back the copy from before the last change, in place of a damaged file.")
    var restore = false

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let store = try choice.store(for: "verify")
        let vault: Vault
        var isNoted = false
        if restore {
            let parts = try await KeySources.parts(ofLastGood: store, choice)
            vault = try explained { () throws(VaultStoreFailure) in
                try store.restore(parts, now: VaultChoice.now, accepting: acceptCopy)
            }
        } else {
            let parts = try await choice.parts(store)
            if acceptCopy {
                vault = try await choice.change(for: "verify", parts: parts, accepting: true) { $0 }
            } else {
                vault = try explained { () throws(VaultStoreFailure) in try store.open(parts) }
                isNoted = try explained { () throws(VaultStoreFailure) in
                    guard try !store.knowsAges(of: vault) else { return false }
                    try store.makeAgesKnown(of: parts)
                    return true
                }
            }
        }
        var broken: [String] = []
        var values = 0
        for (name, secret) in vault.secrets.sorted(by: { $0.key < $1.key }) {
            for version in secret.versions where version.state == .current || version.state == .previous {
                do {
                    _ = try vault.value(name, version: version.number)
                    values += 1
                } catch { broken.append("\(name), version \(version.number): \(error)") }
            }
        }
        for line in broken { FileOutput.writeError("nacre: \(line)\n") }
        guard broken.isEmpty else { throw ExitCode(1) }
        let what = vault.secrets.count == 1 ? "1 secret" : "\(vault.secrets.count) secrets"
        try FileOutput.print(
            (restore ? "The copy from before the last change is back; what that change put in is gone.\n" : "")
                + "\(store.file) is whole: \(what), and each of \(values) values opens.\n"
                + (isNoted ? "Since when each is in force is written down now, for nacre audit.\n" : "")
        )
    }
}

extension KeySources {
    /// What the sources of the copy from before the last change gave.
    static func parts(ofLastGood store: VaultStore, _ choice: VaultChoice) async throws -> [SecretBytes] {
        do { return try await parts(of: try store.headOfLastGood().sources, asking: choice.asking) } catch {
            throw VaultRefusal(error)
        }
    }
}
