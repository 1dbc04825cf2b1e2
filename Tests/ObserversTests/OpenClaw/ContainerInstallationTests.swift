import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct ContainerInstallationTests {
    private static let socket = "/var/run/docker.sock"

    private func surface(_ container: String, files: [String: String]) -> CannedSurface {
        var surface = CannedSurface(files: files.merging(["/etc/passwd": "", "/usr/bin/dockerd": ""]) { $1 })
        surface.responses[Self.socket] = [
            "/containers/json?all=1": Response(status: 200, body: Array(#"[{"Id":"abc"}]"#.utf8)),
            "/containers/abc/json": Response(status: 200, body: Array(container.utf8)),
        ]
        return surface
    }

    private func container(image: String, mounts: [(String, String)], environment: [String] = [], root: String = "")
        -> String
    {
        let mounts = mounts.map { #"{"Source":"\#($0.0)","Destination":"\#($0.1)"}"# }.joined(separator: ",")
        let environment = environment.map { "\"\($0)\"" }.joined(separator: ",")
        return """
            {"Name":"/gateway","State":{"Running":true},"Mounts":[\(mounts)],
             "Config":{"Image":"\(image)","Env":[\(environment)],"Cmd":["node","dist/index.js","gateway","--bind","lan"]},
             "GraphDriver":{"Data":{"MergedDir":"\(root)"}}}
            """
    }

    private static let image = "ghcr.io/openclaw/openclaw:2026.9.4-slim"

    @Test func `finds what a container mounts, with its version, variables and arguments`() async throws {
        let text = container(
            image: Self.image,
            mounts: [("/data/claw", "/home/node/.openclaw")],
            environment: ["HOME=/home/node", "OPENCLAW_GATEWAY_TOKEN=abcdefghijklmnopqrstuvwxyz"]
        )
        let observer = Observer(surface(text, files: ["/data/claw/openclaw.json": "{gateway: {bind: 'loopback'}}"]))
        let found = try #require(await observer.installations.openclawInstallations().content?.first)
        #expect(found.directory == "/data/claw" && found.version == OpenClawVersion(2026, 9, 4))
        #expect(found.environmentDoubt == nil)
        guard case .state(let state) = await observer.observe(.facts(.openclawGateway)) else { return }
        let record = try #require(state.records.first)
        #expect(record[.gatewayBind] == "lan" && record[.gatewayInContainer] == true)
        #expect(record[.gatewayHasSecret] == true && record[.gatewaySecretLength] == 26)
    }

    @Test func `a configuration mounted as a single file wins over the directory's own`() async throws {
        let text = container(
            image: Self.image,
            mounts: [("/data/claw", "/home/node/.openclaw"), ("/etc/claw.json", "/home/node/.openclaw/openclaw.json")]
        )
        let files = ["/data/claw/openclaw.json": "{}", "/etc/claw.json": "{gateway: {port: 9}}"]
        let found = try #require(
            await Observer(surface(text, files: files)).installations.openclawInstallations().content?.first
        )
        #expect(found.configurationPath == "/etc/claw.json" && found.directory == "/data/claw")
        #expect(found.root.at("gateway.port").value(default: .unset) == 9)
    }

    @Test func `state without a mount is found in the container's own file system, the package's version too`()
        async throws
    {
        let text = container(image: "openclaw:local", mounts: [], root: "/var/lib/docker/overlay2/x/merged")
        let base = "/var/lib/docker/overlay2/x/merged"
        let files = [
            base + "/home/node/.openclaw/openclaw.json": "{meta: {lastTouchedVersion: '2026.3.2'}}",
            base + "/app/package.json": #"{"name": "openclaw", "version": "2026.8.1"}"#,
        ]
        let found = try #require(
            await Observer(surface(text, files: files)).installations.openclawInstallations().content?.first
        )
        #expect(found.directory == base + "/home/node/.openclaw" && found.version == OpenClawVersion(2026, 8, 1))
    }

    @Test func `a directory that is named and mounted keeps its container`() async throws {
        let text = container(image: Self.image, mounts: [("/data", "/home/node")])
        let observer = Observer(
            surface(text, files: ["/data/.openclaw/openclaw.json": "{}"]),
            openclawDirectories: ["/data/.openclaw/"]
        )
        let found = try #require(await observer.installations.openclawInstallations().content)
        #expect(found.map(\.directory) == ["/data/.openclaw"] && found.first?.container?.name == "gateway")
    }

    @Test func `a Docker that does not answer may hide a gateway`() async {
        let hidden = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": ""])
        guard case .unreadable = await Observer(hidden).installations.openclawInstallations() else {
            Issue.record("took a silent Docker for an empty one")
            return
        }
        let volume = CannedSurface(files: [
            "/usr/bin/dockerd": "", "/var/lib/docker/volumes/my_openclaw/_data/openclaw.json": "{}",
        ])
        #expect(await Observer(volume).installations.openclawInstallations().content?.count == 1)
    }

    @Test func `whether a container runs it is not told where no container can be seen`() async throws {
        var surface = CannedSurface(files: [
            "/usr/bin/dockerd": "", "/home/bob/.openclaw/openclaw.json": "{gateway: {bind: 'lan'}}",
        ])
        guard case .state(let hidden) = await Observer(surface).observe(.facts(.openclawGateway)),
            case .unknown = try #require(hidden.records.first)[.gatewayInContainer]
        else {
            Issue.record("Docker did not answer, and the gateway was said to run outside of it")
            return
        }
        surface.files["/usr/bin/dockerd"] = nil
        guard case .state(let plain) = await Observer(surface).observe(.facts(.openclawGateway)) else { return }
        #expect(try #require(plain.records.first)[.gatewayInContainer] == false)
    }

    @Test(arguments: [
        (#""Networks":{"claw_default":{"Gateway":"172.18.0.1"},"idle":{"Gateway":""}}"#, "bridge", ["172.18.0.1"]),
        // A router of the network, as macvlan has it.
        (#""Networks":{"lan":{"Gateway":"192.168.1.1"}}"#, "lan", nil),
        (#""Networks":{"host":{"Gateway":""}}"#, "host", ["127.0.0.1", "::1"]),
    ])
    func `a proxy on this machine comes from the bridge, where the bridge is this machine's`(
        _ networks: String,
        _ mode: String,
        _ addresses: [String]?
    ) async throws {
        let text = """
            {"Name":"/gateway","State":{"Running":true},"HostConfig":{"NetworkMode":"\(mode)"},
             "Mounts":[{"Source":"/data/claw","Destination":"/home/node/.openclaw"}],"NetworkSettings":{\(networks)},
             "Config":{"Image":"\(Self.image)","Cmd":["node","dist/index.js","gateway"]}}
            """
        let trie = "Local:\n  +-- 172.18.0.0/16 2 0 2\n     |-- 172.18.0.1\n        /32 host LOCAL\n"
        let files = ["/data/claw/openclaw.json": "{}", "/proc/net/fib_trie": trie]
        guard case .state(let state) = await Observer(surface(text, files: files)).observe(.facts(.openclaw)),
            let seen = state.records.first?[.openclawProxyAddresses]
        else {
            Issue.record("no installation was found")
            return
        }
        if case .unknown = seen { #expect(addresses == nil) } else { #expect(seen == .list(addresses ?? [])) }
    }
}
