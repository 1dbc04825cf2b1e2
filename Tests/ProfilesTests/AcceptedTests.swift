import Catalog
import Documents
import Hardening
import Profiles
import Testing

@Suite struct AcceptedTests {
    private static let file = """
        extends: standalone
        accepted:
          proxy.serve-through-proxy:
            reason: we come by Tailscale
            until: "2027-03-31"
            seen: ["proxy servers: nothing of the kind"]
        """

    private static func finding(_ seen: [(String, String)], _ verdict: Finding.Verdict = .drifted) -> Finding {
        Finding(verdict: verdict, evidence: seen.map { Evidence($0.0, observed: $0.1, wanted: "w") })
    }

    private static func profile(seen: Set<String>, until: String? = nil) -> Profile {
        var profile = Profile.standalone
        profile.accepted["ssh.a"] = Profile.Accepted(reason: "why", until: until, seen: seen)
        return profile
    }

    @Test func `a file is read, and what it says is written again`() throws {
        let profile = try ProfileReader.profile(Self.file, named: "p")
        let one = try #require(profile.accepted["proxy.serve-through-proxy"])
        #expect(one.reason == "we come by Tailscale" && one.until == "2027-03-31")
        #expect(one.seen == ["proxy servers: nothing of the kind"])
        let again = try ProfileReader.profile(profile.text { $0 }, named: "p")
        #expect(again.accepted == profile.accepted)
    }

    @Test(arguments: [
        ("a: {reason: x, seen: []}", "accepted.a: it does not list what was seen"),
        ("a: {seen: [x]}", "accepted.a: it has no reason"), ("a: {reason: \"\", seen: [x]}", "it has no reason"),
        ("a: {reason: x, seen: [x], until: tomorrow}", "accepted.a.until: tomorrow is not a day"),
        ("a: {reason: x, seen: [x], until: \"2027-13-01\"}", "is not a day"),
        ("a: {reason: x, seen: [x], until: \"2027-02-29\"}", "is not a day"),
        ("a: {reason: x, seen: [x], untill: 1}", "unknown key accepted.a.untill"),
        ("a: yes", "accepted.a must be a map"), ("a: {reason: x, seen: [[x]]}", "it does not list what was seen"),
    ])
    func `what is no acceptance is an error with its place`(_ entry: String, _ told: String) {
        #expect {
            try ProfileReader.profile("extends: standalone\naccepted:\n  \(entry)\n", named: "p")
        } throws: { error in
            guard let error = error as? SyntaxError else { return false }
            return error.message.contains(told) && error.position.line == 3
        }
    }

    @Test func `what was seen is accepted, and less of it`() {
        let profile = Self.profile(seen: ["a: 1", "b: 2"])
        #expect(profile.acceptance(of: Self.finding([("a", "1"), ("b", "2")]), by: "ssh.a")?.reason == "why")
        #expect(profile.acceptance(of: Self.finding([("b", "2")]), by: "ssh.a") != nil)
    }

    @Test func `anything else is not: another place, another value, another control, another verdict`() {
        let profile = Self.profile(seen: ["a: 1", "b: 2"])
        #expect(profile.acceptance(of: Self.finding([("a", "1"), ("c", "2")]), by: "ssh.a") == nil)
        #expect(profile.acceptance(of: Self.finding([("a", "2")]), by: "ssh.a") == nil)
        #expect(profile.acceptance(of: Self.finding([("a", "1")]), by: "ssh.b") == nil)
        #expect(profile.acceptance(of: Self.finding([("a", "1")], .unknown), by: "ssh.a") == nil)
        #expect(profile.acceptance(of: Self.finding([]), by: "ssh.a") == nil)
    }

    @Test func `what could not be determined is never accepted, nor another file, nor a name that only looks the same`()
    {
        let profile = Self.profile(seen: ["a: 1", "b (/x): 2", "caf\u{E9}: 1"])
        func judged(_ evidence: Evidence...) -> Acceptance? {
            profile.acceptance(of: Finding(verdict: .drifted, evidence: evidence), by: "ssh.a")
        }
        #expect(judged(Evidence("b", observed: "2", wanted: "w", file: "/x", line: 7)) != nil)
        #expect(judged(Evidence("b", observed: "2", wanted: "w", file: "/y")) == nil)
        #expect(judged(Evidence("caf\u{E9}", observed: "1", wanted: "w")) != nil)
        #expect(judged(Evidence("cafe\u{301}", observed: "1", wanted: "w")) == nil)
        let unsure = Evidence("b", observed: "2", wanted: "w", file: "/x", cause: .malformed)
        #expect(judged(Evidence("a", observed: "1", wanted: "w"), unsure) == nil)
    }

    @Test func `it counts on its last day, and no longer on the next`() {
        let profile = Self.profile(seen: ["a: 1"], until: "2027-03-31")
        #expect(profile.dropping(acceptancesBefore: "2027-03-31").ended == [])
        let (after, ended) = profile.dropping(acceptancesBefore: "2027-04-01")
        #expect(ended == ["ssh.a"] && after.accepted.isEmpty)
    }
}
