import Catalog
import Hardening
import Rulesets
import Surface

extension FilteredFamily {
    /// Ports that matter whether or not anything listens there: the gateway's by default, and dashboards' and metrics'.
    static let askedPorts: [UInt16] = [22, 80, 443, 2222, 2375, 2376, 8080, 9090, 18789, 18790]

    /// Which ports let in who is outside, and which published ports lead to containers.
    func ports(_ outside: Reading<OutsideDoors?>) -> [Record] {
        let named = Set(namedPorts).subtracting(Self.askedPorts).sorted()
        let asked = (Self.askedPorts + named.prefix(Self.mostNamed)).sorted()
        return asked.map { hostPort($0, outside) } + publishedPorts(outside)
    }

    /// Of ports that rules name, so many are looked at, and of those of one rule that publishes them.
    private static let (mostNamed, mostPublished) = (1000, 256)

    /// What stands for the published ports that are not looked at.
    private var furtherPublished: Record {
        let why = Value.unknown(.tooLarge("a rule publishes more than \(Self.mostPublished) ports"))
        var record = Record("\(filters.family.rawValue) published ports beyond those looked at", common)
        record[.ruleKind] = .rule(.publishedPort)
        (record[.hostPort], record[.reachable]) = (why, why)
        return record
    }

    /// Single ports that rules on the way in name.
    private var namedPorts: [UInt16] {
        filters.ruleset.tables.filter { $0.sees(filters.family) }.flatMap { table in
            let entered = table.chainsEntered(at: [.prerouting, .input])
            return table.chains.filter { entered.contains($0.name) }.flatMap(\.rules).flatMap(\.matches)
        }.flatMap { match -> [UInt16] in
            guard case .destinationPort(let ranges) = match.test else { return [] }
            return ranges.filter { $0.count == 1 }.map(\.lowerBound)
        }
    }

    private func hostPort(_ port: UInt16, _ outside: Reading<OutsideDoors?>) -> Record {
        var record = Record("\(filters.family.rawValue) port \(port)", common)
        record[.ruleKind] = .rule(.port)
        record[.hostPort] = .number(Int(port))
        tell(&record, outside) { outside in
            outside.port(port, Packet.tcp, findingWitness: Self.askedPorts.contains(port))
        }
        return record
    }

    /// Writes what is proven, or why nothing is.
    private func tell(
        _ record: inout Record,
        _ outside: Reading<OutsideDoors?>,
        _ answer: (OutsideDoors) -> OutsideAnswer
    ) {
        switch outside {
        case .found(let outside?): answer(outside).tell(&record)
        case .found(nil), .absent: record[.reachable] = .unknown(.notObserved("the rules were not read"))
        case .unreadable(let why): record[.reachable] = .unknown(why)
        }
    }

    /// Ports whose packets are sent on to another address, as Docker publishes them.
    private func publishedPorts(_ outside: Reading<OutsideDoors?>) -> [Record] {
        var records: [Record] = []
        for table in filters.ruleset.tables where table.sees(filters.family) {
            let entered = table.translationChains
            for chain in table.chains where entered.contains(chain.name) {
                for rule in chain.rules {
                    guard case .redirect(let address?, let port) = rule.action, address.family == filters.family else {
                        continue
                    }
                    let ports = rule.destinationPorts
                    for hostPort in ports.prefix(Self.mostPublished) {
                        records.append(published(rule, hostPort, address, port ?? hostPort, outside))
                    }
                    if ports.count > Self.mostPublished {
                        records.append(furtherPublished)
                    }
                }
            }
        }
        return records
    }

    private func published(
        _ rule: Rule,
        _ hostPort: UInt16,
        _ container: Address,
        _ port: UInt16,
        _ outside: Reading<OutsideDoors?>
    ) -> Record {
        let transport = rule.asksFor(Packet.udp) ? Packet.udp : Packet.tcp
        var record = Record(
            "\(filters.family.rawValue) published port \(hostPort)/\(Packet.name(of: transport))",
            common
        )
        record[.ruleKind] = .rule(.publishedPort)
        record[.hostPort] = .number(Int(hostPort))
        record.identity[.transport] = .text(Packet.name(of: transport))
        record[.leadsTo] = .text("\(container) port \(port)")
        record[.ruleText] = .text(rule.source)
        tell(&record, outside) { $0.published(hostPort, transport, to: container) ?? OutsideAnswer([]) }
        return record
    }
}

extension Table {
    /// Chains of address translation that packets from outside get into.
    fileprivate var translationChains: Set<String> {
        var reached = Set(chains.filter { $0.base?.kind == .nat && $0.base?.hook == .prerouting }.map(\.name))
        var grows = true
        while grows {
            let more = chains.filter { reached.contains($0.name) }.flatMap(\.rules).compactMap { rule in
                switch rule.action {
                case .jump(let name), .goto(let name): name
                default: nil
                }
            }
            let before = reached.count
            reached.formUnion(more)
            grows = reached.count > before
        }
        return reached
    }
}

extension Rule {
    /// The ports a rule names.
    fileprivate var destinationPorts: [UInt16] {
        matches.flatMap { match -> [UInt16] in
            guard case .destinationPort(let ranges) = match.test, !match.isNegated else { return [] }
            return ranges.flatMap { Array($0) }
        }
    }

    fileprivate func asksFor(_ transport: UInt8) -> Bool {
        matches.contains {
            if case .transport(let numbers) = $0.test { numbers == [transport...transport] } else { false }
        }
    }
}
