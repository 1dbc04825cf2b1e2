import Rulesets
import Testing

/// Rules as people type them mean what iptables-save writes after iptables has taken them.
///
/// Each pair was seen with iptables 1.8.9, with both of its backends.
@Suite struct TypedRulesTests {
    private func rules(_ lines: [String], _ family: AddressFamily = .ipv4) throws -> [Rule] {
        let head = "*filter\n:INPUT ACCEPT [0:0]\n:x - [0:0]\n"
        let text = head + lines.map { "-A INPUT \($0)\n" }.joined() + "COMMIT\n"
        let tables = try SavedRules(text, family: family).ruleset(.iptablesNFT).tables
        return try #require(tables.first?[chain: "INPUT"]?.rules)
    }

    /// What a rule asks, in no order, and what it does.
    private func meaning(_ line: String, _ family: AddressFamily = .ipv4) throws -> [String] {
        try rules([line], family).flatMap { rule in
            rule.matches.map { "\($0)" }.sorted() + ["\(rule.action)"]
        }
    }

    @Test(arguments: [
        ("-p tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p TCP --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p 6 --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p udp --sport 53 -j ACCEPT", "-p udp -m udp --sport 53 -j ACCEPT"),
        ("-p sctp --dport 53 -j ACCEPT", "-p sctp -m sctp --dport 53 -j ACCEPT"),
        ("-p dccp --dport 53 -j ACCEPT", "-p dccp -m dccp --dport 53 -j ACCEPT"),
        ("-p esp --espspi 5 -j ACCEPT", "-p esp -m esp --espspi 5 -j ACCEPT"),
        ("-p icmp --icmp-type echo-request -j ACCEPT", "-p icmp -m icmp --icmp-type 8 -j ACCEPT"),
        ("-p icmp --icmp-type ping -j ACCEPT", "-p icmp -m icmp --icmp-type 8 -j ACCEPT"),
        ("-p tcp --dpor 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p tcp --destination-p 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p tcp --destination-port 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p tcp --source-port 22 -j ACCEPT", "-p tcp -m tcp --sport 22 -j ACCEPT"),
        ("-p tcp --dport=22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p tcp ! --dport 22 -j ACCEPT", "-p tcp -m tcp ! --dport 22 -j ACCEPT"),
        ("-p tcp --syn -j ACCEPT", "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT"),
        ("-p tcp ! --syn -j ACCEPT", "-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT"),
        ("-p tcp --dport ssh -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p tcp --dport 0x16 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p tcp --dport :1024 -j ACCEPT", "-p tcp -m tcp --dport 0:1024 -j ACCEPT"),
        ("-p tcp --dport 1024: -j ACCEPT", "-p tcp -m tcp --dport 1024:65535 -j ACCEPT"),
        ("-s 0/0 -j ACCEPT", "-s 0.0.0.0/0 -j ACCEPT"), ("-s 10.1/16 -j ACCEPT", "-s 10.1.0.0/16 -j ACCEPT"),
        ("-s 10.1.2.3/255.0.0.0 -j ACCEPT", "-s 10.0.0.0/8 -j ACCEPT"),
        ("-j ACCEPT -p tcp --dport 22", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-g x -p tcp --dport 22", "-p tcp -m tcp --dport 22 -g x"),
        ("-j DROP -s 10.0.0.1", "-s 10.0.0.1/32 -j DROP"),
        (
            "-j REJECT -s 10.0.0.1 --reject-with icmp-port-unreachable",
            "-s 10.0.0.1/32 -j REJECT --reject-with icmp-port-unreachable"
        ),
        (
            "-p tcp -m comment --comment \"a b\" --dport 22 -j ACCEPT",
            "-p tcp -m comment --comment \"a b\" -m tcp --dport 22 -j ACCEPT"
        ),
        (
            "-p tcp -m limit --limit 5/sec --dport 22 -j ACCEPT",
            "-p tcp -m limit --limit 5/sec -m tcp --dport 22 -j ACCEPT"
        ),
        (
            "-m state --state NEW -p tcp --dport 22 -j ACCEPT",
            "-p tcp -m state --state NEW -m tcp --dport 22 -j ACCEPT"
        ),
        ("--protocol tcp --destination-port 22 --jump ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("--proto tcp --dport 22 --jump ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("--src 10.0.0.1 --in-interface eth0 -j ACCEPT", "-s 10.0.0.1/32 -i eth0 -j ACCEPT"),
        ("-p tcp  --dport 22\t-j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
        ("-p tcp -m multiport --dport 22,80 -j ACCEPT", "-p tcp -m multiport --dports 22,80 -j ACCEPT"),
        ("-p tcp -m multiport --port 22,80 -j ACCEPT", "-p tcp -m multiport --ports 22,80 -j ACCEPT"),
        ("-p ip -j ACCEPT", "-p all -j ACCEPT"),
        ("-4 -p tcp --dport 22 -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT"),
    ]) func `means the same as what iptables makes of it`(_ typed: String, _ saved: String) throws {
        #expect(try meaning(typed) == meaning(saved))
        #expect(try !meaning(typed).joined().contains("other") || meaning(saved).joined().contains("other"))
    }

    @Test(arguments: [
        ("-p icmpv6 --icmpv6-type echo-request -j ACCEPT", "-p ipv6-icmp -m icmp6 --icmpv6-type 128 -j ACCEPT"),
        ("-p 58 --icmpv6-type 128 -j ACCEPT", "-p ipv6-icmp -m icmp6 --icmpv6-type 128 -j ACCEPT"),
        ("-p mh --mh-type 1 -j ACCEPT", "-p mobility-header -m mh --mh-type 1 -j ACCEPT"),
    ]) func `means the same in IPv6`(_ typed: String, _ saved: String) throws {
        #expect(try meaning(typed, .ipv6) == meaning(saved, .ipv6))
    }

    /// What iptables refuses is loaded nowhere, and nothing is said of it.
    @Test(arguments: [
        "--dport 22 -p tcp -j ACCEPT", "-p tcp --dports 22,80 -j ACCEPT", "-p udplite --dport 53 -j ACCEPT",
        "-p tcp --dport 90:80 -j ACCEPT", "-p tcp --dport 022 -j ACCEPT", "-p tcp --dport nothing -j ACCEPT",
        "-s host.example -j ACCEPT",
        "--dport 22 -j ACCEPT", "-p icmp --dport 22 -j ACCEPT", "-p tcp --dport 22 -j ACCEPT -j DROP",
        "-p tcp -p tcp -j ACCEPT", "-i eth0 -i eth1 -j ACCEPT", "-j ACCEPT -g DROP",
    ]) func `what iptables refuses stays unknown`(_ line: String) throws {
        #expect(try meaning(line).joined().contains("other"))
    }

    @Test func `several addresses are as many rules`() throws {
        let rule = try #require(try rules(["-s 10.0.0.0/8,192.168.0.0/16 -j ACCEPT"]).first)
        let ranges = try ["10.0.0.0/8", "192.168.0.0/16"].map { try #require(AddressRange($0)) }
        #expect(rule.matches == [Match(.source(ranges))])
    }

    @Test func `a rule of the other family is none of this one`() throws {
        #expect(try rules(["-6 -p tcp --dport 22 -j ACCEPT"]).isEmpty)
        #expect(try rules(["-4 -p tcp --dport 22 -j ACCEPT"], .ipv6).isEmpty)
    }
}
