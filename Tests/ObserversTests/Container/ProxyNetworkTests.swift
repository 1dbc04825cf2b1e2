import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct ProxyNetworkTests {
    private static let socket = "/var/run/docker.sock"
    private static let compose = """
        services:
          gateway:
            image: openclaw:local
            ports: ["127.0.0.1:18789:18789"]
            volumes: ["./state:/home/node/.openclaw"]
        """

    private func surface(
        _ override: String? = nil,
        networks: String? = #"[{"Name": "claw_default", "IPAM": {"Config": [{"Subnet": "172.18.0.0/16"}]}}]"#,
        routes: String = "",
        live: String = #""claw_default": {"Gateway": "172.18.0.1", "IPAddress": "172.18.0.2", "IPPrefixLen": 16}"#,
        trusted: String = "[]"
    ) -> CannedSurface {
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": "", "/etc/group": ""])
        surface.add("/opt/claw/docker-compose.yml", Self.compose)
        if let override { surface.add("/opt/claw/docker-compose.override.yml", override) }
        surface.add("/opt/claw/state/openclaw.json", "{gateway: {trustedProxies: \(trusted)}}", mode: 0o600)
        surface.add("/proc/net/route", "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n" + routes)
        let own = ["172.18.0.1", "10.213.0.1"].map { "     |-- \($0)\n        /32 host LOCAL\n" }.joined()
        surface.add("/proc/net/fib_trie", "Local:\n  +-- 0.0.0.0/0 2 0 2\n" + own)
        func answer(_ text: String) -> Response { Response(status: 200, body: Array(text.utf8)) }
        surface.responses[Self.socket] = [
            "/info": answer("{}"), "/containers/json?all=1": answer(#"[{"Id": "ab"}]"#),
            "/containers/ab/json": answer(
                """
                {"Id": "ab", "Name": "/claw-gateway-1", "State": {"Running": true},
                 "Config": {"Image": "openclaw:local", "Env": ["HOME=/home/node"], "Cmd": ["gateway"], "Labels": {
                    "com.docker.compose.project": "claw", "com.docker.compose.service": "gateway",
                    "com.docker.compose.project.working_dir": "/opt/claw",
                    "com.docker.compose.project.config_files": "/opt/claw/docker-compose.yml"}},
                 "HostConfig": {}, "NetworkSettings": {"Networks": {\(live)}},
                 "Mounts": [{"Type": "bind", "Source": "/opt/claw/state", "Destination": "/home/node/.openclaw"}]}
                """
            ),
        ]
        if let networks { surface.responses[Self.socket]?["/networks"] = answer(networks) }
        return surface
    }

    private func address(_ surface: CannedSurface) async throws -> Value {
        guard case .state(let state) = await Observer(surface).observe(.facts(.composeProjects)) else { return .unset }
        return try #require(state.records.first)[.proxyNetworkAddress]
    }

    @Test func `a network for the proxy takes a subnet that nothing else has`() async throws {
        // The first candidate's is one of this machine's own addresses.
        #expect(try await address(surface()) == "10.213.1.2")
        let taken = #"[{"Name": "x", "IPAM": {"Config": [{"Subnet": "10.213.0.0/22"}]}}]"#
        #expect(try await address(surface(networks: taken)) == "10.213.4.2")
        // 10.0.0.0/8 by eth1: a network of the provider's.
        let private10 = "eth1\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\n"
        #expect(try await address(surface(routes: private10)) == "172.30.213.2")
        let all = ["0000000A\t00000000\t0001\t0\t0\t0\t000000FF", "000010AC\t00000000\t0001\t0\t0\t0\t0000F0FF"]
        let home = "eth1\t0000A8C0\t00000000\t0001\t0\t0\t0\t0000FFFF\n"
        let everything = all.map { "eth1\t\($0)\n" }.joined() + home
        guard case .unknown = try await address(surface(routes: everything)) else {
            Issue.record("a subnet in use was taken")
            return
        }
    }

    @Test func `what was chosen stays`() async throws {
        let written = "services:\n  gateway:\n    networks:\n      nacre-proxy:\n        ipv4_address: 10.213.7.2\n"
        #expect(try await address(surface(written)) == "10.213.7.2")
        let left = #"[{"Name": "claw_nacre-proxy", "IPAM": {"Config": [{"Subnet": "10.213.9.0/29"}]}}]"#
        #expect(try await address(surface(networks: left)) == "10.213.9.2")
        let foreign = #"[{"Name": "claw_nacre-proxy", "IPAM": {"Config": [{"Subnet": "10.9.0.0/16"}]}}]"#
        for odd in [
            surface(written.replacing("10.213.7.2", with: "10.213.7.9")), surface(networks: foreign),
            surface(networks: nil),
        ] {
            guard case .unknown = try await address(odd) else {
                Issue.record("a network that is not Nacre's")
                return
            }
        }
        let host = "services:\n  gateway:\n    network_mode: host\n"
        #expect(try await address(surface(host)) == .unset)
    }

    @Test func `the proxy comes from that network's bridge, and everybody else from the other one's`() async throws {
        let both = """
            "claw_default": {"NetworkID": "aa", "Gateway": "172.18.0.1", "IPAddress": "172.18.0.2", "IPPrefixLen": 16},
            "claw_nacre-proxy": {"NetworkID": "bb", "Gateway": "", "IPAddress": "10.213.0.2", "IPPrefixLen": 29,
                                 "IPAMConfig": {"IPv4Address": "10.213.0.2"}}
            """
        func shared(_ trusted: String, _ live: String) async throws -> (from: Value, shared: Value) {
            let observer = Observer(surface(live: live, trusted: trusted))
            guard case .state(let sites) = await observer.observe(.facts(.openclaw)),
                case .state(let gateways) = await observer.observe(.facts(.openclawGateway))
            else { return (.unset, .unset) }
            let site = try #require(sites.records.first)
            return (site[.openclawProxyAddresses], try #require(gateways.records.first)[.sharedProxyAddresses])
        }
        let right = try await shared(#"["10.213.0.1"]"#, both)
        #expect(right.from == ["10.213.0.1"] && right.shared == [])
        let wrong = try await shared(#"["10.213.0.1", "172.18.0.0/16", "172.18.0.1"]"#, both)
        #expect(wrong.shared == ["172.18.0.0/16", "172.18.0.1"])
        let before = try await shared("[]", #""claw_default": {"Gateway": "172.18.0.1"}"#)
        #expect(before.from == ["172.18.0.1"] && before.shared == [])
        let stopped = try await shared(#"["172.18.0.1"]"#, #""claw_default": {"Gateway": ""}"#)
        guard case .unknown = stopped.shared else {
            Issue.record("a container that does not run has no address to compare with")
            return
        }
        #expect(await Observer(surface(live: both)).compose.bridgedAddresses() == ["172.18.0.2", "10.213.0.2"])
        let elsewhere = #""lan": {"Gateway": "172.18.0.9", "IPAddress": "172.18.0.2", "IPPrefixLen": 16}"#
        #expect(await Observer(surface(live: elsewhere)).compose.bridgedAddresses() == [])
    }
}
