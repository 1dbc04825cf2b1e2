import Catalog
import Documents
import Hardening
import Rulesets
import Surface

extension FirewallObserver {
    /// What loads rules at boot, and what those rules do; one record for each that is installed.
    func firewallPersistence() async -> Observation {
        let candidates = await [
            ufw(), netfilterPersistent(), nftablesService(),
            loader("firewalld", unit: "firewalld.service", by: ["/usr/sbin/firewalld"]),
            nacreFirewall(),
        ]
        var records = candidates.compactMap { $0 }
        let others = await otherLoaders()
        Self.settleOrder(&records, others: others)
        records += others
        if let hidden = await hiddenLoaders() { records.append(hidden) }
        // Rules for a family the machine has no addresses of are nobody's concern.
        let vantage = await proof.vantage()
        for (family, field) in [(AddressFamily.ipv4, Field.storedIPv4Input), (.ipv6, .storedIPv6Input)]
        where surface.isLive && vantage.uses(family) == false {
            for index in records.indices { records[index][field] = .unset }
        }
        return .state(.records(records))
    }

    /// Leaves open what one loads where another may take it back: nothing here says which comes last.
    private static func settleOrder(_ records: inout [Record], others: [Record]) {
        let together = records.indices.filter {
            records[$0][.loadsAtBoot] != false && records[$0].name != "nacre-firewall"
        }
        for field in [Field.storedIPv4Input, .storedIPv6Input] {
            let isAgreed = together.allSatisfy { records[$0][field] == "dropped" }
            let other = others.first?.name ?? together.map { records[$0].name }.joined(separator: " and ")
            guard !others.isEmpty || together.count > 1 && !isAgreed else { continue }
            let why = Unknown.contradictory(
                "more than one loads rules at boot (\(other)), in an order that is not followed here"
            )
            for index in together where records[index][field] == "dropped" { records[index][field] = .unknown(why) }
        }
    }

    /// What stands for whatever loads rules from where nobody lets us look.
    private func hiddenLoaders() async -> Record? {
        let units = "/etc/systemd/system"
        for directory in ["/etc", units, "\(units)/multi-user.target.wants", "\(units)/sysinit.target.wants"] {
            guard let why = await surface.entries(directory).hindrance else { continue }
            let value = Value.unknown(why)
            return Record(
                "what \(directory) has",
                [
                    .loadsAtBoot: value, .storedIPv4Input: value, .storedIPv6Input: value, .storesDockerRules: value,
                    .isLoaded: value,
                ]
            )
        }
        return nil
    }

    /// Whether a unit starts at boot: by the link that `systemctl enable` makes, where the unit is there and not masked.
    ///
    /// Nothing where it is not installed; unknown where its own lines may keep it from loading rules, or take them back.
    private func loadsAtBoot(_ unit: String, by programs: [String]?) async -> Value? {
        let stored = await storedUnit(unit)
        if stored.mask != nil { return false }
        if let why = stored.unreadable { return .unknown(why) }
        var isWanted = false
        for target in ["multi-user.target", "sysinit.target", "network-pre.target", "basic.target"] {
            if case .found = await surface.link("/etc/systemd/system/\(target).wants/\(unit)") { isWanted = true }
        }
        guard !stored.files.isEmpty else { return isWanted ? false : nil }
        guard isWanted else { return false }
        return (programs.map(stored.runsOnly) ?? stored.isAsWritten)
            ? true : .unknown(.notModeled("\(unit) has lines of its own, which may keep it from loading rules"))
    }

    func loader(_ name: String, unit: String, by programs: [String]?) async -> Record? {
        guard let loads = await loadsAtBoot(unit, by: programs) else { return nil }
        return Record(
            name,
            [
                .loadsAtBoot: loads,
                .storedIPv4Input: .unknown(.notObserved("the rules of \(name) are not read")),
                .storedIPv6Input: .unknown(.notObserved("the rules of \(name) are not read")),
                .storesDockerRules: false,
                .isLoaded: .unset,
            ]
        )
    }

