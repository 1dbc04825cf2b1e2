import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct GatewayCommandTests {
    @Test(arguments: [
        (
            ["/bin/bash", "-lc", "exec openclaw gateway --bind lan --auth none"],
            ["openclaw", "gateway", "--bind", "lan", "--auth", "none"]
        ),
        (
            ["sh", "-c", "cd /srv && A=b openclaw gateway --auth none; echo over"],
            ["openclaw", "gateway", "--auth", "none"]
        ),
        (["/usr/bin/env", "A=b", "openclaw", "gateway"], ["openclaw", "gateway"]),
        (
            ["nice", "-n", "5", "/usr/bin/node", "/opt/openclaw/dist/index.js", "gateway"],
            ["/usr/bin/node", "/opt/openclaw/dist/index.js", "gateway"]
        ),
        (["su", "ann", "-c", "openclaw gateway --bind lan"], ["openclaw", "gateway", "--bind", "lan"]),
    ])
    func `what a shell or another program starts is found`(_ words: [String], _ gateway: [String]) {
        let command = GatewayCommand(words)
        #expect(command?.words == gateway)
        #expect(command?.doubt == nil)
    }

    @Test func `what a variable decides is not known`() {
        #expect(GatewayCommand(["bash", "-c", "openclaw gateway --bind $BIND"])?.doubt != nil)
        #expect(GatewayCommand(["bash", "-c", "systemctl restart nginx"]) == nil)
        #expect(
            GatewayCommand(["/usr/bin/env", "OPENCLAW_GATEWAY_TOKEN=x", "openclaw", "gateway"])?.variables == [
                "OPENCLAW_GATEWAY_TOKEN": "x"
            ]
        )
    }

    private func gateway(_ start: String, _ files: [String: String] = [:], unit: String = "openclaw-gateway")
        async throws -> Record
    {
        let basis = [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\nann:x:1000:1000::/home/ann:/bin/bash\n",
            "/home/ann/.openclaw/openclaw.json": """
            {"meta": {"lastTouchedVersion": "2026.9.6"}, "gateway": {"mode": "local", "bind": "loopback",
            "auth": {"mode": "token", "token": "q7Zp2LxV9mTc4RbN8sKd1WfHyJ3uGe6AvB5nM0oP"}}}
            """,
            "/home/ann/.config/systemd/user/\(unit).service": "[Service]\nExecStart=\(start)\n",
        ]
        var surface = CannedSurface(files: basis.merging(files) { $1 })
        surface.isLive = false
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclawGateway)) else {
            return Record("")
        }
        return try #require(state.records.first)
    }

    @Test func `what the gateway is started with beats its configuration`() async throws {
        let program = "/usr/bin/node /usr/lib/node_modules/openclaw/dist/index.js gateway"
        let record = try await gateway("\(program) --port 19000 --token changeme --tailscale=funnel --auth none")
        #expect(record[.gatewaySecretIsGuessable] == true)
        #expect(record[.tailscaleMode] == "funnel")
        #expect(record[.gatewayIsExposed] == true)
        #expect(record[.gatewayAuth] == "none")
        #expect(record[.gatewayPort] == .number(19000))
        #expect(try await gateway(program)[.gatewaySecretIsGuessable] == false)
    }

    @Test func `a script and a shell hide nothing`() async throws {
        for start in ["/bin/bash -lc 'exec openclaw gateway run --bind lan --auth none'", "/home/ann/go"] {
            let script = [
                "/home/ann/go":
                    "#!/bin/sh\n# starts it\nexec openclaw gateway run \\\n  --bind lan --auth none \"$@\"\n"
            ]
            let record = try await gateway(start, script)
            #expect(record[.gatewayAuth] == "none")
            #expect(record[.gatewayIsExposed] == true)
        }
    }

    @Test func `what a script starts and is not understood leaves unknown how`() async throws {
        for script in [nil, "#!/bin/sh\nopenclaw gateway $OPTIONS\n", "#!/bin/sh\n$OPENCLAW gateway\n"] {
            let record = try await gateway("/home/ann/go", script.map { ["/home/ann/go": $0] } ?? [:])
            for field in [Field.gatewayAuth, .gatewayIsExposed, .gatewayBind, .tailscaleMode] {
                guard case .unknown = record[field] else {
                    Issue.record("\(field) was told: \(record[field])")
                    continue
                }
            }
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", true), ("172.16.0.0/12", true), ("192.168.0.0/16", true), ("100.64.0.0/10", true),
        ("fc00::/7", true), ("fd00::/8", true), ("0.0.0.0/1", true), ("*", true), ("10.0.0.2", false),
        ("172.18.0.0/16", false), ("127.0.0.0/8", false), ("192.168.1.0/24", false), ("fd00:1:2::/48", false),
    ])
    func `whole private ranges are no exact proxies`(_ range: String, _ isWide: Bool) async throws {
        let text = """
            {"meta": {"lastTouchedVersion": "2026.9.6"}, "gateway": {"trustedProxies": ["\(range)"]}}
            """
        let record = try await gateway("openclaw gateway", ["/home/ann/.openclaw/openclaw.json": text])
        #expect(record[.trustsEveryProxy] == .flag(isWide))
    }
}
