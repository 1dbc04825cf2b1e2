import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Whole runs against what real servers answered, put down once.
@Suite struct CannedRunTests {
    /// Sockets by port, each held by a process of that name; addresses as /proc/net/tcp writes them.
    private func surface(_ program: String, _ sockets: [(address: String, port: Int)]) -> CannedSurface {
        var surface = CannedSurface()
        let rows = sockets.enumerated().map { index, socket in
            let port = String(socket.port, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: 4 - port.count) + port
            return "   \(index): \(socket.address):\(padded) 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 "
                + "0 \(900 + index) 1 0 100 0 0 10 0\n"
        }
        surface.add("/proc/net/tcp", "  sl  local_address rem_address st\n" + rows.joined())
        surface.add("/proc/77/comm", program + "\n")
        for index in sockets.indices { surface.links["/proc/77/fd/\(index)"] = "socket:[\(900 + index)]" }
        surface.add("/var/lib/dpkg/status", "Package: \(program)\nStatus: install ok installed\nVersion: 1\n\n")
        return surface
    }

    private func records(_ subject: Subject, _ surface: CannedSurface) async -> [Record] {
        let observation = await Observer(surface).observe(.facts(subject))
        guard case .state(let state) = observation else {
            Issue.record("\(observation)")
            return []
        }
        return state.records
    }

    private static let everywhere = "00000000"
    private static let loopback = "0100007F"

    /// What Caddy 2.6.2 makes of a Caddyfile with `admin 0.0.0.0:2019`, a name with `tls internal` and a plain site.
    private var caddy: CannedSurface {
        let configuration = """
            {"admin":{"listen":"0.0.0.0:2019"},"apps":{"http":{"servers":{"srv0":{"listen":[":443"],
            "routes":[{"handle":[{"handler":"subroute","routes":[{"handle":[{"handler":"reverse_proxy","upstreams":[{"dial":"127.0.0.1:18789"}]}]}]}],
            "match":[{"host":["gateway.test"]}],"terminal":true}]},"srv1":{"automatic_https":{"skip":["plain.test"]},
            "listen":[":8088"],
            "routes":[{"handle":[{"handler":"subroute","routes":[{"handle":[{"body":"hi","handler":"static_response"}]}]}],
            "match":[{"host":["plain.test"]}],"terminal":true}]}}},
            "pki":{"certificate_authorities":{"local":{"install_trust":false}}},
            "tls":{"automation":{"policies":[{"issuers":[{"module":"internal"}],"subjects":["gateway.test"]}]}}}}
            """
        var surface = surface(
            "caddy",
            [(Self.everywhere, 2019), (Self.everywhere, 80), (Self.everywhere, 443), (Self.everywhere, 8088)]
        )
        func answer(_ visit: Visit, _ certificate: Visited.Certificate?, _ response: Response) {
            surface.visits[visit] = Visited(certificate: certificate, response: response)
        }
        func socket(_ port: Int) -> ProxySocket { ProxySocket(port: port, address: "0.0.0.0", isLoopback: false) }
        answer(
            socket(2019).visit("localhost", path: "/config/"),
            nil,
            Response(status: 200, body: Array(configuration.utf8))
        )
        let certificate = Visited.Certificate(
            notBefore: surface.now - 3600,
            notAfter: surface.now + 39600,
            issuer: "/CN=Caddy Local Authority - ECC Intermediate",
            distrust: "unable to get local issuer certificate",
            version: "TLSv1.3"
        )
        let page = Response(status: 200, headers: ["server": ["Caddy", "BaseHTTP/0.6 Python/3.11.2"]])
        answer(socket(443).visit("gateway.test", tls: true), certificate, page)
        let redirect = Response(status: 308, headers: ["location": ["https://gateway.test/"]])
        answer(socket(80).visit("gateway.test"), nil, redirect)
        answer(socket(8088).visit("plain.test"), nil, Response(status: 200))
        return surface
    }

    @Test func `judges a Caddy by its own configuration`() async {
        let server = await records(.proxyServers, caddy).first
        #expect(server?[.proxyPorts] == ["80", "443", "2019", "8088"])
        #expect(server?[.adminAddress] == "0.0.0.0:2019")
        #expect(server?[.adminOnTCP] == true && server?[.adminIsExposed] == true)
        let routes = await records(.proxyRoutes, caddy)
        #expect(routes.map(\.name) == ["gateway.test to 127.0.0.1:18789"])
        #expect(routes.first?[.leadsToGateway] == true && routes.first?[.upstreamIsLocal] == true)
        #expect(routes.first?[.overwritesClientAddress] == true)
    }

