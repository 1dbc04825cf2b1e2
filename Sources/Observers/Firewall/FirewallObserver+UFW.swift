import Catalog
import Documents
import Hardening
import Rulesets
import Surface

/// What UFW loads at boot: its policy, and the rules of its files, as ufw-init puts them together.
extension FirewallObserver {
    func ufw() async -> Record? {
        let programs = ["/usr/lib/ufw/ufw-init", "/lib/ufw/ufw-init"]
        guard var record = await loader("ufw", unit: "ufw.service", by: programs) else { return nil }
        let main = await surface.text("/etc/ufw/ufw.conf")
        let defaults = await surface.text("/etc/default/ufw")
        guard case .found(let mainText) = main, case .found(let defaultText) = defaults else {
            let reasons = [main, defaults].compactMap { if case .unreadable(let why) = $0 { why } else { nil } }
            record[.loadsAtBoot] = .unknown(reasons.first ?? .missing("ufw's settings are not there"))
            return record
        }
        let enabled = UFWSetting("ENABLED", in: mainText)
        // ufw-init takes these two words and no others.
        let isOn = enabled.value.map { ["yes", "YES"].contains($0) }
        if record[.loadsAtBoot] == true {
            let value =
                isOn.map { Value.flag($0) } ?? .unknown(.notModeled("/etc/ufw/ufw.conf is written in a way of its own"))
            record.set(.loadsAtBoot, value, from: Origin("/etc/ufw/ufw.conf", line: enabled.line))
        }
        let policy = UFWSetting("DEFAULT_INPUT_POLICY", in: defaultText)
        let version6 = UFWSetting("IPV6", in: defaultText)
        for (family, field) in [(AddressFamily.ipv4, Field.storedIPv4Input), (.ipv6, .storedIPv6Input)] {
            let value: Value
            if family == .ipv6, ["no", "NO"].contains(version6.value ?? "") {
                // With IPV6=no ufw drops all of IPv6 but loopback, so says its ufw-init-functions.
                value = "dropped"
            } else {
                value = await stored(family, policy)
            }
            record.set(field, value, from: Origin("/etc/default/ufw", line: policy.line))
        }
        if isOn == true {
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

    /// What becomes of what no rule names, by the policy and the three files of a family.
    private func stored(_ family: AddressFamily, _ policy: UFWSetting) async -> Value {
        guard let word = policy.value else {
            return .unknown(.notModeled("/etc/default/ufw sets its policy in a way of its own, or not at all"))
        }
        // Others are refused, and the chains keep the kernel's.
        guard ["DROP", "REJECT"].contains(word) else { return "accepted" }
        let suffix = family == .ipv4 ? "" : "6"
        var chains: Set<String> = []
        var rules: [String] = []
        for name in ["before", "user", "after"] {
            if case .found(let status) = await surface.status("/etc/ufw/\(name).init"), status.mode & 0o111 != 0 {
                return .unknown(.notModeled("/etc/ufw/\(name).init is run, and may change rules"))
            }
            let path = "/etc/ufw/\(name)\(suffix).rules"
            switch await surface.text(path, limit: 512 << 10) {
            case .absent: continue
            case .unreadable(let why): return .unknown(why)
            case .found(let text):
                do {
                    let saved = try SavedRules(text, family: family)
                    var table = ""
                    for line in saved.lines {
                        switch line {
                        case .table(let name): table = name
                        case .chain(let chain, _, _) where table == "filter": chains.insert(chain)
                        case .rule where table == "filter": rules.append("\(line)")
                        case .rule: return .unknown(.notModeled("\(path) has rules of the table \(table)"))
                        default: continue
                        }
                    }
                } catch {
                    return .unknown(.failed("\(path): \(error)"))
                }
            }
        }
        let entrances = ["before-logging", "before", "after", "after-logging", "reject", "track"].map {
            "ufw-\($0)-input"
        }
        chains.subtract(["INPUT", "FORWARD", "OUTPUT"])
        chains.formUnion(entrances)
        let lines =
            ["*filter", ":INPUT DROP [0:0]", ":FORWARD DROP [0:0]", ":OUTPUT ACCEPT [0:0]"]
            + chains.sorted().map { ":\($0) - [0:0]" } + entrances.map { "-A INPUT -j \($0)" } + rules + ["COMMIT", ""]
        do {
            return await arriving(
                try SavedRules(lines.joined(separator: "\n"), family: family).ruleset(.iptablesNFT),
                family
            )
        } catch {
            return .unknown(.failed("ufw's rules do not fit together: \(error)"))
        }
    }
}

/// A setting of UFW's files, which a shell reads: known where it stands there once, in the form that ufw writes.
struct UFWSetting {
    private(set) var value: String?
    private(set) var line: Int?

    init(_ key: String, in text: String) {
        for (number, line) in TextLines(text) where !line.trimmed.hasPrefix("#") && line.contains(key) {
            // A second place, or one in another form, and nobody knows which counts.
            guard value == nil, line.hasPrefix("\(key)=") else {
                value = nil
                return
            }
            let written = line.dropFirst(key.count + 1)
            let isQuoted = written.count > 1 && written.hasPrefix("\"") && written.hasSuffix("\"")
            let bare = isQuoted ? written.dropFirst().dropLast() : written
            guard bare.allSatisfy({ $0.isLetter || $0.isNumber }) else { return }
            (value, self.line) = (String(bare), number)
        }
    }
}
