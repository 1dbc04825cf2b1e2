import Documents
import Hardening
import MachineTesting
import Testing

@testable import Observers

@Suite struct ProxyTests {
    @Test func `reads names, upstreams and ports from Caddy's configuration`() throws {
        let text = """
            {"apps":{"http":{"http_port":8081,"servers":{"srv0":{"listen":[":8443"],"routes":[{"match":[{"host":
            ["gateway.test"]}],"handle":[{"handler":"subroute","routes":[{"handle":[{"handler":"reverse_proxy",
            "upstreams":[{"dial":"127.0.0.1:18789"}]}]}]}]}]}}}}}
            """
        let root = try JSONDocument(Array(text.utf8), dialect: .json).root
        let caddy = Observer.caddy(root, "127.0.0.1:2019", tcp: true, exposed: false)
        #expect(caddy.sites.map(\.names) == [["gateway.test"]])
        #expect(caddy.sites.map(\.upstreams) == [["127.0.0.1:18789"]])
        #expect(caddy.securePorts == [8443] && caddy.plainPorts == [8081])
    }

    @Test func `reads server blocks of nginx with quotes, comments and nested blocks`() {
        let sites = Observer.nginxSites(
            """
            # server { server_name no; }
            server { listen 443 ssl; server_name a.test "b.test"; # c.test
              location / { proxy_pass http://127.0.0.1:18789; }
              location /x { proxy_pass https://[::1]/y; } }
            server { server_name d.test; return 301 https://$host$request_uri; }
            """,
            "/etc/nginx/conf.d/x.conf"
        )
        #expect(sites.map(\.names) == [["a.test", "b.test"], ["d.test"]])
        #expect(sites.first?.upstreams == ["127.0.0.1:18789", "[::1]:443"])
        #expect(sites.first?.origin?.line == 2)
    }

    @Test func `judges the headers a client sees`() {
        var record = Record("a.test")
        let certificate = Visited.Certificate(notAfter: 864_000, issuer: "x", distrust: nil, version: "TLSv1.3")
        let headers = [
            "strict-transport-security": ["max-age=\"600\"; includeSubDomains"], "x-frame-options": ["DENY"],
            "server": ["nginx/1.22.1"],
        ]
        Observer.describe(
            .found(Visited(certificate: certificate, response: Response(status: 200, headers: headers))),
            now: 0,
            into: &record
        )
        #expect(record[.certificateDays] == 10)
        #expect(record[.certificateDistrust] == .unset)
        #expect(record[.hstsMaxAge] == 600)
        #expect(record[.forbidsFraming] == true)
        #expect(record[.stopsSniffing] == false)
        #expect(record[.tellsVersion] == true)
    }

    @Test func `what could not be visited is unknown, not well`() {
        var record = Record("a.test")
        Observer.describe(.unreadable("no answer within 2 s"), now: 0, into: &record)
        #expect(record[.servesTLS] == .unknown("no answer within 2 s"))
        #expect(record[.hstsMaxAge] == .unknown("no answer within 2 s"))
    }

    @Test(arguments: ["", "max-age", "max-age=", "max-age=x", "includeSubDomains", "max-age=99999999999999999999999"])
    func `a broken HSTS header promises nothing`(_ header: String) {
        #expect(Observer.maxAge(header) == 0)
    }
}
