import MachineTesting
import Documents
import Testing

@testable import Rulesets

@Suite struct ManyRulesTests {
    @Test func `hundreds of rules asked at once decide as one after the other`() throws {
        let accepted = try (1...12).reduce(0) { try $0 + Self.accepted(seed: $1) }
        #expect(accepted > 300)
    }

    /// How many of some packets the rules accept.
    private static func accepted(seed: UInt64) throws -> Int {
        var random = SeededGenerator(seed: seed)
        let maker = ManyRules(&random)
        let ruleset = try SavedRules(maker.text, family: .ipv4).ruleset(.iptablesNFT)
        let topology = Topology(guessedFrom: ruleset)
        let table = try #require(ruleset.tables.first)
        let chain = try #require(table[chain: "INPUT"])
        let box = BoxReader(family: .ipv4, topology: topology, marks: Marks(ruleset))
        var reader = FlowReader(table, box)
        let flow = reader.enter(chain, policy: .drop, with: .all)
        #expect(!flow.isIncomplete && flow.isApart)
        var count = 0
        for _ in 0..<400 {
            let packet = maker.packet(&random)
            let point = try #require(Self.point(packet, topology))
            let accepting = flow.accepted.intersection(point).boxes.count
            let dropping = flow.dropped.intersection(point).boxes.count
            #expect(accepting + dropping == 1, "each packet is in one box")
            let fate = ruleset.fate(of: packet, at: [.input]).verdict
            count += accepting
            #expect(accepting == (fate == .accept ? 1 : 0), "\(packet)")
        }
        return count
    }

    @Test func `a thousand rules about addresses and ports are few boxes`() throws {
        var random = SeededGenerator(seed: 7)
        var lines = ["*filter", ":INPUT DROP [0:0]"]
        for _ in 0..<600 {
            lines.append("-A INPUT -s 198.51.\(UInt8.random(in: 0...255, using: &random)).7/32 -j DROP")
            lines.append("-A INPUT -p tcp -m tcp --dport \(UInt16.random(in: 1...9, using: &random)) -j ACCEPT")
        }
        let rules = try SavedRules((lines + ["COMMIT", ""]).joined(separator: "\n"), family: .ipv4)
        let ruleset = rules.ruleset(.iptablesNFT)
        let prover = Prover(ruleset, topology: Topology(guessedFrom: ruleset))
        let vantage = try #require(prover.vantages.first)
        let doors = prover.doors(from: vantage, over: .ipv4)
        let open = doors.filter { $0.verdict == .open }.flatMap(\.ports)
        #expect(IntervalSet(open).ranges == [1...9])
        #expect(doors.allSatisfy { $0.verdict != .unknown })
    }

    /// The one packet as a box.
    private static func point(_ packet: Packet, _ topology: Topology) -> PacketBox? {
        let input = packet.inputInterface.flatMap { topology.index(of: $0) } ?? 0
        return PacketBox.port(packet.destinationPort, packet.transport)?
            .narrowed(.sourcePort, to: IntervalSet(packet.sourcePort))?
            .narrowed(.input, to: IntervalSet(input))?
            .narrowed(.state, to: IntervalSet(packet.connectionState.number))?
            .narrowed(.flags, to: IntervalSet(UInt16(packet.tcpFlags)))?
            .narrowed(.source, toAddresses: IntervalSet(packet.source.bits))?
            .narrowed(.destination, toAddresses: IntervalSet(packet.destination.bits))
    }
}

/// A random ruleset of hundreds of rules, and packets that meet them.
private struct ManyRules {
    let text: String
    private let sources: [String]
    private let destinations = ["203.0.113.5", "203.0.113.6", "172.17.0.2"]
    private let inputs = ["eth0", "eth1", "lo"]

    init(_ random: inout SeededGenerator) {
        sources = (0..<40).map { _ in
            "\(Int.random(in: 10...11, using: &random)).\(Int.random(in: 0...3, using: &random)).0."
                + "\(Int.random(in: 1...6, using: &random))"
        }
        var lines = ["*filter", ":INPUT DROP [0:0]", ":one - [0:0]", ":two - [0:0]"]
        let actions = ["ACCEPT", "DROP", "REJECT", "RETURN"]
        let isWide = Bool.random(using: &random)
        for (chain, targets, count) in [
            ("INPUT", actions.prefix(3) + ["one", "two"], 200), ("one", actions + ["two"], 60), ("two", actions, 40),
        ] {
            for number in 0..<count {
                var rule = "-A \(chain)"
                func add(_ part: String, of chances: Int, negated: Bool = true) {
                    guard Int.random(in: 0..<chances, using: &random) == 0 else { return }
                    rule += (negated && Int.random(in: 0..<12, using: &random) == 0 ? " ! " : " ") + part
                }
                let source = sources.randomElement(using: &random) ?? ""
                let length = [8, 16, 30, 32, 32, 32].randomElement(using: &random) ?? 32
                let plain = number % 3
                if plain != 0 { add("-s \(source)/\(length)", of: 1) }
                if isWide { add("-d \(destinations.randomElement(using: &random) ?? "")/32", of: 3) }
                if isWide { add("-i \(inputs.randomElement(using: &random) ?? "")", of: 4) }
                if plain != 1 {
                    let name = Bool.random(using: &random) ? "tcp" : "udp"
                    let low = Int.random(in: 1...60, using: &random)
                    rule += " -p \(name) -m \(name)"
                    add("--dport \(low):\(low + Int.random(in: 0...5, using: &random))", of: 1)
                    if isWide { add("--sport \(low):\(low + 20)", of: 4) }
                }
                // Chains are left for the others by few rules only.
                let isJump = Int.random(in: 0..<20, using: &random) == 0
                let some = isJump ? targets.dropFirst(3) : targets[...]
                let target = some.randomElement(using: &random) ?? "DROP"
                lines.append(rule + " -j \(!isJump && target.count == 3 ? "DROP" : target)")
            }
        }
        text = (lines + ["COMMIT", ""]).joined(separator: "\n")
    }

    func packet(_ random: inout SeededGenerator) -> Packet {
        let known = Address(sources.randomElement(using: &random) ?? "")
        let source = Int.random(in: 0..<4, using: &random) == 0 ? Address("192.0.2.1") : known
        var packet = Packet(
            from: source ?? Address(family: .ipv4, bits: 1),
            to: destinations.randomElement(using: &random).flatMap { Address($0) } ?? Address(family: .ipv4, bits: 2),
            transport: Int.random(in: 0..<3, using: &random) == 0 ? Packet.udp : Packet.tcp,
            port: UInt16.random(in: 1...68, using: &random),
            sourcePort: UInt16.random(in: 1...90, using: &random)
        )
        packet.inputInterface = inputs.randomElement(using: &random)
        return packet
    }
}