    @Test func `sees a Caddy's names as a client does`() async {
        let endpoints = await records(.endpoints, caddy)
        #expect(endpoints.map(\.name) == ["gateway.test", "plain.test"])
        #expect(endpoints.first?[.certificateDistrust] == "unable to get local issuer certificate")
        #expect(endpoints.first?[.certificateDays] == 0 && endpoints.first?[.certificateShare] == 91)
        #expect(endpoints.first?[.hstsMaxAge] == 0)
        #expect(endpoints.first?[.acceptsLegacyTLS] == false)
        #expect(endpoints.first?[.plainHTTP] == "redirects to HTTPS")
        #expect(endpoints.last?[.servesTLS] == false)
        #expect(endpoints.last?[.plainHTTP] == "serves content")
    }

    @Test func `without root, names and the open endpoint are seen all the same, and what runs is unknown`() async {
        var surface = caddy
        surface.links = [:]
        #expect(await records(.endpoints, surface) == records(.endpoints, caddy))
        let server = await records(.proxyServers, surface).first
        #expect(server?[.adminIsExposed] == true)
        guard case .unknown = server?[.proxyRuns] else {
            Issue.record("\(String(describing: server))")
            return
        }
    }

    @Test func `an endpoint on a socket is none on a port`() async {
        var surface = surface("caddy", [(Self.everywhere, 443)])
        surface.add("/etc/caddy/Caddyfile", "{\n\tadmin unix//run/own.sock|0200\n}\n")
        let body = #"{"admin":{"listen":"unix//run/own.sock|0200"}}"#
        surface.responses["/run/own.sock"] = ["/config/": Response(status: 200, body: Array(body.utf8))]
        let server = await records(.proxyServers, surface).first
        #expect(server?[.adminAddress] == "/run/own.sock")
        #expect(server?[.adminOnTCP] == false && server?[.adminIsExposed] == false)
    }

    @Test func `Traefik's dashboard without a password is an open endpoint, unless on loopback`() async {
        for (address, isExposed) in [(Self.everywhere, true), (Self.loopback, false)] {
            var surface = surface("traefik", [(Self.everywhere, 443), (address, 8080)])
            let socket = ProxySocket(
                port: 8080,
                address: isExposed ? "0.0.0.0" : "127.0.0.1",
                isLoopback: !isExposed
            )
            let body = #"{"Version":"3.1.2","Codename":"comte","startDate":"2026-01-01T00:00:00Z"}"#
            surface.visits[socket.visit("localhost", path: "/api/version")] = Visited(
                certificate: nil,
                response: Response(status: 200, body: Array(body.utf8))
            )
            #expect(await records(.proxyServers, surface).first?[.adminIsExposed] == .flag(isExposed))
        }
    }

    @Test func `a proxy in a container is found by its ports and asked for the names of its labels`() async {
        var surface = CannedSurface()
        surface.add("/proc/net/tcp", "  sl\n")
        surface.add("/var/lib/dpkg/status", "\n")
        let inspect = """
            {"Name": "/edge", "State": {"Running": true}, "Config": {"Image": "traefik:v3.1", "Labels":
            {"traefik.http.routers.gw.rule": "Host(`gateway.test`)"}}, "HostConfig": {"RestartPolicy": {"Name": "no"},
            "PortBindings": {}}, "NetworkSettings": {"Ports": {"443/tcp": [{"HostIp": "0.0.0.0", "HostPort": "443"}]}}}
            """
        surface.responses["/var/run/docker.sock"] = [
            "/containers/json?all=1": Response(status: 200, body: Array(#"[{"Id": "abc"}]"#.utf8)),
            "/containers/abc/json": Response(status: 200, body: Array(inspect.utf8)),
        ]
        let server = await records(.proxyServers, surface).first
        #expect(server?.name == "container edge")
        #expect(server?[.proxyProgram] == "traefik")
        #expect(server?[.proxyStartsAtBoot] == false)
        #expect(await records(.endpoints, surface).map(\.name) == ["gateway.test"])
    }
}
