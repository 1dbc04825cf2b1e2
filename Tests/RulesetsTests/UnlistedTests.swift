import Documents
import Foundation
import MachineTesting
import Testing

@testable import Rulesets

/// What no rule names, in one answer for all such packets, beside packets that are followed one by one.
@Suite struct UnlistedTests {
    /// `make prove-long` tries more.
    private static let rulesets = ProcessInfo.processInfo.environment["NACRE_PROVE_RULESETS"].flatMap { Int($0) } ?? 600
    private static let topology = Topology(
        interfaces: [
            Topology.Interface("lo", .loopback),
            Topology.Interface(
                "eth0",
                .outside,
                own: ["203.0.113.2", "2001:db8:1::2"].compactMap { Address($0) },
                networks: ["203.0.113.0/24", "2001:db8:1::/64"].compactMap { AddressRange($0) }
            ),
        ],
        routes: ["0.0.0.0/0"].compactMap { AddressRange($0) }.map { Topology.Route($0, interface: "eth0") },
        forwards: [.ipv4]
    )
    private let outside = Door.Vantage(.outside, interface: "eth0")

    private static func prover(_ text: String, _ family: AddressFamily = .ipv4) throws -> Prover {
        Prover(try SavedRules(text, family: family).ruleset(.iptablesNFT), topology: topology)
    }

    private func input(_ rules: [String], policy: String = "DROP") throws -> [Door.Verdict] {
        let rules = rules.map { "-A INPUT \($0)\n" }.joined()
        let text = "*filter\n:INPUT \(policy) [0:0]\n:one - [0:0]\n\(rules)COMMIT\n"
        return try Self.prover(text).unlisted(at: .input, from: outside, over: .ipv4).map(\.verdict)
    }

    @Test(arguments: [
        ("-s 198.51.100.0/24 -j ACCEPT", false), ("-p tcp -m tcp --dport 22 -j ACCEPT", false),
        ("-s 10.0.0.0/8 -j ACCEPT", false), ("-s 128.0.0.0/1 -p tcp -j ACCEPT", true),
        ("-p tcp -m tcp --dport 1024:65535 -j ACCEPT", true), ("-p tcp -m tcp --dport 40000:50000 -j ACCEPT", false),
        ("-p tcp -m tcp --sport 53 -j ACCEPT", true), ("-m limit --limit 5/min -j ACCEPT", true),
        ("-m hashlimit --hashlimit-above 9/sec --hashlimit-mode srcip --hashlimit-name a -j ACCEPT", true),
        ("-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", false), ("-i lo -j ACCEPT", false),
    ])
    func `a rule for some opens nothing to those whom no rule names`(_ rule: String, _ isOpen: Bool) throws {
        #expect(try input([rule]).first == (isOpen ? .open : .closed))
    }

