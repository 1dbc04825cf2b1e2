import Catalog
import Hardening
import Rulesets
import Surface

extension Observer {
    /// Rules that matter, and what the ports let in, proven.
    func firewallRules() async -> Observation {
        let outside = await outsideDoors()
        return await perFamily { stranger in
            stranger.notableRules + stranger.ports(outside.map { $0[stranger.filters.family] })
        }
    }

    /// What gets out: where a stranger's mail server is not reached, nobody's is.
    func egress() async -> Observation {
        let proofs = await proversForAnySocket().map { provers in
            Dictionary(uniqueKeysWithValues: provers.map { ($0, EgressProof($1, $0)) })
        }
        return await perFamily { stranger in stranger.egress(proofs.map { $0[stranger.filters.family] }) }
    }

    /// What gets in from outside, for each family.
    func outsideDoors() async -> Reading<[AddressFamily: OutsideDoors]> {
        await memo.value("outside doors") {
            let provers = await proversForAnySocket()
            return provers.map { provers in
                Dictionary(uniqueKeysWithValues: provers.map { ($0, OutsideDoors($1, $0)) })
            }
        }
    }

    /// The records of both families; unreadable where one cannot be read, as half a firewall is no firewall.
    func perFamily(_ records: (Stranger) -> [Record]) async -> Observation {
        let filters = await packetFilters()
        let vantage = await vantage()
        var found: [Record] = []
        for family in AddressFamily.allCases {
            switch filters[family] ?? .absent {
            case .absent: return .unreadable(.notObserved("the rules for \(family.rawValue) were not read"))
            case .unreadable(let why): return .unreadable(why)
            case .found(let filters): found += records(Stranger(filters, vantage))
            }
        }
        return .state(.records(found))
    }
}

extension Stranger {
    /// Fields every record of a family has.
    var common: [Field: Value] {
        [
            .addressFamily: .text(filters.family.rawValue),
            .familyInUse: vantage.uses(filters.family).map { .flag($0) }
                ?? .unknown(.failed("the machine's \(filters.family.rawValue) addresses could not be read")),
        ]
    }
}

extension [Outcome] {
    /// The answer to whether the packet can pass, as a field's value.
    func passes(_ yes: Value, _ no: Value) -> Value {
        switch canPass {
        case true: yes
        case false: no
        default: .unknown(.notModeled("depends on what is not modelled: \(decision)"))
        }
    }
}
