import Catalog
import Hardening
import Rulesets
import Surface

extension FilteredFamily {
    /// What happens on each hook to the first packet of a connection that no rule names.
    var hooks: [Record] {
        [(Hook.input, arriving), (.forward, passing), (.output, leaving)].map { hook, passage in
            var record = Record("\(filters.family.rawValue) \(hook.rawValue)", common)
            record[.hook] = .text(hook.rawValue)
            let isWhole = hook != .input || passage.verdict != .open || admitsEveryone
            let accepted = isWhole ? "accepted" : "accepted for some"
            record[.unnamedPackets] = passage.value(.text("\(accepted): \(passage.decision)"), "dropped")
            record[.decidedBy] = .text("\(passage.decision)")
            record[.backends] = .list(filters.backends.map(\.rawValue))
            record[.splitBackends] = .flag(Set(filters.backends).isSuperset(of: [.iptablesNFT, .iptablesLegacy]))
            if hook == .forward {
                record[.forwardsPackets] =
                    vantage.isForwarding[filters.family].map { .flag($0) }
                    ?? .unknown(.failed("the kernel parameter is unreadable"))
            }
            if hook == .input, filters.family == .ipv6 {
                record[.neighborDiscovery] =
                    solicitations.map { $0.verdict.value(true, false, $0.decision) }.first
                    ?? .unknown(.notStated("no interface leads outside"))
            }
            return record
        }
    }

    /// Ports that compromised servers are rented out for.
    private static let services: [(name: String, ports: [UInt16])] = [
        ("mail", [25, 465, 587]), ("chat", Array(6660...6669) + [6697, 7000]),
    ]

    /// Whether connections to mail and chat servers get out, from the host and from containers.
    func egress(_ proof: Reading<EgressProof?>) -> [Record] {
        var records: [Record] = []
        for (service, ports) in Self.services {
            for port in ports {
                records.append(egress("host", service, port, proof))
                guard !vantage.bridges.isEmpty else { continue }
                let isForwarding = vantage.isForwarding[filters.family] ?? nil
                if isForwarding == false {
                    records.append(closed(service, port, by: "the kernel, which does not forward"))
                } else if vantage.bridges(of: filters.family).isEmpty {
                    records.append(closed(service, port, by: "Docker, which gives containers no such addresses"))
                } else {
                    records.append(egress("containers", service, port, proof))
                }
            }
        }
        return records
    }

    private func closed(_ service: String, _ port: UInt16, by reason: String) -> Record {
        var record = record("containers", service, port)
        record[.egressPossible] = false
        record[.decidedBy] = .text(reason)
        return record
    }

    private func egress(
        _ origin: String,
        _ service: String,
        _ port: UInt16,
        _ proof: Reading<EgressProof?>
    ) -> Record {
        var record = record(origin, service, port)
        let place: Door.Vantage.Place = origin == "host" ? .host : .container
        let doubt: Unknown
        switch proof {
        case .found(let proof?):
            let passage = proof.passage(from: place, to: port)
            record[.egressPossible] = passage.value(true, false)
            record[.decidedBy] = .text("\(passage.decision)")
            return record
        case .found(nil), .absent: doubt = .notObserved("the rules were not read")
        case .unreadable(let why): doubt = why
        }
        // Without the machine's routes nothing is proven closed; what the rules let out is open nevertheless.
        let passage = egress.passage(from: place, to: port)
        record[.egressPossible] = passage.verdict == .open ? true : .unknown(doubt)
        record[.decidedBy] = .text("\(passage.decision)")
        return record
    }

    private func record(_ origin: String, _ service: String, _ port: UInt16) -> Record {
        var record = Record("\(filters.family.rawValue) from \(origin) to port \(port)", common)
        record[.egressOrigin] = .text(origin)
        record[.egressService] = .text(service)
        record[.egressPort] = .number(Int(port))
        return record
    }
}
