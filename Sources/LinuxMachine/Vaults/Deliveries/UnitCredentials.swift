import Catalog
import Glibc
import Hardening
import Surface
import Vault

/// The credentials that a unit of systemd gets from the vault: sealed files, and a drop-in that names them.
struct UnitCredentials {
    let unit: String
    let host: any MutableSurface
    let sealer: CredentialSealer

    private static let store = "/etc/credstore.encrypted"
    private var directory: String { "\(Self.store)/nacre/\(unit)" }
    private var dropIns: String { "/etc/systemd/system/\(unit).d" }
    private var dropIn: String { "\(dropIns)/60-nacre-vault.conf" }

    private func sealed(_ credential: String) -> String { "\(directory)/\(credential)" }
    /// Where the unit's processes have it; a file system of its own, in memory.
    private func running(_ credential: String) -> String { "/run/credentials/\(unit)/\(credential)" }

    /// Names are checked where a delivery is made: none has a sign that systemd reads otherwise.
    private func text(_ credentials: [String]) -> String {
        var text =
            "# Written by nacre vault deliver, and again at each change: what else is in here is lost.\n[Service]\n"
        for name in credentials.sorted() { text += "LoadCredentialEncrypted=\(name):\(sealed(name))\n" }
        return text
    }

    /// Of those that are listed, which are there: a unit does not start whose credential is not.
    private func present(_ listed: [String]) async -> [String] {
        var present: [String] = []
        for name in listed { if case .found = await host.file(sealed(name), limit: 1 << 20) { present.append(name) } }
        return present
    }

    /// Seals the value, unless it is what is sealed already, and has the unit load it; `listed` are all of the unit's.
    func put(_ value: SecretBytes, as name: String, listed: [String]) async throws {
        guard case .state(.unit) = await Systemd(host).unit(unit) else {
            throw VaultStoreFailure.system("systemd knows no unit \(unit) here")
        }
        let isThere = (try? await sealer.open(sealed(name), name))?.equals(value) ?? false
        if !isThere {
            let sealedValue = try await sealer.seal(value, name)
            for directory in [Self.store, "\(Self.store)/nacre", directory] {
                try host.makeDirectoryUnlessThere(directory, .init(mode: 0o700))
            }
            try host.replace(sealed(name), with: .init(sealedValue, mode: 0o600))
        }
        try await load(await present(listed))
    }

    /// The unit is told first: it does not start where a credential that it names is gone.
    func withdraw(_ name: String, listed: [String]) async throws {
        try await load(await present(listed.filter { $0 != name }))
        try host.remove(sealed(name))
        if await host.entries(directory).content?.isEmpty == true { try host.removeEmptyDirectory(directory) }
    }

    private func load(_ credentials: [String]) async throws {
        if credentials.isEmpty {
            try host.remove(dropIn)
            if await host.entries(dropIns).content?.isEmpty == true { try host.removeEmptyDirectory(dropIns) }
        } else {
            try host.makeDirectoryUnlessThere(dropIns, .init(mode: 0o755))
            try host.replace(dropIn, with: .init(Array(text(credentials).utf8), mode: 0o644))
        }
        try await Systemd(host).reload()
    }

    func state(_ name: String, value: SecretBytes, listed: [String]) async -> DeliveryState {
        var state = DeliveryState()
        switch await host.file(sealed(name), limit: 1 << 20) {
        case .absent: state.faults.append("\(sealed(name)) is gone")
        case .unreadable(let why): state.faults.append("\(sealed(name)): \(why)")
        case .found(let content):
            if content.status.mode & 0o077 != 0 || content.status.owner != 0 {
                state.faults.append("\(sealed(name)) is not root's alone")
            }
            do throws(VaultStoreFailure) {
                if try await !sealer.open(sealed(name), name).equals(value) {
                    state.faults.append("\(sealed(name)) holds another value than the vault")
                }
            } catch { state.faults.append("\(sealed(name)) cannot be opened: \(error)") }
        }
        let present = await present(listed)
        if await host.file(dropIn, limit: 1 << 16).content?.bytes != Array(text(present).utf8) {
            state.faults.append("\(dropIn) is not as it was written, or gone")
        }
        await look(name, value, &state)
        return state
    }

    private func look(_ name: String, _ value: SecretBytes, _ state: inout DeliveryState) async {
        let shown: [String: String]
        switch await Systemd(host).show(unit, "LoadState,ActiveState,NeedDaemonReload") {
        case .absent: return state.faults.append("systemd does not run here")
        case .unreadable(let why): return state.faults.append("what systemd knows of \(unit) cannot be told: \(why)")
        case .found(let values): shown = values
        }
        guard shown["LoadState"] == "loaded" else {
            return state.faults.append("systemd cannot load \(unit) (\(shown["LoadState"] ?? "no answer"))")
        }
        if shown["NeedDaemonReload"] == "yes" { state.faults.append("systemd has not read \(unit) again") }
        guard !["inactive", "failed"].contains(shown["ActiveState"]) else { return }
        switch await host.file(running(name), limit: 1 << 20) {
        case .absent: state.stale.append("\(unit) was started without \(name)")
        case .unreadable(let why): state.stale.append("what \(unit) runs with cannot be told: \(why)")
        case .found(let content):
            if !SecretBytes(content.bytes).equals(value) {
                state.stale.append("\(unit) runs with another value of \(name)")
            }
        }
    }

    /// Starts it anew where it runs.
    func restart() async throws {
        guard await Systemd(host).isActive(unit) else { return }
        try await Systemd(host).restart(unit)
    }
}
