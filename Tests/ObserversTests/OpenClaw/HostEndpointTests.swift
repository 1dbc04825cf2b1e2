import MachineTesting
import Surface
import Testing

@testable import Hardening
@testable import Observers

@Suite struct HostEndpointTests {
    @Test(arguments: [
        ("http://host.docker.internal:11434/v1", "host.docker.internal", 11434),
        ("https://172.17.0.1", "172.17.0.1", 443),
        ("ws://user:key@Host.Docker.Internal:9222/devtools", "host.docker.internal", 9222),
        ("socks5://10.0.0.1", "10.0.0.1", 1080),
    ]) func `reads server and port of a URL`(_ url: String, _ host: String, _ port: Int) throws {
        let endpoint = try #require(HostEndpoint(url, at: "models"))
        #expect(endpoint.host == host && endpoint.port == port)
    }

    @Test(arguments: [
        "", "http://", "host.docker.internal:1", "file:///etc/passwd", "http://[::1]:1", "http://a:b", "http://a:0",
    ])
    func `what names no server, or no port, is none`(_ text: String) {
        #expect(HostEndpoint(text, at: "models") == nil)
    }

    @Test func `finds what the gateway's container asks of this machine, by its own network`() async {
        let container = """
            {"Id": "ab", "Name": "/claw-gateway-1", "Config": {"Image": "openclaw:local", "Env": ["HOME=/home/node"]},
             "State": {"Running": true}, "HostConfig": {"ExtraHosts": ["modelbox:host-gateway", "far:192.0.2.1"]},
             "Mounts": [{"Type": "bind", "Source": "/opt/claw/state", "Destination": "/home/node/.openclaw", "RW": true}],
             "NetworkSettings": {"Networks": {"claw_default": {"NetworkID": "0123456789abcdef", "Gateway": "172.18.0.1"}}}}
            """
        let configuration = """
            {models: {providers: {ollama: {baseUrl: "http://host.docker.internal:11434/v1"},
                                  far: {baseUrl: "http://far:8080"}, cloud: {baseUrl: "https://api.example.com"},
                                  box: {baseUrl: "http://modelbox:1234"}}},
             browser: {profiles: {x: {cdpUrl: "http://172.18.0.1:9222"}}},
             gateway: {controlUi: {allowedOrigins: ["http://172.18.0.1:18789"]}}}
            """
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": "", "/etc/group": ""])
        surface.add("/opt/claw/state/openclaw.json", configuration, mode: 0o600)
        func answer(_ text: String) -> Response { Response(status: 200, body: Array(text.utf8)) }
        surface.responses["/var/run/docker.sock"] = [
            "/info": answer("{}"), "/containers/json?all=1": answer("[{\"Id\": \"ab\"}]"),
            "/containers/ab/json": answer(container),
            "/networks/0123456789abcdef": answer(
                #"{"Driver": "bridge", "Options": {}, "IPAM": {"Config": [{"Subnet": "172.18.0.0/16"}]}}"#
            ),
        ]
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclaw)) else { return }
        #expect(
            state.records.first?[.hostEndpoints] == [
                "br-+ 172.18.0.0/16 11434 models.providers.ollama.baseUrl",
                "br-+ 172.18.0.0/16 1234 models.providers.box.baseUrl",
                "br-+ 172.18.0.0/16 9222 browser.profiles.x.cdpUrl",
            ]
        )
        surface.responses["/var/run/docker.sock"]?["/networks/0123456789abcdef"] = answer("{\"Driver\": \"macvlan\"}")
        guard case .state(let other) = await Observer(surface).observe(.facts(.openclaw)) else { return }
        guard case .unknown? = other.records.first?[.hostEndpoints] else {
            Issue.record("a bridge that could not be determined")
            return
        }
    }
}
