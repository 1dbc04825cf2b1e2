import Controls
import Hardening
import Glibc
import LinuxMachine
import Observers
import Reports
import Surface
import Vault

/// One secret that gets a new value, with all that takes part: the vault, its issuer, and who uses it.
struct SecretRotation {
    let name: SecretName
    let choice: VaultChoice
    let answers: RotationAnswers
    let store: VaultStore
    let notes: RotationNotes
    let vault: Vault
    let consumers: [SecretConsumer]
    /// Where the value is put for programs that cannot ask.
    let deliveries: [SecretDelivery]
    private let parts: [SecretBytes]

    init(_ name: SecretName, _ choice: VaultChoice, _ answers: RotationAnswers) async throws {
        (self.name, self.choice, self.answers) = (name, choice, answers)
        store = try choice.store(for: "rotate")
        parts = try await choice.parts(store)
        let (store, parts) = (store, parts)
        vault = try explained { () throws(VaultStoreFailure) in try store.open(parts) }
        notes = RotationNotes(of: store.directory)
        guard vault.secrets[name]?.current != nil else {
            throw MissingSecret.refusal(name, among: vault.secrets.keys, choice.hint("list"))
        }
        if choice.isStandard, let open = try GenerationStore().unsettled(),
            open.plan.changes.contains(where: { $0.because.contains(KeyMigration.control) })
        {
            throw VaultRefusal(
                "generation \(open.number) moves keys and waits: undone, it would bring the old value back; first: sudo nacre confirm"
            )
        }
        consumers = choice.isStandard ? try await Self.consumers(of: name) : []
        deliveries = choice.isStandard ? try DeliveriesFile.deliveries().filter { $0.secret == name } : []
    }

    private static func consumers(of name: SecretName) async throws -> [SecretConsumer] {
        let clients = try EnrolledFile.clients()
        guard clients.contains(where: { $0.secrets.contains(name) }) else { return [] }
        let gateways: [SecretReferences]
        switch await Observer(try LiveSurface()).secretReferences() {
        case .found(let found): gateways = found
        case .absent: gateways = []
        case .unreadable(let why): throw VaultRefusal("the gateways of this server could not be looked at: \(why)")
        }
        return SecretConsumer.all(of: name, among: clients, gateways)
    }

    var current: StoredSecret.Version? { vault.secrets[name]?.current }
    var previous: StoredSecret.Version? { vault.secrets[name]?.versions.first { $0.state == .previous } }

    func change<Result>(_ work: (inout Vault) throws -> Result) async throws -> Result {
        try await choice.change(for: "rotate", parts: parts, work)
    }

    /// Whether the vault hands the value out, or nobody can tell.
    func mayBeInForce(_ value: SecretBytes) -> Bool {
        guard let held = try? store.open(parts).value(name) else { return true }
        return held.equals(value)
    }

    /// A line for people; names in it are others' to choose.
    static func say(_ text: String) { FileOutput.writeError(ToldLines.text(Sanitizer.report.line(text)) + "\n") }

    // MARK: Who is asked

    /// Asks before everybody who is connected to a gateway is cut off.
    func allowCuttingOff() throws {
        let logins = consumers.filter(\.isLogin)
        guard !logins.isEmpty, !answers.yes else { return }
        let who = logins.map(\.words).joined(separator: ", ")
        try ask(
            "\(name) is what clients of \(who) log in with. The old value ends at once: everybody who is connected is cut off, "
                + "and needs the new one.",
            otherwise: "--yes"
        )
    }

    func ask(_ text: String, otherwise flag: String) throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw VaultRefusal("\(Sanitizer.report.line(text)) Nothing was changed; if that is meant: \(flag)")
        }
        FileOutput.writeError(Sanitizer.report.line(text) + " Go on? [y/N] ")
        guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw VaultRefusal("nothing was changed") }
    }

    func issuer() throws -> (any KeyIssuer)? {
        guard choice.isStandard, let entry = try IssuersFile.entries()[name] else { return nil }
        let key: SecretBytes
        do { key = try vault.value(entry.administrator) } catch {
            throw VaultRefusal("the administrator's key of \(name): \(error)")
        }
        do { return try entry.issuer(key) } catch { throw VaultRefusal("\(error)") }
    }
}

/// The file of issuers, as commands read it.
enum IssuersFile {
    static func entries() throws -> [SecretName: VaultIssuers.Entry] {
        try ProfileChoice.requireRootAlone(VaultIssuers.file)
        switch FileInput.text(VaultIssuers.file, limit: 1 << 20) {
        case .absent: return [:]
        case .unreadable(let why): throw VaultRefusal("cannot read \(VaultIssuers.file): \(why)")
        case .found(let text): return try explained { () throws(VaultStoreFailure) in try VaultIssuers.read(text) }
        }
    }
}
