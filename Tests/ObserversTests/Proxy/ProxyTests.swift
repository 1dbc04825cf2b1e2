import Catalog
import Documents
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct ProxyTests {
    @Test func `reads names, upstreams and ports from Caddy's configuration`() throws {
        let text = """
            {"apps":{"http":{"http_port":8081,"servers":{"srv0":{"listen":[":8443"],"routes":[{"match":[{"host":
            ["gateway.test"]}],"handle":[{"handler":"subroute","routes":[{"handle":[{"handler":"reverse_proxy",
            "upstreams":[{"dial":"127.0.0.1:18789"}]}]}]}]}]},"srv1":{"listen":[":8080"],"automatic_https":{"skip":
            ["plain.test"]},"routes":[{"match":[{"host":["plain.test"]}],"handle":[{"handler":"reverse_proxy",
            "trusted_proxies":["0.0.0.0/0"],"upstreams":[{"dial":"app:80"}]}]}]}}}}}
            """
        let root = try JSONDocument(Array(text.utf8), dialect: .json).root
        let caddy = ProxiesObserver.caddy(root, "127.0.0.1:2019", tcp: true, exposed: false)
        #expect(caddy.sites.map(\.names) == [["gateway.test"], ["plain.test"]])
        #expect(caddy.sites.map { $0.upstreams.map(\.address) } == [["127.0.0.1:18789"], ["app:80"]])
        #expect(caddy.sites.map { $0.upstreams.map(\.overwritesClient) } == [[true], [false]])
        #expect(caddy.securePorts == [8443] && caddy.plainPort == 8081)
        #expect(caddy.sites.map(\.securePorts) == [[8443], []])
        #expect(caddy.sites.map(\.plainPorts) == [[8081], [8080]])
    }

    private func nginx(_ files: [String: String]) async -> [ProxySite] {
        await Observer(CannedSurface(files: files)).proxies.nginxSites().content ?? []
    }

    @Test func `a stream of nginx hands strangers on without a word of who they are`() async {
        let sites = await nginx([
            "/etc/nginx/nginx.conf":
                "stream { upstream claw { server 127.0.0.1:18789; } server { listen 443; proxy_pass claw; } "
                + "server { listen 444; proxy_pass 127.0.0.1:18789; proxy_protocol on; } }"
        ])
        #expect(sites.flatMap(\.upstreams).map(\.address) == ["127.0.0.1:18789", "127.0.0.1:18789"])
        #expect(sites.flatMap(\.upstreams).allSatisfy { !$0.overwritesClient })
    }

    @Test func `reads server blocks of nginx with quotes, comments, nested blocks and includes`() async {
        let sites = await nginx([
            "/etc/nginx/nginx.conf": "http { include conf.d/*.conf; include /etc/nginx/sites-enabled/*; }",
            "/etc/nginx/conf.d/x.conf": """
            # server { server_name no; }
            server { listen 443 ssl; server_name a.test "b.test"; # c.test
              ssl_certificate_key ssl/a.key;
              location / { proxy_pass http://127.0.0.1:18789; }
              location /x { proxy_pass https://[::1]/y; } }
            server { server_name .d.test; return 301 https://$host$request_uri; }
            """,
            "/etc/nginx/conf.d/x.conf.off": "server { server_name off.test; }",
            "/etc/nginx/sites-enabled/up": """
            upstream gateway { server 127.0.0.1:18789; server 10.0.0.2:18789 backup; keepalive 8; }
            server { server_name up.test; set $app http://127.0.0.1:8080;
              location / { proxy_pass http://gateway; } location /app { proxy_pass $app; }
              location /user { proxy_pass http://me:word@127.0.0.1:9000/; } }
            """,
        ])
        #expect(sites.map(\.names) == [["a.test", "b.test"], ["d.test"], ["up.test"]])
        #expect(sites.first?.upstreams.map(\.address) == ["127.0.0.1:18789", "[::1]:443"])
        #expect(sites.map(\.securePorts) == [[443], [], []])
        #expect(sites.map(\.plainPorts) == [[], [80], [80]])
        #expect(sites.first?.keys == ["/etc/nginx/ssl/a.key"])
        #expect(sites.first?.origin == Origin("/etc/nginx/conf.d/x.conf", line: 2))
        #expect(sites.first?.upstreams.last?.origin?.line == 5)
        #expect(
            sites.last?.upstreams.map(\.address) == [
                "127.0.0.1:18789", "10.0.0.2:18789", "127.0.0.1:8080", "127.0.0.1:9000",
            ]
        )
    }

    @Test(arguments: [
        ("", "", false),
        ("proxy_set_header X-Forwarded-For $remote_addr;", "", true),
        ("proxy_set_header x-forwarded-for $proxy_add_x_forwarded_for;", "", false),
        ("proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header Host $host;", false),
        ("", "proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header Host $host;", true),
        ("proxy_set_header X-Forwarded-For $http_x_forwarded_for;", "", false),
    ])
    func `knows whether nginx hands on what the client claims`(_ outer: String, _ inner: String, _ overwrites: Bool)
        async
    {
        let sites = await nginx([
            "/etc/nginx/nginx.conf": "http { server { \(outer) location / { \(inner) proxy_pass http://[::1]:1; } } }"
        ])
        #expect(sites.first?.upstreams.map(\.overwritesClient) == [overwrites])
    }

    @Test func `nginx files that include each other end, and tell nothing of sites`() async {
        let files = [
            "/etc/nginx/nginx.conf": "http { include a; server { server_name x.test; } }",
            "/etc/nginx/a": "include b; include b;", "/etc/nginx/b": "include a; include a;",
        ]
        guard case .unreadable(let why) = await Observer(CannedSurface(files: files)).proxies.nginxSites() else {
            Issue.record("told what nginx does not load")
            return
        }
        #expect(why.cause == .tooLarge)
    }

    @Test func `reading nginx never traps, whatever the text`() {
        var generator = SystemRandomNumberGenerator()
        let parts = [
            "server", "{", "}", ";", "'", "\"", "\\", "#", "${", "$a", "\n", " ", "upstream x", "proxy_pass", "ü",
        ]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0..<20, using: &generator)).map { _ in parts.randomElement() ?? "" }.joined()
            _ = ProxiesObserver.nginxSites(NginxDirective.parse(text).map { NginxLine(file: "x", $0) })
        }
        _ = NginxDirective.parse(String(repeating: "a {", count: 10000))
    }

    @Test func `reads the host names of Traefik's rules`() throws {
        let text = #"{"traefik.http.routers.a.rule": "Host(`a.test`) || Host(`b.test`, `c.test`) && Path(`/x`)"}"#
        let labels = try JSONDocument(Array(text.utf8), dialect: .json).root.members ?? []
        #expect(labels.flatMap { ProxiesObserver.traefikNames(in: $0) } == ["a.test", "b.test", "c.test"])
    }
}