    /// Nacre's own files; beside UFW they are about containers alone.
    private func nacreFirewall() async -> Record? {
        guard var record = await loader("nacre-firewall", unit: RulesetOrder.unit, by: nil) else { return nil }
        let native = await surface.text(RulesetOrder.nftables)
        let families: [(AddressFamily, Field, String)] = [
            (.ipv4, .storedIPv4Input, RulesetOrder.ipv4), (.ipv6, .storedIPv6Input, RulesetOrder.ipv6),
        ]
        for (family, field, path) in families {
            let isDropped: Bool?
            switch (native, await surface.text(path)) {
            case (.found(let text), _): isDropped = NFTScript(text).dropsInput(family)
            // Where its chain for what comes in is, the jump there and a policy of drop come with it.
            case (_, .found(let text)): isDropped = text.contains("\n:NACRE-INPUT ")
            case (.unreadable(let why), _), (_, .unreadable(let why)):
                record[field] = .unknown(why)
                continue
            default: isDropped = false
            }
            record[field] =
                isDropped.map { $0 ? "dropped" : "accepted" }
                ?? .unknown(.notModeled("the stored rules are not understood"))
        }
        return record
    }

    private func nftablesService() async -> Record? {
        guard var record = await loader("nftables", unit: "nftables.service", by: ["/usr/sbin/nft", "/sbin/nft"]) else {
            return nil
        }
        func set(_ value: Value, from path: String) {
            for field in [Field.storedIPv4Input, .storedIPv6Input] { record.set(field, value, from: Origin(path)) }
        }
        let path: String
        do throws(Unknown) {
            path = try await nftablesFile() ?? "/etc/nftables.conf"
        } catch {
            set(.unknown(error), from: "nftables.service")
            return record
        }
        do throws(Unknown) {
            guard let text = try await nftablesText(path) else {
                set("accepted", from: path)
                return record
            }
            if let ruleset = try await trial(ofNFT: path) {
                for (family, field) in [(AddressFamily.ipv4, Field.storedIPv4Input), (.ipv6, .storedIPv6Input)] {
                    record.set(field, await arriving(ruleset, family), from: Origin(path))
                }
                return record
            }
            let script = NFTScript(text)
            for (family, field) in [(AddressFamily.ipv4, Field.storedIPv4Input), (.ipv6, .storedIPv6Input)] {
                let value = script.dropsInput(family).map { $0 ? "dropped" as Value : "accepted" }
                record.set(field, value ?? .unknown(.notModeled("\(path) is not understood")), from: Origin(path))
            }
        } catch {
            set(.unknown(error), from: path)
        }
        return record
    }

    /// The file that nftables.service loads; absent where its unit does not say.
    private func nftablesFile() async throws(Unknown) -> String? {
        let unit = await storedUnit("nftables.service")
        if let why = unit.unreadable { throw why }
        let commands = unit.values("ExecStart", in: "Service").values.map { UnitFile.words($0) }
        guard let words = commands.first else { return nil }
        guard commands.count == 1, words.count == 3, ["/usr/sbin/nft", "/sbin/nft"].contains(words[0]),
            words[1] == "-f",
            words[2].hasPrefix("/"), !words[2].contains("%")
        else { throw Unknown.notModeled("nftables.service loads its rules in a way of its own") }
        return words[2]
    }

    /// A file for nft with those that it includes in their place, in the order of their names.
    private func nftablesText(_ path: String) async throws(Unknown) -> String? {
        var count = 0
        return try await nftablesText(path, depth: 0, &count)
    }

    private func nftablesText(_ path: String, depth: Int, _ count: inout Int) async throws(Unknown) -> String? {
        count += 1
        guard count <= 64 else { throw Unknown.tooLarge("\(path): more than 64 files are included") }
        guard let text = try await surface.text(path).get() else { return nil }
        guard text.contains("include") else { return text }
        guard depth < 16 else { throw Unknown.tooLarge("\(path) is included over and over") }
        var result = ""
        for (_, line) in TextLines(text) {
            let code = line.trimmed
            guard code.hasPrefix("include") else {
                result += line + "\n"
                continue
            }
            let parts = code.split(separator: "\"", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].trimmed == "include", parts[2].trimmed.isEmpty,
                let name = parts.dropFirst().first
            else {
                throw Unknown.notModeled("\(path) includes another file in a way that is not followed")
            }
            let pattern = Path.resolve(String(name), from: "/etc")
            let isPattern = pattern.contains { "*?[".contains($0) }
            let matching = isPattern ? await secrets.matching(pattern) : (files: [pattern], rest: nil)
            if let rest = matching.rest { throw rest }
            for file in matching.files.sorted() {
                guard let inner = try await nftablesText(file, depth: depth + 1, &count) else {
                    // nft refuses the whole file then.
                    throw Unknown.missing("\(file), which \(path) includes, is not there")
                }
                result += inner + "\n"
            }
        }
        return result
    }
}
