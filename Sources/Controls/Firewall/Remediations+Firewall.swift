import Hardening
import Rulesets

extension Catalogue {
    static func firewallRemediations(_ profile: Profile) -> [Remediation] {
        firewall(profile).map { control in
            switch control.id {
            case Control.useOneBackend.id: .person(control.id, bothBackends)
            case Control.leaveDockerRulesOut.id: .person(control.id, storedByOthers)
            case Control.avoidSharedLimiters.id, Control.trustNoPrivateRanges.id: .ruleOfAPerson(control)
            default: .firewall(control.id, profile)
            }
        }
    }

    private static let bothBackends =
        "Rules in both backends of iptables are of two hands, and which of them are wanted Nacre cannot tell. See "
        + "iptables-legacy-save and iptables-nft-save, then flush the one that is not wanted: iptables-legacy -F."

    private static let storedByOthers =
        "The stored rules are a person's file. With Nacre's rules in place they are not needed: systemctl disable "
        + "netfilter-persistent; or take the DOCKER chains and the nat table out of /etc/iptables/rules.v4 and rules.v6."
}

extension Remediation {
    /// The whole policy of the profile, whichever control asks for it.
    static func firewall(_ control: Control.ID, _ profile: Profile) -> Self {
        let needs = Set<Resource>([
            .facts(.sshServer), .facts(.firewallPersistence), .facts(.firewallHooks), .file(FirewallSituation.ipv6),
            .facts(.forwardedInterfaces), .facts(.openclaw), .facts(.listeners),
        ]).union(FirewallSituation.userRules.values.map(Resource.file))
        return Self(control, needs: needs) { snapshot in
            let situation = FirewallSituation(profile, snapshot)
            if let obstacle = situation.obstacle { return .advise(obstacle) }
            return .amend(situation.amendments.all)
        }
    }

    /// A rule that somebody typed: Nacre neither knows what it is for nor where it comes from at the next boot.
    fileprivate static func ruleOfAPerson(_ control: Control) -> Self {
        Self(control.id) { snapshot in
            guard case .state(let state) = snapshot[.facts(.firewallRules)] else { return .advise(control.remedy) }
            let wanted = control.expectations.first?.amend(state).records ?? []
            let rules = state.records.filter { !wanted.contains($0) }.map { "\($0[.addressFamily]): \($0[.ruleText])" }
            return .advise("\(control.remedy). The rule is a person's own: \(rules.joined(separator: "; "))")
        }
    }
}

/// What of a machine decides how its firewall is put in place.
struct FirewallSituation {
    static let ipv6 = "/proc/net/if_inet6"
    static let userRules: [AddressFamily: String] = [.ipv4: "/etc/ufw/user.rules", .ipv6: "/etc/ufw/user6.rules"]

    private let profile: Profile
    private let snapshot: Snapshot

    init(_ profile: Profile, _ snapshot: Snapshot) {
        self.profile = profile
        self.snapshot = snapshot
    }

    private var backend: Profile.Backend { profile.firewall.backend }

    /// Why Nacre leaves the firewall to a person; nothing where it does not.
    var obstacle: String? {
        if sshPorts == nil {
            return
                "Which ports sshd listens on could not be told, so a firewall might lock everybody out. As root, see "
                + "ss -tlnp and sshd -t."
        }
        if isAnySplit {
            return
                "Rules are in both backends of iptables, so new ones would stand beside rules that nobody sees. Close "
                + "firewall.use-one-backend first."
        }
        if loads("firewalld") {
            return "firewalld is in charge of the rules here and would take others' away when it reloads. Either "
                + "systemctl disable --now firewalld, or keep it and put the ports of the profile into its zones."
        }
        if backend != .ufw, loads("ufw") {
            return
                "UFW is enabled here, and the profile wants \(backend.rawValue): two firewalls that each decide are one "
                + "too many. Set \"firewall\": {\"backend\": \"ufw\"} in the profile, or ufw disable."
        }
        if backend == .ufw, let other = ["netfilter-persistent", "nftables"].first(where: loads) {
            return "\(other) loads rules at boot beside UFW, and flushes what UFW has loaded. systemctl disable --now "
                + "\(other), or set another firewall.backend in the profile."
        }
        return forwarding.obstacle(profile) ?? HostEndpoints(snapshot, profile).obstacle
    }

    private var forwarding: ForwardedTraffic { ForwardedTraffic(snapshot[.facts(.forwardedInterfaces)]) }

    var amendments: FirewallAmendments {
        let policy = FirewallPolicy(
            profile,
            namedBridges: forwarding.bridges,
            forwarded: forwarding.ownAffair,
            hostServices: HostEndpoints(snapshot, profile).services
        )
        return FirewallAmendments(
            backend: backend,
            policy: policy,
            interim: policy.opening(sshPorts ?? []),
            hasIPv6: snapshot[.file(Self.ipv6)] != .state(.absent),
            ufwIsOn: loads("ufw"),
            ufwUserRules: Self.userRules.compactMapValues { path in
                if case .state(.file(let file)) = snapshot[.file(path)] { file.text } else { nil }
            }
        )
    }

    /// Ports that people log in through now; nothing where that could not be told.
    private var sshPorts: [UInt16]? {
        guard case .state(let state) = snapshot[.facts(.sshServer)] else { return nil }
        // Without an sshd there is nobody to keep in.
        guard let server = state.records.first else { return [] }
        return switch server[.sshPorts] {
        case .list(let ports): ports.compactMap { UInt16($0) }
        case .unset: []
        default: nil
        }
    }

    private var isAnySplit: Bool {
        guard case .state(let state) = snapshot[.facts(.firewallHooks)] else { return false }
        return state.records.contains { $0[.splitBackends] == true }
    }

    private func loads(_ name: String) -> Bool {
        guard case .state(let state) = snapshot[.facts(.firewallPersistence)] else { return false }
        return state.records.contains { $0.name == name && $0[.loadsAtBoot] == true }
    }
}

extension FirewallPolicy {
    /// The same with these ports open for everybody too.
    func opening(_ ports: [UInt16]) -> Self {
        var copy = self
        let missing = ports.filter { port in
            !openings.contains { $0.port == port && $0.transport == Packet.tcp && $0.sources == nil }
        }
        copy.openings += missing.map { Opening($0) }
        return copy
    }
}
