import Catalog
import Documents
import Hardening
import Rulesets
import Surface

extension FirewallObserver {
    /// What loads rules at boot, and what those rules do; one record for each that is installed.
    func firewallPersistence() async -> Observation {
        let candidates = await [
            ufw(), netfilterPersistent(), nftablesService(), loader("firewalld", unit: "firewalld.service"),
            nacreFirewall(),
        ]
        var records = candidates.compactMap { $0 }
        records += await otherLoaders()
        if let hidden = await hiddenLoaders() { records.append(hidden) }
        // Rules for a family the machine has no addresses of are nobody's concern.
        let vantage = await proof.vantage()
        for (family, field) in [(AddressFamily.ipv4, Field.storedIPv4Input), (.ipv6, .storedIPv6Input)]
        where surface.isLive && vantage.uses(family) == false {
            for index in records.indices { records[index][field] = .unset }
        }
        return .state(.records(records))
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

    /// Whether a unit is enabled, by the link that `systemctl enable` makes; nothing where it is not installed.
    private func isEnabled(_ unit: String) async -> Bool? {
        for target in ["multi-user.target", "sysinit.target", "network-pre.target", "basic.target"] {
            if case .found = await surface.link("/etc/systemd/system/\(target).wants/\(unit)") { return true }
        }
        for directory in ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"] {
            if case .found = await surface.status("\(directory)/\(unit)") { return false }
        }
        return nil
    }

    func loader(_ name: String, unit: String) async -> Record? {
        guard let isEnabled = await isEnabled(unit) else { return nil }
        return Record(
            name,
            [
                .loadsAtBoot: .flag(isEnabled),
                .storedIPv4Input: .unknown(.notObserved("the rules of \(name) are not read")),
                .storedIPv6Input: .unknown(.notObserved("the rules of \(name) are not read")),
                .storesDockerRules: false,
                .isLoaded: .unset,
            ]
        )
    }

    private func ufw() async -> Record? {
        guard var record = await loader("ufw", unit: "ufw.service") else { return nil }
        let main = await surface.text("/etc/ufw/ufw.conf")
        let defaults = await surface.text("/etc/default/ufw")
        guard case .found(let mainText) = main, case .found(let defaultText) = defaults else {
            let reasons = [main, defaults].compactMap { if case .unreadable(let why) = $0 { why } else { nil } }
            record[.loadsAtBoot] = .unknown(reasons.first ?? .missing("ufw's settings are not there"))
            return record
        }
        let isOn = Self.setting("ENABLED", in: mainText)?.value.lowercased() == "yes"
        let unitIsEnabled = record[.loadsAtBoot] == true
        record.set(
            .loadsAtBoot,
            .flag(isOn && unitIsEnabled),
            from: Origin("/etc/ufw/ufw.conf", line: Self.setting("ENABLED", in: mainText)?.line)
        )
        let policy = Self.setting("DEFAULT_INPUT_POLICY", in: defaultText)
        let input: Value = policy?.value.uppercased() == "ACCEPT" ? "accepted" : "dropped"
        let origin = Origin("/etc/default/ufw", line: policy?.line)
        record.set(.storedIPv4Input, input, from: origin)
        // With IPV6=no ufw drops all of IPv6 but loopback, so says its ufw-init-functions.
        let hasIPv6 = Self.setting("IPV6", in: defaultText)?.value.lowercased() == "yes"
        record.set(.storedIPv6Input, hasIPv6 ? input : "dropped", from: origin)
        if isOn {
            switch await packetFilters()[.ipv4] ?? .absent {
            case .found(let filters):
                let tables = filters.ruleset.seen(by: .ipv4).tables
                record[.isLoaded] = .flag(
                    tables.contains { $0.chainsEntered(at: [.input]).contains("ufw-before-input") }
                )
            case .unreadable(let why): record[.isLoaded] = .unknown(why)
            case .absent: record[.isLoaded] = .unknown(.notObserved("the rules were not read"))
            }
        }
        return record
    }

    /// `KEY=value` or `KEY="value"`; the last one counts, as a shell reads it.
    static func setting(_ key: String, in text: String) -> (value: String, line: Int)? {
        var found: (value: String, line: Int)?
        for (number, line) in TextLines(text) {
            guard line.hasPrefix("\(key)=") else { continue }
            let value = line.dropFirst(key.count + 1).split(separator: "#").first ?? ""
            let bare = value.drop { $0 == "\"" || $0 == "'" }
            found = (String(bare.prefix { $0 != "\"" && $0 != "'" && $0 != " " }), number)
        }
        return found
    }

    /// Nacre's own files; beside UFW they are about containers alone.
    private func nacreFirewall() async -> Record? {
        guard var record = await loader("nacre-firewall", unit: RulesetOrder.unit) else { return nil }
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
        guard var record = await loader("nftables", unit: "nftables.service") else { return nil }
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
        let program = Path.name(String((words.first ?? "").drop { "@-:+!|".contains($0) }))
        guard commands.count == 1, program == "nft", let flag = words.firstIndex(of: "-f"), flag + 1 < words.count,
            words[flag + 1].hasPrefix("/"), !words[flag + 1].contains("%")
        else { throw Unknown.notModeled("nftables.service loads its rules in a way of its own") }
        return words[flag + 1]
    }

    /// A file for nft with those that it includes in their place, in the order of their names.
    private func nftablesText(_ path: String, depth: Int = 0) async throws(Unknown) -> String? {
        guard let text = try await surface.text(path).get() else { return nil }
        guard text.contains("include") else { return text }
        guard depth < 16 else { throw Unknown.tooLarge("\(path) is included over and over") }
        var result = ""
        for (_, line) in TextLines(text) {
            let code = line.trimmed
            guard code.hasPrefix("include"), let name = code.split(separator: "\"").dropFirst().first else {
                result += line + "\n"
                continue
            }
            let pattern = Path.resolve(String(name), from: "/etc")
            let isPattern = pattern.contains { "*?[".contains($0) }
            let matching = isPattern ? await secrets.matching(pattern) : (files: [pattern], rest: nil)
            if let rest = matching.rest { throw rest }
            for file in matching.files.sorted() {
                guard let inner = try await nftablesText(file, depth: depth + 1) else {
                    // nft refuses the whole file then.
                    throw Unknown.missing("\(file), which \(path) includes, is not there")
                }
                result += inner + "\n"
            }
        }
        return result
    }
}
