import Catalog
import Hardening
import Rulesets
import Surface

extension Stranger {
    /// What happens on each hook to the first packet of a connection that no rule names.
    var hooks: [Record] {
        [Hook.input, .forward, .output].map { hook in
            // What is open for one of the two is open.
            let outcomes = worst([decide(at: hook, Packet.tcp), decide(at: hook, Packet.udp)])
            var record = Record("\(filters.family.rawValue) \(hook.rawValue)", common)
            record[.hook] = .text(hook.rawValue)
            record[.unnamedPackets] = outcomes.passes(.text("accepted: \(outcomes.decision)"), "dropped")
            record[.decidedBy] = .text(outcomes.decision)
            record[.backends] = .list(filters.backends.map(\.rawValue))
            record[.splitBackends] = .flag(Set(filters.backends).isSuperset(of: [.iptablesNFT, .iptablesLegacy]))
            if hook == .forward {
                record[.forwardsPackets] =
                    vantage.isForwarding[filters.family].map { .flag($0) }
                    ?? .unknown(.failed("the kernel parameter is unreadable"))
            }
            if hook == .input, filters.family == .ipv6 {
                record[.neighbourDiscovery] = neighbourDiscovery.passes(true, false)
            }
            return record
        }
    }

    private func decide(at hook: Hook, _ transport: UInt8) -> [Outcome] {
        switch hook {
        case .forward: passing(port: port, transport: transport)
        case .output: leavingHost(port: port, transport: transport)
        default: arriving(port: port, transport: transport)
        }
    }

    /// A neighbour's solicitation (RFC 4861), without which nobody finds the machine.
    private var neighbourDiscovery: [Outcome] {
        var packet = Packet(
            from: Address(family: .ipv6, bits: 0xfe80 << 112 | 7),
            to: Address(family: .ipv6, bits: 0xff02 << 112 | 0x1_ff00_0001),
            transport: Packet.icmpv6,
            port: 0,
            inputInterface: vantage.outside.first
        )
        packet.icmpType = 135
        packet.hopLimit = 255
        packet.connectionState = .untracked
        packet.destinationType = .multicast
        packet.sourceType = .unicast
        return filters.ruleset.fate(of: packet, at: [.prerouting, .input])
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
                records.append(egress("host", service, port, leavingHost(port: port), proof))
                guard !vantage.bridges.isEmpty else { continue }
                let isForwarding = vantage.isForwarding[filters.family] ?? nil
                let fate = leavingContainers(port: port)
                var record = egress("containers", service, port, fate, proof)
                if isForwarding == false {
                    record[.egressPossible] = false
                    record[.decidedBy] = "the kernel, which does not forward"
                } else if vantage.bridges(of: filters.family).isEmpty {
                    record[.egressPossible] = false
                    record[.decidedBy] = "Docker, which gives containers no such addresses"
                }
                records.append(record)
            }
        }
        return records
    }

    private func egress(
        _ origin: String,
        _ service: String,
        _ port: UInt16,
        _ fate: [Outcome],
        _ proof: Reading<EgressProof?>
    ) -> Record {
        var record = Record("\(filters.family.rawValue) from \(origin) to port \(port)", common)
        record[.egressOrigin] = .text(origin)
        record[.egressService] = .text(service)
        record[.egressPort] = .number(Int(port))
        record[.egressPossible] = fate.passes(true, false)
        record[.decidedBy] = .text(fate.decision)
        // One address that is not reached proves nothing of the others.
        guard record[.egressPossible] == false else { return record }
        switch proof {
        case .found(let proof?):
            let (answer, because) = proof.possible(from: origin == "host" ? .host : .container, to: port)
            record[.egressPossible] = answer
            if let because { record[.decidedBy] = .text(because) }
        case .found(nil), .absent: record[.egressPossible] = .unknown(.notObserved("the rules were not read"))
        case .unreadable(let why): record[.egressPossible] = .unknown(why)
        }
        return record
    }
}
