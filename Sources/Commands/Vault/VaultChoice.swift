import ArgumentParser
import Glibc
import LinuxMachine
import Vault

/// Which vault, and who has the passphrase where it needs one.
struct VaultChoice: ParsableArguments {
    @Option(help: ArgumentHelp("The directory that the vault lies in.", valueName: "directory"))
    var vault: String = VaultStore.standard

    @Option(
        help: ArgumentHelp(
            "A file that holds the passphrase, for a vault that needs one; else you are asked on the terminal.",
            valueName: "file"
        )
    )
    var passphraseFile: String?

    init() {}

    func validate() throws {
        let parts = vault.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard vault.hasPrefix("/"), parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
            throw ValidationError("--vault \(vault) is not an absolute path without // and . in it.")
        }
    }

    var isStandard: Bool { vault == VaultStore.standard }

    /// A command about this vault, as it is typed.
    func hint(_ command: String) -> String {
        isStandard ? "sudo nacre vault \(command)" : "nacre vault \(command) --vault \(vault)"
    }

    /// The store; only root has the server's own.
    func store(for command: String) throws -> VaultStore {
        guard !isStandard || geteuid() == 0 else {
            throw ConfigurationError("only root can use the server's vault: sudo nacre vault \(command)")
        }
        try explained { () throws(VaultStoreFailure) in try SecretProcess.begin() }
        return isStandard ? VaultStore() : VaultStore(vault, marks: vault + "-marks")
    }

    var asking: KeySourceAsking {
        let file = passphraseFile
        return KeySourceAsking { isNew throws(VaultStoreFailure) in
            if let file { return try SecretInput.passphrase(inFile: file) }
            return try SecretInput.passphrase(isNew: isNew)
        }
    }

    /// What the sources of the vault gave.
    func parts(_ store: VaultStore) async throws -> [SecretBytes] {
        do { return try await KeySources.parts(of: try store.head().sources, asking: asking) } catch {
            throw VaultRefusal(error)
        }
    }

    /// The vault, to be read.
    func open(for command: String) async throws -> Vault {
        let store = try store(for: command)
        let parts = try await parts(store)
        return try explained { () throws(VaultStoreFailure) in try store.open(parts) }
    }

    /// Changes the vault; `known` is what the sources gave, where they were asked.
    @discardableResult
    func change<Result>(
        for command: String,
        parts known: [SecretBytes]? = nil,
        accepting: Bool = false,
        _ work: (inout Vault) throws -> Result
    ) async throws -> Result {
        let store = try store(for: command)
        var given = known
        if given == nil { given = try await parts(store) }
        do {
            return try store.change(given ?? [], now: Self.now, accepting: accepting, work)
        } catch let failure as VaultStoreFailure {
            throw VaultRefusal(failure)
        } catch let failure as VaultFailure {
            throw VaultRefusal(failure)
        }
    }

    static var now: UInt64 { UInt64(max(0, time(nil))) }
}

/// Why something was not done with a vault, for whoever typed it.
struct VaultRefusal: Error, CustomStringConvertible {
    let description: String

    init(_ failure: VaultStoreFailure) { description = failure.description }
    init(_ failure: VaultFailure) { description = failure.description }
    init(_ text: String) { description = text }
}

/// The same, where it fails, for whoever typed it.
func explained<Result>(_ work: () throws(VaultStoreFailure) -> Result) throws(VaultRefusal) -> Result {
    do { return try work() } catch { throw VaultRefusal(error) }
}

extension SecretName {
    /// A name that was typed.
    static func typed(_ text: String) throws -> SecretName {
        do { return try SecretName(text) } catch { throw ConfigurationError("\(text): \(error)") }
    }
}
