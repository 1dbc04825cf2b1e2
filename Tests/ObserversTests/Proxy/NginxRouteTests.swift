import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Where nginx sends requests on to, whatever way it is written.
@Suite struct NginxRouteTests {
    private func sites(_ text: String) async -> Reading<[ProxySite]> {
        await Observer(CannedSurface(files: ["/etc/nginx/nginx.conf": text])).proxies.nginxSites()
    }

    private func addresses(_ text: String) async -> [String]? {
        await sites(text).content?.flatMap(\.upstreams).map(\.address)
    }

    private static let group = "upstream Gw { server 127.0.0.1:18789; }"

    @Test(arguments: [
        "http { \(group) server { location / { proxy_pass https://gw; } } }",
        "http { \(group) server { location / { proxy_pass http://GW/x; } } }",
        "http { \(group) server { set $Up gw; location / { proxy_pass http://${up}; } } }",
        "stream { \(group) server { proxy_pass GW; } }",
        "http { server { location / { proxy_pass http://127.0.0.1:18789?x=1; } } }",
        "http { server { location / { return 200 a}; proxy_pass http://127.0.0.1:18789; } } }",
    ])
    func `finds the gateway`(_ text: String) async {
        #expect(await addresses(text) == ["127.0.0.1:18789"])
    }

    @Test(arguments: [
        "set $up 127.0.0.1:8080; if ($a) { set $up 127.0.0.1:18789; } location / { proxy_pass http://$up; }",
        "set $up 127.0.0.1:8080; location / { if ($a) { set $up 127.0.0.1:18789; } proxy_pass http://$up; }",
        "set $up 127.0.0.1:8080; location / { proxy_pass http://$upper; }",
    ])
    func `what a condition sets is not known`(_ server: String) async {
        let found = await addresses("http { server { \(server) } }")
        #expect(found?.count == 1 && found?.first?.contains("$") == true)
    }

    @Test(arguments: [["$http_x_forwarded_for", "$remote_addr"], ["$remote_addr", "$http_x_forwarded_for"]])
    func `of two headers of a name both are sent`(_ values: [String]) async {
        let headers = values.map { "proxy_set_header X-Forwarded-For \($0);" }.joined(separator: " ")
        let found = await sites("http { server { location / { \(headers) proxy_pass http://127.0.0.1:18789; } } }")
        #expect(found.content?.flatMap(\.upstreams).map(\.overwritesClient) == [false])
    }

    @Test(arguments: [
        "http { init_by_lua_block { local a = \"it's\" -- ' } server { proxy_pass http://127.0.0.1:18789; } }",
        "http { server { return 200 'x; } }", "http { server { }", "http { } }",
    ])
    func `a file that cannot be taken apart for sure tells nothing of sites`(_ text: String) async {
        guard case .unreadable = await sites(text) else {
            Issue.record("\(await sites(text))")
            return
        }
    }
}
