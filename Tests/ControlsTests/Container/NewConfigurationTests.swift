import Catalog
import Controls
import Documents
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// A new gateway begins with all that is asked of its configuration, whatever its version.
@Suite struct NewConfigurationTests {
    /// Those that were looked at, one between two of them, one after the newest, and none.
    private static let versions: [String?] = [
        "2026.2.26", "2026.3.13", "2026.4.2", "2026.4.20", "2026.4.23", "2026.5.7", "2026.6.11",
        "2026.6.20", "2026.7.35", "2026.8.1", "2026.8.2", "2026.9.1", "2026.9.3", "2026.9.6", "2027.1.1", nil,
    ]

    @Test(arguments: versions, ["", "claw.example.net"])
    func `a second plan is empty, and OpenClaw takes what was written`(
        _ version: String?,
        _ domain: String
    ) async throws {
        var server = NewGatewayServer(version: version, domain: domain)
        try await server.setUp()
        let left = await server.asked()
        #expect(left.amendments.isEmpty, "\(left.amendments.map { "\($0.control): \($0.amendment.summary)" })")
        let verdict = ConfigurationText(server.written).verdict(in: version)
        #expect(verdict.refusals.isEmpty, "\(verdict)\n\(String(decoding: server.written, as: UTF8.self))")
    }

    @Test func `what is written goes by the version that the image names`() async throws {
        for (version, hasTerminal) in [("2026.6.11", false), ("2026.9.6", true)] {
            var server = NewGatewayServer(version: version, domain: "", isTagged: false)
            try await server.setUp()
            let root = try JSONDocument(server.written, dialect: .json).root
            #expect((root["gateway"]?["terminal"]?["enabled"]?.flag == false) == hasTerminal)
            #expect(root["gateway"]?["bind"]?.text == "lan", "what it starts from stays")
        }
    }

    @Test func `a configuration that is there already is left to its own controls`() async throws {
        var server = NewGatewayServer(version: "2026.9.6", domain: "")
        let own = #"{"gateway": {"mode": "local", "bind": "lan"}}"#
        server.surface.add(NewGatewayServer.configuration, own, mode: 0o600, owner: 1000, group: 1000)
        try await server.setUp()
        #expect(String(decoding: server.written, as: UTF8.self) == own)
    }
}

/// A server that has an image and no gateway, until one is set up from it.
struct NewGatewayServer {
    var surface: CannedSurface
    let profile: Profile
    let version: String?
    let image: String
    private let inspected: String

    static let configuration = "/opt/openclaw/state/openclaw.json"
    private static let socket = "/var/run/docker.sock"

    /// The version is in the image's tag, or in its label.
    init(version: String?, domain: String, isTagged: Bool = true, profile given: Profile = .standalone) {
        self.version = version
        image = version.map { isTagged ? "ghcr.io/openclaw/openclaw:\($0)" : "openclaw:local" } ?? "openclaw:local"
        var profile = given
        profile.container.image = image
        profile.proxy.domains = domain.isEmpty ? [] : [domain]
        self.profile = profile
        surface = CannedSurface(files: [
            "/etc/passwd": "", "/usr/bin/dockerd": "", "/proc/net/tcp": "  sl\n", "/proc/net/tcp6": "  sl\n",
        ])
        surface.add(
            "/opt/openclaw/state/.env",
            "OPENCLAW_GATEWAY_TOKEN=\(String(repeating: "a1", count: 32))\n",
            mode: 0o600,
            owner: 1000
        )
        let status = FileStatus(kind: .directory, mode: 0o700, owner: 1000, group: 1000)
        surface.files["/opt/openclaw/state"] = FileContent(bytes: [], status: status)
        let label = isTagged ? "" : version.map { #""org.opencontainers.image.version":"\#($0)""# } ?? ""
        inspected = #""Env":["NODE_ENV=production"],"Cmd":["node","openclaw.mjs","gateway"],"Labels":{\#(label)"#
        answer("/containers/json?all=1", "[]")
        answer("/images/json", #"[{"Id":"sha256:1","RepoTags":["\#(image)"]}]"#)
        answer("/images/\(image)/json", #"{"Id":"sha256:1","Config":{\#(inspected)}}}"#)
    }

    private mutating func answer(_ target: String, _ body: String) {
        surface.responses[Self.socket, default: [:]][target] = Response(status: 200, body: Array(body.utf8))
    }

    var written: [UInt8] { surface.files[Self.configuration]?.bytes ?? [] }

    private var configuring: [Control] { ControlList.controls(for: profile).filter { $0.layer == .openclaw } }
    private var fixes: [NamedFix] { ControlList.fixes(for: profile) }

    private func snapshot(_ controls: [Control]) async -> Snapshot {
        let chosen = Set(controls.map(\.id))
        let needs = fixes.filter { chosen.contains($0.control) }.flatMap(\.needs)
        return await snapshot(of: Set(controls.flatMap(\.resources) + needs))
    }

    private func snapshot(of resources: Set<Resource>, from seen: Snapshot = Snapshot()) async -> Snapshot {
        let observer = Observer(surface)
        var snapshot = seen
        for resource in resources { snapshot[resource] = await observer.observe(resource) }
        return snapshot
    }

    /// What the configuration's controls ask for now.
    func asked() async -> Demands {
        let controls = configuring
        let now = await snapshot(controls)
        let demands = Demands(controls, profile, on: now)
        let seen = await snapshot(of: demands.resources, from: now)
        return await Observer(surface).leavingOutRefused(demands, on: seen)
    }

    /// Plans as Nacre does, puts it, and has Docker speak of the container.
    mutating func setUp() async throws {
        let controls = ControlList.controls(for: profile).filter { $0.id == "container.run-gateway" }
        var seen = await snapshot(controls)
        let asked = Demands(controls, profile, on: seen)
        try #require(!asked.amendments.isEmpty, "\(asked.advice)")
        seen = await snapshot(of: asked.resources, from: seen)
        let demands = await Observer(surface).completing(asked, on: seen, configuring, profile)
        for change in try Plan(profile: "", demands, on: seen).changes {
            guard case .file(let path) = change.resource, case .file(let file) = change.after else { continue }
            let status = FileStatus(mode: file.mode, owner: file.owner, group: file.group, size: file.bytes.count)
            surface.files[path] = FileContent(bytes: file.bytes, status: status)
        }
        answer("/containers/json?all=1", #"[{"Id":"abc"}]"#)
        answer(
            "/containers/abc/json",
            """
            {"Name":"/openclaw-openclaw-gateway-1","State":{"Running":true},"Config":{"Image":"\(image)",\(inspected)}},
             "Mounts":[{"Type":"bind","Source":"/opt/openclaw/state","Destination":"/home/node/.openclaw"}],
             "HostConfig":{"NetworkMode":"openclaw_default","PortBindings":{"18789/tcp":[{"HostIp":"127.0.0.1","HostPort":"18789"}]}}}
            """
        )
    }
}
