import Catalog
import Hardening
import Testing

@testable import Controls

@Suite struct GatewayTrustTests {
    private static let path = "/srv/claw/openclaw.json"

    private func snapshot(_ addresses: Value, known: Value = true, version: Value = "2026.9.6") -> Snapshot {
        let site = Record(
            "/srv/claw",
            [
                .configurationFile: .text(Self.path), .openclawContainer: "openclaw-gateway",
                .openclawProxyAddresses: addresses, .openclawSettingsAreKnown: known, .openclawVersion: version,
            ],
            identity: [.installation: "/srv/claw"]
        )
        var snapshot = Snapshot()
        snapshot[.facts(.openclaw)] = .state(.records([site]))
        return snapshot
    }

    private func amended(_ text: String, _ amendments: [Amendment]) throws -> String {
        var state = State.file(.init(Array(text.utf8), mode: 0o600))
        for amendment in amendments where amendment.resource == .file(Self.path) {
            state = try amendment.amend(state, Snapshot())
        }
        guard case .file(let file) = state else { return "" }
        return file.text ?? ""
    }

    @Test func `a gateway in a container trusts the bridge that the proxy comes from, and no more`() throws {
        let trust = GatewayTrust(snapshot(["172.18.0.1"]))
        #expect(trust.blocker == nil)
        let text = try amended("{ gateway: { port: 18789 } }", trust.amendments)
        #expect(text.contains("trustedProxies") && text.contains("\"172.18.0.1\"") && !text.contains("127.0.0.1"))
        #expect(try amended(text, trust.amendments) == text)
    }

    @Test(arguments: [
        (Value.text("2026.9.6"), true), ("2026.8.1", true), ("2026.7.35", false), ("2026.6.11", false),
        (.unknown(.notStated("no label")), true),
    ]) func `the plan says whom a trusted bridge shuts out`(_ version: Value, _ isSaid: Bool) {
        let trust = GatewayTrust(snapshot(["172.18.0.1"], version: version))
        #expect(trust.amendments.contains { $0.summary.contains("proxy_attribution_required") } == isSaid)
        let outside = GatewayTrust(snapshot(["127.0.0.1", "::1"], version: version))
        #expect(!outside.amendments.contains { $0.summary.contains("proxy_attribution_required") })
    }

    @Test func `where it is not known from where the proxy comes, a person says it`() {
        let trust = GatewayTrust(snapshot(.unknown(.notStated("no bridge of this machine leads to it"))))
        #expect(trust.amendments.isEmpty && trust.blocker?.contains("docker network") == true)
        #expect(GatewayTrust(snapshot(["172.18.0.1"], known: false)).amendments.isEmpty)
        #expect(GatewayTrust(Snapshot()).blocker != nil)
    }

    @Test func `the trust goes with the site, from the first request on`() throws {
        var profile = Profile.standalone
        profile.proxy.domains = ["claw.example.org"]
        var snapshot = snapshot(["172.18.0.1"])
        snapshot[.file(CaddySite.path)] = .state(.absent)
        let fixes = ControlList.fixes(for: profile)
        let site = try #require(fixes.first { $0.control == "proxy.serve-through-proxy" })
        guard case .amend(let amendments) = site.answer(snapshot) else {
            Issue.record("no site was made")
            return
        }
        #expect(try amended("{}", amendments).contains("172.18.0.1"))
        #expect(try !amended("{}", amendments).contains("allowedOrigins"))
        let named = try amended(#"{"gateway":{"controlUi":{"allowedOrigins":["http://localhost"]}}}"#, amendments)
        #expect(named.filter { $0 != " " }.contains(#"["http://localhost","https://claw.example.org"]"#), "\(named)")
        let steps = try #require(fixes.first { $0.control == "proxy.enable-hsts" })
        guard case .begin(let first, _) = steps.answer(snapshot) else {
            Issue.record("no first step was made")
            return
        }
        #expect(try amended("{}", first).contains("172.18.0.1"))
    }

    @Test func `no proxy is put before a gateway that could not be determined of it`() throws {
        var profile = Profile.standalone
        profile.proxy.domains = ["claw.example.org"]
        var hidden = Snapshot()
        hidden[.facts(.openclaw)] = .unreadable(.notPermitted("permission denied"))
        let fixes = ControlList.fixes(for: profile)
        for name in ["proxy.serve-through-proxy", "proxy.enable-hsts"] {
            let fix = try #require(fixes.first { $0.control == name })
            for var snapshot in [snapshot(.unknown(.notStated("no bridge of this machine leads to it"))), hidden] {
                snapshot[.file(CaddySite.path)] = .state(.absent)
                guard case .advise = fix.answer(snapshot) else {
                    Issue.record("\(name) puts a proxy there")
                    continue
                }
            }
            var told = snapshot(.unknown(.notStated("no bridge of this machine leads to it")))
            told[.file(CaddySite.path)] = .state(.absent)
            told[.facts(.openclawGateway)] = .state(
                .records([Record("/srv/claw", [.trustedProxies: ["10.0.0.1"]], identity: [.installation: "/srv/claw"])])
            )
            if case .advise(let why) = fix.answer(told) { Issue.record("it is told already: \(why)") }
        }
    }
}
