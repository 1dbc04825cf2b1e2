import Catalog
import Hardening
import Rulesets
import Surface

/// Packet filters: what the kernel has, and what it will have after a boot.
public struct FirewallObserver: SubjectObserver {
    public let look: Look

    /// Rules that matter, and what the ports let in, proven.
    func firewallRules() async -> Observation {
        let outside = await outsideDoors()
        return await perFamily { family in
            family.notableRules + family.ports(outside.map { $0[family.filters.family] })
        }
    }

    /// What gets out, from the host and from containers.
    func egress() async -> Observation {
        let proofs = await proof.proversForAnySocket().map { provers in
            Dictionary(uniqueKeysWithValues: provers.map { ($0, EgressProof($1, $0)) })
        }
        return await perFamily { family in family.egress(proofs.map { $0[family.filters.family] }) }
    }

    /// What gets in from outside, for each family.
    func outsideDoors() async -> Reading<[AddressFamily: OutsideDoors]> {
        await cache.value {
            let provers = await proof.proversForAnySocket()
            return provers.map { provers in
                Dictionary(uniqueKeysWithValues: provers.map { ($0, OutsideDoors($1, $0)) })
            }
        }
    }

    /// The records of both families; unreadable where one cannot be read, as half a firewall is no firewall.
    func perFamily(_ records: (FilteredFamily) -> [Record]) async -> Observation {
        let filters = await packetFilters()
        var found: [Record] = []
        for family in AddressFamily.allCases {
            switch filters[family] ?? .absent {
            case .absent: return .unreadable(.notObserved("the rules for \(family.rawValue) were not read"))
            case .unreadable(let why): return .unreadable(why)
            case .found(let filters): found += records(await filtered(filters))
            }
        }
        return .state(.records(found))
    }

    /// Rules where they stand on this machine.
    func filtered(_ filters: PacketFilters) async -> FilteredFamily {
        FilteredFamily(filters, await proof.vantage(), await proof.topology().content)
    }
}
