import Hardening
import Rulesets

/// What puts a profile's policy in place through one backend: the same amendments for every control that asks.
struct FirewallAmendments {
    let backend: Profile.Backend
    /// What holds in the end.
    let policy: FirewallPolicy
    /// What holds until the confirmation: ports that sshd listens on now stay open too.
    let interim: FirewallPolicy
    let hasIPv6: Bool
    /// Whether UFW's rules are in force already.
    let ufwIsOn: Bool
    /// UFW's rules of people, as they are stored now.
    let ufwUserRules: [AddressFamily: String]

    var all: [Amendment] {
        let shared: [Amendment] = [
            Amendment(
                .directory(RulesetOrder.directory),
                "a directory for Nacre's rules",
                activation: .firewall(backend)
            ) { state in state == .absent ? .permissions(.init(mode: 0o755)) : state },
            whole(
                BootUnit.path,
                "Nacre's rules are loaded at boot",
                { _ in BootUnit(backend: backend, hasIPv6: hasIPv6).text }
            ),
            order,
            .unitRuns(RulesetOrder.unit, activation: .firewall(backend)),
        ]
        return switch backend {
        case .nftables: [.package("nftables")] + shared + [whole(RulesetOrder.nftables, rules) { $0.nftables }]
        case .iptables: [.package("iptables")] + shared + ruleFiles(containersOnly: false)
        case .ufw:
            [.package("ufw")]
                + (shared + ruleFiles(containersOnly: true) + UFWFiles(self).all).map { $0.requiring("ufw") }
        }
    }

    private var rules: String {
        "open for connections: \(words(policy)), as SSH's port and the profile's firewall.openPorts and openUDPPorts have it; "
            + "everything else is dropped"
    }

    /// Ports as people write them, with who may connect where that is not everybody.
    private func words(_ policy: FirewallPolicy) -> String {
        open(policy).map(\.description).joined(separator: ", ")
    }

    private func open(_ policy: FirewallPolicy) -> [OpenPort] {
        let services = policy.hostServices.map { OpenPort(Int($0.port), .tcp, from: ["\($0.source)"]) }
        return services
            + policy.openings.map { opening in
                OpenPort(
                    Int(opening.port),
                    opening.transport == Packet.tcp ? .tcp : .udp,
                    from: opening.sources?.map(\.description)
                )
            }
    }

    private func ruleFiles(containersOnly: Bool) -> [Amendment] {
        let words = containersOnly ? "only published ports that are open lead to containers" : rules
        let families = [(AddressFamily.ipv4, RulesetOrder.ipv4)] + (hasIPv6 ? [(.ipv6, RulesetOrder.ipv6)] : [])
        return families.map { family, path in
            whole(path, words) { $0.iptablesFile(family, containersOnly: containersOnly) }
        }
    }

    /// The rules in the kernel.
    private var order: Amendment {
        let text = { (policy: FirewallPolicy) in
            State.ruleset(.order(RulesetOrder(backend, hasIPv6: hasIPv6, open: open(policy))))
        }
        let (after, until) = (text(policy), text(interim))
        return Amendment(
            .ruleset,
            rules,
            activation: .firewall(backend),
            interim: { _, _ in until }
        ) { _ in after }
    }

    /// A file that is Nacre's own from end to end.
    private func whole(
        _ path: String,
        _ summary: String,
        _ text: @escaping (FirewallPolicy) -> String
    ) -> Amendment {
        let file = { (policy: FirewallPolicy) in State.file(.init(Array(text(policy).utf8), mode: 0o644)) }
        let (after, until) = (file(policy), file(interim))
        return Amendment(
            .file(path),
            summary,
            activation: .firewall(backend),
            interim: { _, _ in until }
        ) { _ in after }
    }
}
