import Controls
import Hardening
import Rulesets
import Testing

@Suite struct FirewallPolicyTests {
    @Test func `standalone opens its SSH port and the web`() {
        let policy = FirewallPolicy(Profile.standalone)
        #expect(policy.openings.map(\.port) == [2222, 80, 443])
        #expect(policy.openings.allSatisfy { $0.sources == nil })
        #expect(policy.blockedEgress == [25...25, 465...465, 587...587, 6660...6669, 6697...6697, 7000...7000])
    }

    @Test func `new connections are passed on from a named interface, and none to it`() {
        let policy = FirewallPolicy(openings: [], forwarded: ["wg0"])
        #expect(policy.nftables.contains("iifname \"wg0\" accept"))
        #expect(!policy.nftables.contains("oifname \"wg0\""))
        for family in AddressFamily.allCases {
            let rules = policy.iptablesFile(family)
            #expect(rules.contains("-A NACRE-FORWARD -i wg0 -j RETURN") && !rules.contains("-o wg0"))
        }
    }

    @Test func `managed opens the proxy's ports for the proxy only`() {
        var profile = Profile.managed
        profile.firewall.trustedSources = ["203.0.113.99", "2001:db8::/64"]
        let policy = FirewallPolicy(profile)
        for port in profile.firewall.restrictedPorts {
            let opening = policy.openings.first { Int($0.port) == port }
            #expect(opening?.sources?.map { "\($0)" } == ["203.0.113.99", "2001:db8::/64"])
        }
        profile.firewall.trustedSources = []
        #expect(
            FirewallPolicy(profile).openings.contains { $0.sources == [] } == !profile.firewall.restrictedPorts.isEmpty
        )
    }
}
