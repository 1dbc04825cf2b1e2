import Catalog
import Documents
import Hardening
import Rulesets
import Surface

extension FirewallObserver {
    /// Bridges of containers by the daemon's own word, and interfaces of guests and VPN peers by the kernel's.
    func forwardedInterfaces() async -> Observation {
        guard surface.isLive else { return .unreadable(.needsRunningSystem("needs a running system")) }
        // Where a daemon does not answer, what its containers send is seen like that of any other bridge's guests.
        let bridges = await containerBridges().content ?? ContainerBridges()
        let links: [LinkListing.Link]
        switch await linkListing() {
        case .absent: return .unreadable(.missing("the program ip is not there to ask for interfaces"))
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): links = found
        }
        let vantage = await proof.vantage()
        let filters = await packetFilters()
        let networks = await proof.topology().content?.interfaces ?? []
        var records = bridges.containers.map { Record($0, [.interfaceKind: "containers"]) }
        records += bridges.uplinks.map { Record($0, [.interfaceKind: "uplink"]) }
        let known = bridges.containers + bridges.uplinks
        for link in links where link.hasOthersBehind && !known.contains(link.name) {
            if vantage.defaults.contains(link.name) {
                // Rules would let in everybody who comes over a bridge with such a name.
                if FirewallPolicy.isUsualBridge(link.name) {
                    records.append(Record(link.name, [.interfaceKind: "uplink"]))
                }
                continue
            }
            // Another engine's bridges are let out by their names.
            if FirewallPolicy.isUsualBridge(link.name) { continue }
            let behind = networks.first { $0.name == link.name }?.addresses ?? []
            var record = Record(link.name, [.interfaceKind: .text(link.kind)])
            record[.passesOn] = false
            record[.passesByPolicy] = false
            var families: [String] = []
            for family in AddressFamily.allCases where (vantage.isForwarding[family] ?? nil) != false {
                guard case .found(let filters)? = filters[family] else {
                    return .unreadable(.notObserved("the rules for \(family.rawValue) were not read"))
                }
                // An interface without addresses of the family passes none on.
                guard behind.contains(where: { $0.first.family == family && !$0.first.isLinkLocal }) else { continue }
                let passage = await filtered(filters).leaving(from: link.name)
                guard passage.verdict != .closed else { continue }
                record[.passesOn] = true
                record[.decidedBy] = .text("\(passage.decision)")
                // A policy of FORWARD is Nacre's to change, a rule is not.
                if passage.decision.isOfForwardPolicy { families.append(family.rawValue) }
            }
            if !families.isEmpty {
                record[.passesByPolicy] = true
                record[.policyFamilies] = .list(families)
            }
            records.append(record)
        }
        return .state(.records(records))
    }

    /// Interfaces with their kinds; the programs of old kernels and containers may tell none.
    func linkListing() async -> Reading<[LinkListing.Link]> {
        await cache.value {
            switch await surface.run(Command("ip", ["-json", "-details", "link"])) {
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(let output):
                guard output.status == 0 else {
                    return .unreadable(.failed("ip failed: \(output.errorText.firstLine)"))
                }
                do {
                    return .found(try LinkListing(output.standardOutput).links)
                } catch {
                    return .unreadable(.malformed("the listing of interfaces: \(error)"))
                }
            }
        }
    }
}

extension Address {
    /// fe80::/10, which leads no further than the next router.
    fileprivate var isLinkLocal: Bool { family == .ipv6 && bits >> 118 == 0x3fa }
}

extension Decision {
    /// Whether iptables' FORWARD accepts at its end, or there are no rules at all.
    fileprivate var isOfForwardPolicy: Bool {
        switch self {
        case .noRules, .end(_, chain: "FORWARD"): true
        default: false
        }
    }
}
