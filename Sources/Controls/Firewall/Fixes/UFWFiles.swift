import Hardening
import Rulesets

/// UFW's own files, edited: it has no directory for those of others.
struct UFWFiles {
    private let amendments: FirewallAmendments

    init(_ amendments: FirewallAmendments) { self.amendments = amendments }

    var all: [Amendment] {
        let families: [(AddressFamily, String)] = [(.ipv4, ""), (.ipv6, "6")]
        return families.flatMap { family, suffix in
            [
                edit("/etc/ufw/user\(suffix).rules", words(family)) { $0.ufwUserRules(family, $1) },
                edit("/etc/ufw/before\(suffix).rules", "new connections are limited per source") {
                    $0.ufwBeforeRules(family, $1)
                },
            ]
        } + [
            edit("/etc/ufw/ufw.conf", "UFW is enabled") { ShellSettings($1).setting([("ENABLED", "yes")]) },
            edit("/etc/default/ufw", "UFW drops packets by default, over IPv6 too") { defaults($1) },
            edit("/etc/ufw/sysctl.conf", "UFW leaves the logging of martian packets on") { martians($1) },
            .unitRuns("ufw.service", activation: .firewall(.ufw)),
        ]
    }

    /// What the profile does not name is closed, and somebody may need it.
    private func words(_ family: AddressFamily) -> String {
        let closed = amendments.ufwUserRules[family].map { amendments.policy.ufwOpeningsToClose(family, $0) } ?? []
        return closed.isEmpty
            ? "UFW opens what the profile names"
            : "UFW opens what the profile names, and no longer: \(closed.joined(separator: "; "))"
    }

    /// A stricter policy for what goes out is kept; so is a rejection instead of a drop.
    private func defaults(_ text: String) -> String {
        let settings = ShellSettings(text)
        var wanted = [("IPV6", "yes")]
        for name in ["DEFAULT_INPUT_POLICY", "DEFAULT_FORWARD_POLICY"]
        where !["DROP", "REJECT"].contains(settings[name]?.uppercased()) {
            wanted.append((name, "\"DROP\""))
        }
        // UFW would set kernel parameters that nobody asked for, over those in /etc/sysctl.d.
        if !amendments.ufwIsOn { wanted.append(("IPT_SYSCTL", "")) }
        return settings.setting(wanted)
    }

    /// These lines win over /etc/sysctl.d whenever UFW starts.
    private func martians(_ text: String) -> String {
        text.replacing("/log_martians=0", with: "/log_martians=1")
    }

    private func edit(
        _ path: String,
        _ summary: String,
        _ change: @escaping @Sendable (FirewallPolicy, String) -> String?
    ) -> Amendment {
        let (policy, interim) = (amendments.policy, amendments.interim)
        let edited = { @Sendable (file: State.File, policy: FirewallPolicy) -> State.File? in
            var file = file
            guard let text = file.text, let new = change(policy, text) else { return nil }
            file.bytes = Array(new.utf8)
            return file
        }
        return Amendment(
            .file(path),
            summary,
            activation: .firewall(.ufw),
            interim: { before, after in
                guard case .file(let file) = before, let until = edited(file, interim) else { return after }
                return .file(until)
            }
        ) { state throws(Amendment.Failure) in
            guard case .file(let file) = state else { throw Amendment.Failure("\(path) is not there") }
            guard let new = edited(file, policy) else {
                throw Amendment.Failure("\(path) is not laid out as UFW's own: it has no place for rules")
            }
            return .file(new)
        }
    }
}

/// A file of `NAME=value` lines that a shell reads, in which the last one of a name counts.
struct ShellSettings {
    private let lines: [String]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    subscript(name: String) -> String? {
        guard let line = lines.last(where: { $0.hasPrefix("\(name)=") }) else { return nil }
        return String(line.dropFirst(name.count + 1).filter { $0 != "\"" && $0 != "'" })
    }

    /// The same text with the last line of each name changed, or a line added where there is none.
    func setting(_ wanted: [(name: String, value: String)]) -> String {
        var lines = lines
        for (name, value) in wanted where self[name] != value.filter({ $0 != "\"" }) {
            if let place = lines.lastIndex(where: { $0.hasPrefix("\(name)=") }) {
                lines[place] = "\(name)=\(value)"
            } else {
                lines.insert("\(name)=\(value)", at: lines.last == "" ? lines.count - 1 : lines.count)
            }
        }
        return lines.joined(separator: "\n")
    }
}
