import Leaks
import LinuxMachine

/// Whether secrets that were found are still used, as far as that is known.
struct LeakStanding {
    private let known: [String: KnownSecret]
    /// Where a secret stands that OpenClaw reads, by fingerprint.
    private var configured: [String: String] = [:]

    init(_ leaks: [Leak], _ known: [String: KnownSecret]) {
        self.known = known
        for leak in leaks
        where configured[leak.fingerprint] == nil && (leak.kind == .setting || Self.isRead(leak.place)) {
            configured[leak.fingerprint] = leak.place.words
        }
    }

    /// In words; nothing where nobody knows.
    func words(_ fingerprint: String) -> String? {
        if let known = known[fingerprint] {
            if known.isInForce { return "in force: \(known.name) of the vault" }
            let before = "what \(known.name) of the vault was before"
            return configured[fingerprint].map { "in force: it stands in \($0); it is \(before)" } ?? "old: \(before)"
        }
        return configured[fingerprint].map { "in force: it stands in \($0)" }
    }

    /// What the vault calls it, if it is a value of the vault that is in force.
    func vaultName(inForce fingerprint: String) -> String? {
        known[fingerprint].flatMap { $0.isInForce ? $0.name : nil }
    }

    /// The state as programs read it.
    func state(_ fingerprint: String) -> String {
        if configured[fingerprint] != nil { return "in-force" }
        return known[fingerprint].map { $0.isInForce ? "in-force" : "old" } ?? "unknown"
    }

    /// Whether OpenClaw reads what stands there as its own.
    private static func isRead(_ place: LeakPlace) -> Bool {
        let parts = place.source.split(separator: "/")
        guard let name = parts.last else { return false }
        let directory = place.source.dropLast(name.count)
        switch name {
        case "openclaw.json", "auth-profiles.json": return place.inside.isEmpty
        case ".env": return place.inside.isEmpty && LeakHunt.exists("\(directory)openclaw.json")
        default:
            let tables = ["table auth_profile_store", "table config_machine_state", "table secret_store_entries"]
            return tables.contains { place.inside.first?.hasPrefix($0) == true }
        }
    }
}
