import Testing

@testable import Observers

@Suite struct BanVerdictTests {
    private static func iptables(_ target: String, _ proto: String = "tcp") -> BanAction {
        BanAction(
            name: "iptables-multiport",
            start: """
                { iptables -w -C f2b-sshd -j RETURN >/dev/null 2>&1; } || { iptables -w -N f2b-sshd || true; \
                iptables -w -A f2b-sshd -j RETURN; }
                for proto in $(echo '\(proto)' | sed 's/,/ /g'); do
                { iptables -w -C INPUT -p $proto -m multiport --dports ssh -j f2b-sshd >/dev/null 2>&1; } || \
                { iptables -w -I INPUT -p $proto -m multiport --dports ssh -j f2b-sshd; }
                done
                """,
            ban: "iptables -w -I f2b-sshd 1 -s <ip> -j \(target)"
        )
    }

    @Test(arguments: ["REJECT --reject-with icmp-port-unreachable", "DROP", "TARPIT"])
    func `refusing closes`(_ target: String) { #expect(Self.iptables(target).closes(22)) }

    @Test(arguments: ["RETURN", "ACCEPT", "LOG --log-prefix banned"])
    func `letting through closes nothing`(_ target: String) { #expect(Self.iptables(target).effect == .tells) }

    @Test func `a target that is not known is not taken for one that refuses`() {
        #expect(Self.iptables("MYCHAIN").effect == .unknown)
        #expect(Self.iptables("<blocktype>").effect == .unknown)
    }

    @Test(arguments: [("tcp", true), ("udp", false), ("tcp,udp", true), ("all", true), ("sctp", false)])
    func `guesses come by TCP`(_ proto: String, _ closes: Bool) {
        #expect(Self.iptables("DROP", proto).closes(22) == closes)
    }

    private static func nftables(_ verdict: String, _ proto: String = "tcp") -> BanAction {
        BanAction(
            name: "nftables-allports",
            start: """
                nft add table inet f2b-table
                nft -- add chain inet f2b-table f2b-chain \\{ type filter hook input priority -1 \\; \\}
                nft add set inet f2b-table addr-set-sshd \\{ type ipv4_addr\\; \\}
                nft add rule inet f2b-table f2b-chain meta l4proto \\{ \(proto) \\} ip saddr @addr-set-sshd \(verdict)
                """,
            ban: "nft add element inet f2b-table addr-set-sshd \\{ <ip> \\}"
        )
    }

    @Test func `of nftables, what the rule says of a banned address counts`() {
        #expect(Self.nftables("drop").closes(22) && Self.nftables("reject").closes(22))
        #expect(Self.nftables("counter drop").closes(22))
        #expect(Self.nftables("accept").effect == .tells && Self.nftables("continue").effect == .tells)
        #expect(Self.nftables("mymark").effect == .unknown)
        #expect(!Self.nftables("drop", "udp").closes(22))
    }

    private static func ufw(_ application: String, _ verb: String = "reject", to: String = "any") -> BanAction {
        BanAction(
            name: "ufw",
            start: "",
            ban: """
                if [ -n "\(application)" ] && ufw app info "\(application)"
                then
                ufw prepend \(verb) from <ip> to \(to) app "\(application)" comment "by Fail2Ban"
                else
                ufw prepend \(verb) from <ip> to \(to) comment "by Fail2Ban"
                fi
                """
        )
    }

    @Test func `of UFW, the verb, the place and the profile of ports count`() {
        #expect(Self.ufw("").closes(2222))
        #expect(Self.ufw("OpenSSH").closes(22) && !Self.ufw("OpenSSH").closes(2222))
        #expect(Self.ufw("Mine").effect == .unknown)
        #expect(Self.ufw("", "allow").effect == .tells)
        #expect(Self.ufw("", to: "192.0.2.1").effect == .unknown)
    }
}