@Suite struct EndpointTests {
    private func certificate(_ days: Int, of life: Int = 90, issuer: String = "x") -> Visited.Certificate {
        Visited.Certificate(
            notBefore: (days - life) * 86400,
            notAfter: days * 86400,
            issuer: issuer,
            distrust: nil,
            version: "TLSv1.3"
        )
    }

    private func described(_ headers: [String: [String]], status: Int = 200) -> Record {
        var record = Record("a.test")
        let visited = Visited(certificate: certificate(10), response: Response(status: status, headers: headers))
        ProxiesObserver.describe(.found(visited), now: 0, into: &record)
        return record
    }

    @Test func `judges the headers a client sees`() {
        let record = described([
            "strict-transport-security": ["max-age=\"600\"; includeSubDomains", "max-age=9"],
            "x-frame-options": ["DENY"], "server": ["nginx/1.22.1"],
        ])
        #expect(record[.certificateDays] == 10)
        #expect(record[.certificateShare] == 11)
        #expect(record[.certificateDistrust] == .unset)
        #expect(record[.hstsMaxAge] == 600)
        #expect(record[.forbidsFraming] == true)
        #expect(record[.stopsSniffing] == false)
        #expect(record[.tellsVersion] == true)
    }

    @Test(arguments: [
        (["content-security-policy": ["default-src 'self'; frame-ancestors 'none'"]], true),
        (["content-security-policy": ["frame-ancestors *"], "x-frame-options": ["DENY"]], false),
        (["content-security-policy": ["default-src 'none'"]], false),
        (["x-frame-options": ["SAMEORIGIN"]], true), (["x-frame-options": ["ALLOW-FROM https://x.test"]], false),
        (["x-frame-options": ["DENY", "DENY"]], true), ([:], false),
    ])
    func `frame-ancestors goes before X-Frame-Options`(_ headers: [String: [String]], _ forbids: Bool) {
        #expect(described(headers)[.forbidsFraming] == .flag(forbids))
    }

    @Test func `a page of the proxy's own about an error says nothing of the gateway's pages`() {
        #expect(described([:], status: 502)[.stopsSniffing] == .unknown(.failed("a.test answered with status 502")))
        #expect(described(["x-content-type-options": ["nosniff"]], status: 502)[.stopsSniffing] == true)
    }

    @Test func `what could not be visited is unknown, not well`() {
        var record = Record("a.test")
        ProxiesObserver.describe(.unreadable(.timedOut("no answer within 2 s")), now: 0, into: &record)
        #expect(record[.servesTLS] == .unknown(.timedOut("no answer within 2 s")))
        #expect(record[.hstsMaxAge] == .unknown(.timedOut("no answer within 2 s")))
    }