    @Test func `rules that name everybody leave nobody out of the question`() throws {
        let halves = try input(["-s 0.0.0.0/1 -j ACCEPT", "-s 128.0.0.0/1 -j ACCEPT"])
        #expect(halves == [.open, .open])
        let small = (0...255).map { "-s \($0).0.0.0/8 -j ACCEPT" }
        #expect(try input(small) == [.open, .open])
        #expect(
            try input([
                "-p tcp -m multiport --dports 1:9999,10000:19999,20000:29999,30000:39999 -j DROP",
                "-p tcp -m multiport --dports 40000:49999,50000:59999,60000:65535 -j DROP", "-p tcp -j ACCEPT",
            ])
                == [.closed, .closed]
        )
    }

    @Test(arguments: [
        ("-j ACCEPT", true), ("-p tcp -m limit --limit 5/min -j ACCEPT", true), ("-p udp -j ACCEPT", false),
        ("-p tcp -m tcp --sport 53 -j ACCEPT", false), ("-s 128.0.0.0/1 -j ACCEPT", false),
    ])
    func `what is open to some is not open to all`(_ rule: String, _ isWhole: Bool) throws {
        let prover = try Self.prover("*filter\n:INPUT DROP [0:0]\n-A INPUT \(rule)\nCOMMIT\n")
        #expect(prover.admitsEveryUnlistedConnection(from: outside, over: .ipv4) == isWhole)
    }

    @Test func `what may be refused or not is neither`() throws {
        #expect(try input([#"-m bpf --bytecode "4,48 0 0 9" -j ACCEPT"#]) == [.unknown, .unknown])
        let both = [#"-m bpf --bytecode "4,48 0 0 9" -j DROP"#, "-j DROP"]
        #expect(try input(both) == [.closed, .closed])
    }

    @Test func `the rule or the chain that decides is named`() throws {
        func decision(_ rules: String, _ policy: String = "DROP") throws -> String? {
            let text =
                "*mangle\n:INPUT ACCEPT [0:0]\nCOMMIT\n*filter\n:INPUT \(policy) [0:0]\n:one - [0:0]\n\(rules)COMMIT\n"
            return try Self.prover(text).unlisted(at: .input, from: outside, over: .ipv4).first.map { "\($0.decision)" }
        }
        #expect(try decision("-A INPUT -j one\n-A one -p tcp -j RETURN\n") == "the end of filter's INPUT")
        #expect(try decision("", "ACCEPT") == "the end of filter's INPUT")
        #expect(try decision("-A INPUT -j one\n-A one -p tcp -j ACCEPT\n") == "filter: -A one -p tcp -j ACCEPT")
        #expect(try decision("-A INPUT -j one\n-A one -p tcp -j REJECT\n") == "filter: -A one -p tcp -j REJECT")
        #expect(
            try decision("-A INPUT -p tcp -m bpf --bytecode \"4,48 0 0 9\" -j ACCEPT\n")
                == "filter: -A INPUT -p tcp -m bpf --bytecode \"4,48 0 0 9\" -j ACCEPT"
        )
        let none = Prover(Ruleset(), topology: Self.topology).unlisted(at: .input, from: outside, over: .ipv4)
        #expect(none.first.map { "\($0.decision)" } == "no rules at all")
    }

    @Test func `rules that accept within a limit are found, but for those that change nothing`() throws {
        func limited(_ rules: [String]) throws -> [String] {
            let rules = rules.map { "-A \($0)\n" }.joined()
            let prover = try Self.prover("*filter\n:INPUT DROP [0:0]\n:one - [0:0]\n\(rules)COMMIT\n")
            return prover.limitedAccepts(from: outside, over: .ipv4).map { "\($0)" }
        }
        let tcp = "INPUT -p tcp -m limit --limit 5/min -j ACCEPT"
        let udp = "INPUT -p udp -m limit --limit 5/min -j one"
        #expect(try limited([tcp, udp, "one -j ACCEPT"]) == ["filter: -A \(tcp)", "filter: -A one -j ACCEPT"])
        #expect(try limited([udp, tcp, "one -j ACCEPT"]).count == 2)
        #expect(try limited([tcp, "INPUT -j ACCEPT"]).isEmpty)
        #expect(try limited(["INPUT -p tcp -m tcp --dport 22 -m limit --limit 5/min -j ACCEPT"]).isEmpty)
    }

    @Test(arguments: [
        ("-j ACCEPT", Door.Verdict.open),
        ("-p ipv6-icmp -m icmp6 --icmpv6-type 135 -m hl --hl-eq 255 -j ACCEPT", .open),
        ("-s fe80::/10 -p ipv6-icmp -j ACCEPT", .open), ("-s fe80::1/128 -p ipv6-icmp -j ACCEPT", .closed),
        ("-p ipv6-icmp -m icmp6 --icmpv6-type 128 -j ACCEPT", .closed),
        ("-m conntrack --ctstate NEW -j ACCEPT", .closed),
        ("-p ipv6-icmp -m bpf --bytecode \"4,48 0 0 9\" -j ACCEPT", .unknown),
    ])
    func `solicitations of neighbors get in where all of them do`(_ rule: String, _ verdict: Door.Verdict) throws {
        let prover = try Self.prover("*filter\n:INPUT DROP [0:0]\n-A INPUT \(rule)\nCOMMIT\n", .ipv6)
        #expect(prover.solicitations(on: "eth0").verdict == verdict)
    }

    @Test func `thousands of random rulesets do with such packets what is said of all of them`() throws {
        var random = SeededGenerator(seed: 41)
        var (questions, unknown, traced) = (0, 0, 0)
        for _ in 0..<Self.rulesets {
            let text = RandomFilter(&random).text
            let ruleset = try SavedRules(text, family: .ipv4).ruleset(.iptablesNFT)
            let prover = Prover(ruleset, topology: Self.topology)
            for hook in [Hook.input, .forward, .output] {
                let vantage = hook == .output ? Door.Vantage(.host) : outside
                let packets = UnlistedSource(ruleset, hook).packets
                for door in prover.unlisted(at: hook, from: vantage, over: .ipv4) {
                    questions += 1
                    if door.verdict == .unknown { unknown += 1 }
                    let fates = packets.filter { $0.transport == door.transport }.map { $0.fate(under: ruleset, hook) }
                    traced += fates.count
                    // Past a rule that is not understood the trace only knows what may happen.
                    let isUnderstood = !text.contains(RandomFilter.strange)
                    switch door.verdict {
                    case .open:
                        let fate = try #require(door.witness).packet(at: hook).fate(under: ruleset, hook)
                        #expect(isUnderstood ? fate == true : fate != false, "\(door)\n\(text)")
                    case .closed:
                        #expect(
                            fates.allSatisfy { isUnderstood ? $0 == false : $0 != true },
                            "\(hook) \(door)\n\(text)"
                        )
                    // Where one limit lets in and another refuses it depends on both.
                    case .unknown: #expect(!isUnderstood || ruleset.limits, "\(hook) \(door)\n\(text)")
                    }
                }
            }
        }
        #expect(questions > Self.rulesets * 5 && traced > Self.rulesets * 100 && unknown * 20 < questions)
        print("\(questions) questions, \(unknown) unknown, \(traced) packets traced")
    }
}
