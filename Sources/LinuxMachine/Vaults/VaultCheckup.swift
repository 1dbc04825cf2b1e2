import Catalog
import Glibc
import Hardening
import Surface
public import Vault

/// What keeps a vault from being safe, or from being opened when it is needed.
public struct VaultCheckup: Sendable {
    public struct Check: Sendable {
        public let what: String
        /// What is wrong, and what to do about it.
        public let fault: String?

        public init(what: String, fault: String? = nil) { (self.what, self.fault) = (what, fault) }
    }

    private let store: VaultStore
    private let asking: KeySourceAsking

    public init(_ store: VaultStore, asking: KeySourceAsking) {
        self.store = store
        self.asking = asking
    }

    /// `more` is asked once the vault is open.
    public func run(more: (Vault) async -> [Check] = { _ in [] }) async -> [Check] {
        var checks = [modes(store.directory, 0o077, "nobody else looks into \(store.directory)")]
        let head: VaultHead
        do { head = try store.head() } catch {
            return checks + [Check(what: "there is a vault", fault: "\(error)")]
        }
        var parts: [SecretBytes] = []
        for source in head.sources {
            let what = "its key can be had from \(source.words)"
            do {
                parts.append(try await KeySources.named(source, asking: asking).part())
                checks.append(Check(what: what, fault: nil))
            } catch { checks.append(Check(what: what, fault: "\(error)")) }
            checks += source.files.map(apart)
        }
        guard parts.count == head.sources.count else { return checks }
        do {
            let vault = try store.open(parts)
            checks.append(Check(what: "it is whole, and no older copy", fault: nil))
            checks.append(lastGood(vault, parts))
            checks += await more(vault)
        } catch { checks.append(Check(what: "it is whole, and no older copy", fault: "\(error)")) }
        return checks
    }

    private func modes(_ path: String, _ forbidden: UInt16, _ what: String) -> Check {
        do {
            switch try LiveSurface().node(path) {
            case .absent: return Check(what: what, fault: "it is not there; first: sudo nacre vault init")
            case .unreadable(let why): return Check(what: what, fault: "\(why)")
            case .found(let status):
                guard status.mode & forbidden == 0 else { return Check(what: what, fault: "chmod 700 \(path)") }
                guard status.owner == geteuid() else {
                    return Check(what: what, fault: "it belongs to the account with the id \(status.owner)")
                }
                return Check(what: what, fault: nil)
            }
        } catch { return Check(what: what, fault: "\(error)") }
    }

    private func apart(_ path: String) -> Check {
        let what = "the key does not lie beside the vault"
        let command = VaultStoreFailure.command("rekey", store.file)
        let fault = "\(path) does: whoever takes one has both; \(command), with one elsewhere"
        return Check(what: what, fault: FileWriter.directory(of: path) == store.directory ? fault : nil)
    }

    /// Where it was written once there is no copy from before.
    private func lastGood(_ vault: Vault, _ parts: [SecretBytes]) -> Check {
        let what = "the copy from before the last change is whole"
        guard vault.epoch > 1 else { return Check(what: "nothing was changed yet", fault: nil) }
        do {
            _ = try store.lastGoodVault(parts)
            return Check(what: what, fault: nil)
        } catch .vault(.wrongKey, _) {
            return Check(what: "the copy from before the last change has another key", fault: nil)
        } catch { return Check(what: what, fault: "\(error)") }
    }
}
