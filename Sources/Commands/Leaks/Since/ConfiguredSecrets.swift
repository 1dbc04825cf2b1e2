import Hardening
import Leaks
import LinuxMachine
import Observers
import Vault

/// Where values stand that are used: there they are at home, and lie about everywhere else.
struct SecretHomes {
    /// Files that hold a value, and copies that OpenClaw itself makes of them.
    private(set) var files: Set<String> = []
    private(set) var copies: Set<String> = []
    /// Databases, with the table that has it.
    private(set) var tables: [String: Set<String>] = [:]

    mutating func add(_ key: PlainKey, copies others: [String]) {
        if let row = key.row { tables[row.database, default: []].insert(row.table) } else { files.insert(key.file) }
        files.formUnion(key.sources.map(\.file))
        copies.formUnion(others)
    }

    mutating func add(file: String) { files.insert(file) }

    /// Whether a place is one of them; the copies count where `withCopies`.
    func include(_ source: String, _ inside: [String], withCopies: Bool) -> Bool {
        let inner = inside.first ?? ""
        if files.contains(source) { return inside.isEmpty }
        for (database, names) in tables where ["", "-wal", "-journal"].contains(where: { source == database + $0 }) {
            // Pages of it hold what its tables hold.
            if inner.isEmpty || inner.hasPrefix("page ") { return true }
            if names.contains(where: { inner.hasPrefix("table \($0),") }) { return true }
        }
        return withCopies && (copies.contains(source) || files.contains { KeysObserver.isCopy(source, of: $0) })
    }
}

/// Values that configurations of OpenClaw hold in clear, to be looked for elsewhere.
struct ConfiguredSecrets {
    /// A shorter one may be a word that stands anywhere.
    static let shortest = 12

    private(set) var homes: [String: SecretHomes] = [:]
    private(set) var count = 0
    private(set) var short = 0

    /// Adds them to what is looked for.
    mutating func take(_ all: [InstallationKeys], into known: inout KnownSecrets, _ fingerprints: LeakFingerprints) {
        for installation in all {
            for why in installation.doubts {
                known.leaveOut(installation.installation, "not all of its keys could be read, and looked for: \(why)")
            }
            for key in installation.keys where !key.value.isEmpty {
                guard key.value.utf8.count >= Self.shortest else {
                    short += 1
                    continue
                }
                let value = SecretBytes(Array(key.value.utf8))
                let fingerprint = fingerprints.text(of: value.exposed)
                if known.secrets[fingerprint]?.isInForce != true {
                    count += 1
                    let name = "\(key.words), which stands in \(key.sources.first?.file ?? key.file)"
                    known.add(value, KnownSecret(name, isInForce: true), fingerprints, isVaults: false)
                }
                homes[fingerprint, default: SecretHomes()].add(key, copies: installation.copies)
            }
        }
    }

    /// The lines that secrets of the vault are delivered to are their homes.
    mutating func take(_ deliveries: [SecretDelivery], among known: KnownSecrets) {
        for delivery in deliveries {
            guard case .environment(let file, _) = delivery.place else { continue }
            for (fingerprint, secret) in known.secrets where secret.name == delivery.secret.text {
                homes[fingerprint, default: SecretHomes()].add(file: file)
            }
        }
    }
}
