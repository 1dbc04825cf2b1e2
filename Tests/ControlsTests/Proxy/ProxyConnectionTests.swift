import Catalog
import Hardening
import Testing

@testable import Controls

@Suite struct ProxyConnectionTests {
    private static let path = "/srv/claw/state/openclaw.json"
    private static let settings = "/srv/claw/docker-compose.override.yml"

    /// A gateway whose container comes from compose, where the fields do not say otherwise.
    private func snapshot(
        _ fields: [Field: Value] = [:],
        shared: [String] = [],
        from addresses: Value = ["172.18.0.1"]
    ) -> Snapshot {
        var snapshot = Snapshot()
        snapshot[.facts(.openclaw)] = .state(
            .records([
                Record(
                    "/srv/claw/state",
                    [
                        .configurationFile: .text(Self.path), .openclawContainer: "claw-gateway-1",
                        .openclawProxyAddresses: addresses, .openclawSettingsAreKnown: true,
                        .openclawVersion: "2026.9.6",
                    ],
                    identity: [.installation: "/srv/claw/state"]
                )
            ])
        )
        snapshot[.facts(.openclawGateway)] = .state(
            .records([
                Record(
                    "/srv/claw/state",
                    [
                        .gatewayPort: 18789, .gatewayBind: "lan", .trustedProxies: .list(shared),
                        .sharedProxyAddresses: .list(shared),
                    ],
                    identity: [.installation: "/srv/claw/state"]
                )
            ])
        )
        let service: [Field: Value] = [
            .composeService: "gateway", .composeProject: "claw", .composeDirectory: "/srv/claw",
            .composeFiles: ["/srv/claw/docker-compose.yml"], .composeSettings: .text(Self.settings),
            .container: "claw-gateway-1", .composeBlocker: .unset, .serviceNetworks: [],
            .proxyNetworkAddress: "10.213.0.2", .proxyNetworkIsSet: false, .containerProxyAddress: .unset,
        ]
        snapshot[.facts(.composeProjects)] = .state(
            .records([Record("service gateway", service.merging(fields) { $1 })])
        )
        snapshot[.file(CaddySite.path)] = .state(.absent)
        return snapshot
    }

    private var profile: Profile {
        var profile = Profile.standalone
        profile.proxy.domains = ["claw.example.org"]
        return profile
    }

    private func answer(_ control: String, _ snapshot: Snapshot) throws -> Fix.Answer {
        try #require(ControlList.fixes(for: profile).first { $0.control == control }).answer(snapshot)
    }

    private func amended(_ path: String, _ text: String?, _ amendments: [Amendment]) throws -> String {
        var state = text.map { State.file(.init(Array($0.utf8), mode: 0o644)) } ?? .absent
        for amendment in amendments where amendment.resource == .file(path) {
            state = try amendment.amend(state, Snapshot())
        }
        guard case .file(let file) = state else { return "" }
        return file.text ?? ""
    }

    @Test(arguments: ["proxy.serve-through-proxy", "proxy.set-trusted-proxies", "proxy.give-proxy-own-address"])
    func `the proxy gets a network that nobody else is on, and is believed there alone`(_ control: String) throws {
        guard case .amend(let amendments) = try answer(control, snapshot(shared: ["172.18.0.1"])) else {
            Issue.record("\(control) does nothing")
            return
        }
        let settings = try amended(Self.settings, nil, amendments)
        for line in [
            "default: {}", "ipv4_address: \"10.213.0.2\"", "internal: true", "subnet: \"10.213.0.0/29\"",
        ] { #expect(settings.contains(line), "\(line) in \(settings)") }
        #expect(try amended(Self.settings, settings, amendments) == settings)
        #expect(try amended(CaddySite.path, nil, amendments).contains("reverse_proxy 10.213.0.2:18789\n"))
        let text = try amended(Self.path, #"{"gateway":{"trustedProxies":["172.18.0.1","192.0.2.9"]}}"#, amendments)
        #expect(text.filter { $0 != " " }.contains(#"["192.0.2.9","10.213.0.1"]"#), "\(text)")
        #expect(!amendments.contains { $0.summary.contains("proxy_attribution_required") })
    }

    @Test func `networks that a service names stay its own, in whichever way they are written`() throws {
        let named = snapshot([.serviceNetworks: ["front"]])
        guard case .network(_, _, let amendments) = ProxyConnection(named) else {
            Issue.record("no network")
            return
        }
        let listed = "services:\n  gateway:\n    networks: [front]\n"
        let text = try amended(Self.settings, listed, amendments)
        #expect(text.contains("front: null") && text.contains("ipv4_address: \"10.213.0.2\""), "\(text)")
        #expect(try !amended(Self.settings, nil, amendments).contains("default"))
        let mapped = "services:\n  gateway:\n    networks:\n      front:\n        aliases: [claw]\n"
        #expect(try amended(Self.settings, mapped, amendments).contains("aliases: [claw]"))
    }

    @Test(arguments: [
        [Field.proxyNetworkAddress: Value.unset], [.proxyNetworkAddress: .unknown(.notModeled("no subnet is free"))],
        [.composeBlocker: "its image is gone"], [.container: "another"],
    ])
    func `where it gets none, the plan says whom the published port shuts out, and why`(
        _ fields: [Field: Value]
    ) throws {
        guard case .amend(let amendments) = try answer("proxy.serve-through-proxy", snapshot(fields)) else {
            Issue.record("no proxy")
            return
        }
        #expect(try amended(CaddySite.path, nil, amendments).contains("reverse_proxy 127.0.0.1:18789\n"))
        #expect(try amended(Self.path, "{}", amendments).contains("172.18.0.1"))
        let summary = amendments.map(\.summary).joined()
        #expect(summary.contains("proxy_attribution_required") && summary.contains("no network of its own"))
        guard case .advise(let why) = try answer("proxy.give-proxy-own-address", snapshot(fields)) else {
            Issue.record("a network was made")
            return
        }
        #expect(why.contains("By hand"))
    }

    @Test func `a network that is there stays, and is not counted on before its container is in it`() throws {
        let there: [Field: Value] = [.proxyNetworkIsSet: true, .composeBlocker: "another image has the name"]
        guard case .advise(let why) = try answer("proxy.serve-through-proxy", snapshot(there)) else {
            Issue.record("the proxy would ask an address that nobody has")
            return
        }
        #expect(why.contains("docker compose --project-directory /srv/claw up -d"))
        let used = there.merging([.containerProxyAddress: "10.213.0.2", .serviceNetworks: ["default"]]) { $1 }
        guard case .network(let network, _, let amendments) = ProxyConnection(snapshot(used, from: ["10.213.0.1"]))
        else {
            Issue.record("the network is not seen")
            return
        }
        #expect(network.host == "10.213.0.1")
        let first = ProxyConnection(snapshot())
        let text = try amended(Self.settings, nil, first.amendments)
        #expect(try amended(Self.settings, text, amendments) == text)
    }

    @Test func `a network that somebody trusts is theirs to narrow`() throws {
        guard case .advise(let why) = try answer("proxy.give-proxy-own-address", snapshot(shared: ["172.18.0.0/16"]))
        else {
            Issue.record("somebody's network was taken out")
            return
        }
        #expect(why.contains("172.18.0.0/16"))
        guard case .amend = try answer("proxy.give-proxy-own-address", snapshot(shared: ["0.0.0.0/0"])) else {
            Issue.record("what is as good as all was left")
            return
        }
    }
}