    @Test func `a certificate that ended hours ago has no days left`() {
        var record = Record("a.test")
        let visited = Visited(certificate: certificate(0), response: nil)
        ProxiesObserver.describe(.found(visited), now: 7200, into: &record)
        #expect(record[.certificateDays] == -1)
        #expect(record[.certificateShare] == 0)
    }

    @Test(arguments: ["", "max-age", "max-age=", "max-age=x", "includeSubDomains", "max-age=99999999999999999999999"])
    func `a broken HSTS header promises nothing`(_ header: String) {
        #expect(ProxiesObserver.maxAge(header) == 0)
    }
}

@Suite struct ClientAddressTests {
    private func overwrites(_ http: String, _ location: String) async -> Bool? {
        let text = """
            http {
              \(http)
              server { location / { proxy_pass http://127.0.0.1:18789; \(location) } }
            }
            """
        let sites = await Observer(CannedSurface(files: ["/etc/nginx/nginx.conf": text])).proxies.nginxSites().content
        return sites?.first?.upstreams.first?.overwritesClient
    }

    @Test(arguments: [
        ("", "proxy_set_header X-Forwarded-For $remote_addr;", true),
        (
            "set_real_ip_from 0.0.0.0/0; real_ip_header X-Forwarded-For;",
            "proxy_set_header X-Forwarded-For $remote_addr;", false
        ),
        ("set_real_ip_from ::/0;", "proxy_set_header X-Forwarded-For $remote_addr;", false),
        ("set_real_ip_from 0.0.0.0/0;", "proxy_set_header X-Forwarded-For $realip_remote_addr;", true),
        ("set_real_ip_from 10.0.0.0/8;", "proxy_set_header X-Forwarded-For $remote_addr;", true),
        ("", "set_real_ip_from 0.0.0.0/1; proxy_set_header X-Forwarded-For $remote_addr;", false),
        ("", "proxy_set_header X-Forwarded-For \"\";", false),
        ("proxy_set_header X-Forwarded-For $remote_addr;", "", true),
        ("proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header Host $host;", false),
    ])
    func `whom nginx believes decides whom it names`(_ http: String, _ location: String, _ expected: Bool) async {
        #expect(await overwrites(http, location) == expected)
    }

    @Test func `stars in directories are followed`() async {
        let server = "server { location / { proxy_pass http://127.0.0.1:18789; } }"
        let surface = CannedSurface(files: [
            "/etc/nginx/nginx.conf": "http { include /etc/nginx/s*/*/site.[ac]onf; include sites/?/x; }",
            "/etc/nginx/sites/claw/site.conf": server, "/etc/nginx/sites/b/x": server,
        ])
        #expect(await Observer(surface).proxies.nginxSites().content?.count == 2)
    }

    @Test(arguments: [
        ("{}", "[]", true), (#"{"set": {"X-Forwarded-For": ["{http.request.header.CF-Connecting-IP}"]}}"#, "[]", false),
        (#"{"set": {"x-forwarded-for": ["{http.request.remote.host}"]}}"#, "[]", true),
        (#"{"delete": ["X-Forwarded-For"]}"#, "[]", false), (#"{"delete": ["X-*"]}"#, "[]", false),
        (#"{"add": {"X-Forwarded-For": ["{http.request.header.X-Real-IP}"]}}"#, "[]", false),
        (#"{"replace": {"X-Forwarded-For": [{"search_regexp": ".*", "replace": "x"}]}}"#, "[]", false),
        (#"{"set": {"Host": ["x"]}, "delete": ["Cookie"]}"#, "[]", true), ("{}", #"["0.0.0.0/1"]"#, false),
        ("{}", #"["10.0.0.0/8", "fd00::/8"]"#, true),
        (#"{"set": {"X-Forwarded-For": ["{http.vars.client_ip}"]}}"#, #"["0.0.0.0/0"]"#, false),
    ])
    func `what Caddy is told to change counts`(_ changes: String, _ believed: String, _ expected: Bool) throws {
        let text = """
            {"apps": {"http": {"servers": {"s": {"listen": [":443"], "trusted_proxies": {"source": "static",
            "ranges": \(believed)}, "routes": [{"handle": [{"handler": "reverse_proxy", "headers": {"request": \(changes)},
            "upstreams": [{"dial": "127.0.0.1:18789"}]}]}]}}}}}
            """
        let root = try JSONDocument(Array(text.utf8), dialect: .json).root
        let caddy = ProxiesObserver.caddy(root, "x", tcp: true, exposed: false)
        #expect(caddy.sites.first?.upstreams.first?.overwritesClient == expected)
    }
}
