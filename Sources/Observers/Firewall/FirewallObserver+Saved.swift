import Catalog
import Documents
import Hardening
import Rulesets
import Surface

/// What netfilter-persistent loads, by the plugins that are installed.
extension FirewallObserver {
    private static let plugins = "/usr/share/netfilter-persistent/plugins.d"

    func netfilterPersistent() async -> Record? {
        guard
            var record = await loader(
                "netfilter-persistent",
                unit: "netfilter-persistent.service",
                by: ["/usr/sbin/netfilter-persistent"]
            )
        else {
            return nil
        }
        record[.storesDockerRules] = false
        var loads = false
        for family in AddressFamily.allCases {
            let (path, plugin) =
                family == .ipv4
                ? ("/etc/iptables/rules.v4", "15-ip4tables") : ("/etc/iptables/rules.v6", "25-ip6tables")
            let field: Field = family == .ipv4 ? .storedIPv4Input : .storedIPv6Input
            guard await runs(plugin) else {
                record.set(field, "accepted", from: Origin("\(Self.plugins)/\(plugin)"))
                continue
            }
            loads = true
            switch await surface.text(path, limit: 512 << 10) {
            case .absent: record.set(field, "accepted", from: Origin(path))
            case .unreadable(let why): record[field] = .unknown(why)
            case .found(let text): await read(text, of: path, family, field, &record)
            }
        }
        // Without its plugins it starts, and does nothing.
        if !loads { record.set(.loadsAtBoot, false, from: Origin(Self.plugins)) }
        return record
    }

    /// Whether a plugin is there and run, which run-parts does of what is executable.
    private func runs(_ plugin: String) async -> Bool {
        if case .found(let status) = await surface.status("\(Self.plugins)/\(plugin)") {
            return status.mode & 0o111 != 0
        }
        // A tree may have the list of packages alone.
        guard !surface.isLive, let packages = await packages().content else { return false }
        return packages["iptables-persistent"] != nil
    }

    private func read(
        _ text: String,
        of path: String,
        _ family: AddressFamily,
        _ field: Field,
        _ record: inout Record
    ) async {
        let saved: SavedRules
        do {
            saved = try SavedRules(text, family: family)
        } catch {
            let value: Value = error.isCutOff ? "accepted" : .unknown(.failed("\(path): \(error)"))
            record.set(field, value, from: Origin(path, line: error.position.line))
            return
        }
        let stored = saved.ruleset(.iptablesNFT)
        do throws(Unknown) {
            let sets = await sets()
            if let ruleset = try await trial(ofSaved: path, family, sets: sets) {
                record.set(field, await arriving(ruleset, family), from: Origin(path))
            } else {
                // What is refused is not loaded, and lets everybody in as well.
                let arriving = await arriving(stored, family)
                let why = Unknown.notModeled(
                    "\(path) has what iptables-restore may refuse, and the whole table with it"
                )
                let isSure = saved.isOrdinary || arriving != "dropped"
                record.set(field, isSure ? arriving : .unknown(why), from: Origin(path))
            }
        } catch {
            record.set(field, .unknown(error), from: Origin(path))
        }
        if stored.tables.flatMap(\.chains).contains(where: { $0.name == "DOCKER" && !$0.rules.isEmpty }) {
            record.set(.storesDockerRules, true, from: Origin(path))
        }
    }

    /// The file of sets that ipset-persistent loads before the rules.
    private func sets() async -> String? {
        let path = "/etc/iptables/ipsets"
        guard await runs("10-ipset"), case .found = await surface.status(path) else { return nil }
        return path
    }

    /// What becomes of what no rule names, by rules as they are after a boot.
    func arriving(_ ruleset: Ruleset, _ family: AddressFamily) async -> Value {
        let stored = PacketFilters(family: family, ruleset: ruleset.seen(by: family))
        let found = surface.isLive ? await filtered(stored) : FilteredFamily(stored: stored)
        return found.arriving.value("accepted", "dropped")
    }
}
