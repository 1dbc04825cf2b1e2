import Hardening
import Rulesets

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
    var blocker: String? {
        if sshPorts == nil {
            return
                "Which ports sshd listens on could not be determined, so a firewall might lock everybody out. As root, see "
                + "ss -tlnp and sshd -t."
        }
        if isAnySplit {
            return
                "Rules are in both backends of iptables, so new ones would stand beside rules that nobody sees. Fix "
                + "\(Control.useOneBackend.id) first."
        }
        if loads("firewalld") {
            return "firewalld is in charge of the rules here and would remove those of others when it reloads. Either "
                + "systemctl disable --now firewalld, or keep it and put the ports of the profile into its zones."
        }
        if backend != .ufw, loads("ufw") {
            return
                "UFW is enabled here, and the profile wants \(backend.rawValue): two firewalls "
                + "would decide side by side. Set \"firewall\": {\"backend\": \"ufw\"} in the profile, or ufw disable."
        }
        if backend == .ufw, let other = ["netfilter-persistent", "nftables"].first(where: loads) {
            return "\(other) loads rules at boot beside UFW, and flushes what UFW has loaded. systemctl disable --now "
                + "\(other), or set another firewall.backend in the profile."
        }
        return forwarding.blocker(profile) ?? HostEndpoints(snapshot, profile).blocker
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

    /// Ports that people log in through now; nothing where that could not be determined.
    private var sshPorts: [UInt16]? {
        guard case .state(let state) = snapshot[.facts(.sshServer)] else { return nil }
        // Without an sshd nobody's login is at stake.
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
