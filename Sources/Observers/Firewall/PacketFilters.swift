import Catalog
import Documents
import Hardening
import Rulesets
import Surface

/// The live rules of every packet filter of the kernel, for one address family.
struct PacketFilters: Sendable {
    let family: AddressFamily
    let ruleset: Ruleset

    /// Interfaces through which there are rules, or a policy other than accept.
    var backends: [Backend] {
        Backend.allCases.filter { backend in
            ruleset.tables.contains { table in
                table.backend == backend && table.sees(family)
                    && table.chains.contains { !$0.rules.isEmpty || $0.base?.policy == .drop }
            }
        }
    }
}

extension FirewallObserver {
    /// The live rules of both families.
    func packetFilters() async -> [AddressFamily: Reading<PacketFilters>] {
        await cache.value {
            guard surface.isLive else {
                let nothing = Reading<PacketFilters>.unreadable(.needsRunningSystem("needs a running system"))
                return [.ipv4: nothing, .ipv6: nothing]
            }
            async let native = Reading(nativeRules)
            async let four = Reading { () async throws(Unknown) in try await packetFilters(.ipv4) }
            async let six = Reading { () async throws(Unknown) in try await packetFilters(.ipv6) }
            let (listing, version4, version6) = await (native, four, six)
            if case .absent = listing, await hasNoPacketFilter() {
                let nothing = AddressFamily.allCases.map { ($0, PacketFilters(family: $0, ruleset: Ruleset())) }
                return Dictionary(uniqueKeysWithValues: nothing.map { ($0, .found($1)) })
            }
            return [
                .ipv4: Self.joined(version4, listing, .ipv4),
                .ipv6: Self.joined(version6, listing, .ipv6),
            ]
        }
    }

    private static func joined(
        _ saved: Reading<[Ruleset]>,
        _ native: Reading<Ruleset>,
        _ family: AddressFamily
    ) -> Reading<PacketFilters> {
        switch (saved, native) {
        case (.unreadable(let why), _), (_, .unreadable(let why)): return .unreadable(why)
        case (.absent, .absent): return .unreadable(.missing("neither iptables nor nft is there to ask the kernel"))
        default:
            let ruleset = Ruleset(saved: saved.content ?? [], native: native.content)
            return .found(PacketFilters(family: family, ruleset: ruleset.seen(by: family)))
        }
    }

    /// Whether the kernel has no packet filter at all: neither loaded as a module nor built in.
    private func hasNoPacketFilter() async -> Bool {
        guard let release = await surface.text("/proc/sys/kernel/osrelease").content?.firstLine,
            let loaded = await surface.text("/proc/modules").content,
            let builtIn = await surface.text("/lib/modules/\(release)/modules.builtin").content
        else { return false }
        return ["nf_tables", "ip_tables", "ip6_tables"].allSatisfy { module in
            !loaded.split(separator: "\n").contains { $0.hasPrefix("\(module) ") }
                && !builtIn.contains("/\(module).ko")
        }
    }

    private func nativeRules() async throws(Unknown) -> Ruleset? {
        guard let output = try await surface.run(Command("nft", ["-j", "list", "ruleset"])).get() else { return nil }
        guard output.status == 0 else { throw Unknown.failed("nft failed: \(output.errorText.firstLine)") }
        do {
            return try NFTListing(output.standardOutput).ruleset
        } catch {
            // It ends with success even where it broke off, as versions before 1.1.0 do at the flag of a table.
            throw Unknown.malformed("nft's listing (nft -j list ruleset) cannot be read: \(error)")
        }
    }

    /// What iptables-save shows, and what its legacy sibling shows where the old modules hold tables too.
    private func packetFilters(_ family: AddressFamily) async throws(Unknown) -> [Ruleset]? {
        let prefix = family == .ipv4 ? "iptables" : "ip6tables"
        let names = await surface.text("/proc/net/\(family == .ipv4 ? "ip" : "ip6")_tables_names")
        let hasLegacyTables = names.content.map { !$0.isEmpty } ?? false
        let current = try await saved(prefix + "-save", family, .iptablesNFT)
        if current == nil, !hasLegacyTables { return nil }
        let found = current.map { [$0] } ?? []
        let hasLegacy = found.contains { $0.tables.contains { $0.backend == .iptablesLegacy } }
        guard hasLegacyTables, !hasLegacy else { return found }
        guard let legacy = try await saved(prefix + "-legacy-save", family, .iptablesLegacy) else {
            throw Unknown.missing("the kernel holds legacy tables, and \(prefix)-legacy-save is not there to ask")
        }
        return found + [legacy]
    }

    private func saved(_ program: String, _ family: AddressFamily, _ backend: Backend) async throws(Unknown) -> Ruleset?
    {
        guard let output = try await surface.run(Command(program)).get() else { return nil }
        guard output.status == 0 else {
            throw Unknown.failed("\(program) failed: \(output.errorText.firstLine)")
        }
        do {
            let rules = try SavedRules(output.text, family: family)
            return rules.ruleset(rules.isNFT == false ? .iptablesLegacy : backend)
        } catch {
            throw Unknown.failed("\(program): \(error)")
        }
    }
}
