import MachineTesting
import Testing

@testable import Rulesets

@Suite struct UFWRuleTests {
    private let policy = FirewallPolicy(openings: [.init(22), .init(443)], blockedEgress: [25...25])

    /// As UFW 0.36 writes it.
    private let file = """
        *filter
        :ufw-user-input - [0:0]
        ### RULES ###

        ### tuple ### deny any any 0.0.0.0/0 any 192.0.2.9 in
        -A ufw-user-input -s 192.0.2.9 -j DROP

        ### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in comment=6f6c64
        -A ufw-user-input -p tcp --dport 22 -j ACCEPT

        ### tuple ### limit tcp 2222 0.0.0.0/0 any 0.0.0.0/0 in
        -A ufw-user-input -p tcp --dport 2222 -m conntrack --ctstate NEW -m recent --set
        -A ufw-user-input -p tcp --dport 2222 -m conntrack --ctstate NEW -m recent --update -j ufw-user-limit
        -A ufw-user-input -p tcp --dport 2222 -j ufw-user-limit-accept

        ### tuple ### allow tcp 5432 0.0.0.0/0 any 10.0.0.0/8 in_ens10
        -A ufw-user-input -i ens10 -p tcp -s 10.0.0.0/8 --dport 5432 -j ACCEPT

        ### tuple ### deny tcp 443 0.0.0.0/0 any 0.0.0.0/0 in
        -A ufw-user-input -p tcp --dport 443 -j DROP

        ### tuple ### deny udp 161 0.0.0.0/0 any 0.0.0.0/0 in
        -A ufw-user-input -p udp --dport 161 -j DROP

        ### tuple ### allow tcp 25 0.0.0.0/0 any 0.0.0.0/0 out
        -A ufw-user-output -p tcp --dport 25 -j ACCEPT

        ### tuple ### allow udp 53 0.0.0.0/0 any 0.0.0.0/0 out
        -A ufw-user-output -p udp --dport 53 -j ACCEPT

        ### tuple ### route:allow tcp 80 0.0.0.0/0 any 0.0.0.0/0 in_wg0!out_eth0
        -A ufw-user-forward -i wg0 -o eth0 -p tcp --dport 80 -j ACCEPT

        ### END RULES ###
        -A ufw-user-limit -j REJECT
        COMMIT

        """

    @Test func `what was denied stays denied; what was allowed is what the policy allows`() throws {
        let text = try #require(policy.ufwUserRules(.ipv4, file))
        let tuples = text.split(separator: "\n").filter { $0.hasPrefix("### tuple") }.map { $0.dropFirst(14) }
        #expect(
            tuples == [
                "deny any any 0.0.0.0/0 any 192.0.2.9 in", "deny udp 161 0.0.0.0/0 any 0.0.0.0/0 in",
                "route:allow tcp 80 0.0.0.0/0 any 0.0.0.0/0 in_wg0!out_eth0",
                "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in", "allow tcp 443 0.0.0.0/0 any 0.0.0.0/0 in",
                "deny tcp 25 0.0.0.0/0 any 0.0.0.0/0 out", "allow udp 53 0.0.0.0/0 any 0.0.0.0/0 out",
            ]
        )
        #expect(policy.ufwUserRules(.ipv4, text) == text)
        #expect(text.hasPrefix("*filter\n:ufw-user-input - [0:0]\n"))
        #expect(text.hasSuffix("### END RULES ###\n-A ufw-user-limit -j REJECT\nCOMMIT\n"))
    }

    @Test func `names what it takes back`() {
        #expect(
            policy.ufwOpeningsToClose(.ipv4, file) == [
                "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in comment=6f6c64", "limit tcp 2222 0.0.0.0/0 any 0.0.0.0/0 in",
                "allow tcp 5432 0.0.0.0/0 any 10.0.0.0/8 in_ens10", "deny tcp 443 0.0.0.0/0 any 0.0.0.0/0 in",
                "allow tcp 25 0.0.0.0/0 any 0.0.0.0/0 out",
            ]
        )
    }

    @Test func `takes any file, and the same file once more changes nothing`() {
        var dice = Dice(seed: 43)
        let pieces =
            file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [
                "### tuple ###", "### tuple ### ", "### tuple ### allow tcp 1:70000,5 x",
                "### tuple ### deny tcp 9:3 a b c in",
            ]
        for _ in 0..<2000 {
            let text = (0..<dice.number(0...20)).map { _ in pieces[dice.number(0...(pieces.count - 1))] }
                .joined(separator: "\n")
            for family in AddressFamily.allCases {
                if let once = policy.ufwUserRules(family, text) { #expect(policy.ufwUserRules(family, once) == once) }
                _ = policy.ufwOpeningsToClose(family, text)
            }
        }
    }
}
