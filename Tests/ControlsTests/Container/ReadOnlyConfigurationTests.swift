import Catalog
import Controls
import Foundation
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// OpenClaw's own switch against writing its configuration: put where the profile wants it, and lifted for a while.
@Suite struct ReadOnlyConfigurationTests {
    private static let socket = "/var/run/docker.sock"
    private static let override = "/opt/claw/docker-compose.override.yml"

    private static let on = """
        services:
          gateway:
            environment:
              OPENCLAW_CONFIG_READONLY: "1"
          openclaw-cli:
            environment:
              OPENCLAW_CONFIG_READONLY: "1"

        """

    /// A compose project with a gateway and the command line beside it, of which only the gateway runs.
    private func surface(version: String, isOn: Bool = false, blocker: Bool = false) -> CannedSurface {
        let files = "/opt/claw/docker-compose.yml" + (isOn ? ",\(Self.override)" : "")
        let variable = isOn ? #","OPENCLAW_CONFIG_READONLY=1""# : ""
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": "", "/etc/group": ""])
        let image = "ghcr.io/openclaw/openclaw:\(version)"
        let compose = """
            services:
              gateway:
                image: "\(image)"
                environment: {A: one}
                command: [node, openclaw.mjs, gateway]
                volumes:
                  - ./state:/home/node/.openclaw
              openclaw-cli: {image: "\(image)", environment: [B=two], entrypoint: [node, openclaw.mjs]}
            """
        surface.add("/opt/claw/docker-compose.yml", compose)
        surface.add("/opt/claw/state/openclaw.json", "{}", mode: 0o600)
        if isOn { surface.add(Self.override, Self.on) }
        func answer(_ text: String) -> Response { Response(status: 200, body: Array(text.utf8)) }
        let labels = """
            "com.docker.compose.project": "claw", "com.docker.compose.service": "gateway",
            "com.docker.compose.project.working_dir": "/opt/claw", "com.docker.compose.oneoff": "False"
            \(blocker ? "" : ", \"com.docker.compose.project.config_files\": \"\(files)\"")
            """
        surface.responses[Self.socket] = [
            "/info": answer("{}"), "/containers/json?all=1": answer("[{\"Id\": \"ab\"}]"),
            "/containers/ab/json": answer(
                """
                {"Id": "ab", "Name": "/claw-gateway-1", "Image": "sha256:1",
                 "Config": {"Image": "\(image)", "Env": ["A=one"\(variable)], "Labels": {\(labels)},
                            "Cmd": ["node", "openclaw.mjs", "gateway"]},
                 "State": {"Running": true, "Pid": 0}, "HostConfig": {},
                 "Mounts": [{"Type": "bind", "Source": "/opt/claw/state", "Destination": "/home/node/.openclaw", "RW": true}]}
                """
            ),
            "/containers/ab/changes": answer("[]"),
            "/images/sha256:1/json": answer("{\"Id\": \"sha256:1\", \"Config\": {\"User\": \"node\"}}"),
            "/images/\(image)/json": answer("{\"Id\": \"sha256:1\"}"),
        ]
        let named = files.split(separator: ",").flatMap { ["-f", String($0)] }
        let arguments = ["compose", "-p", "claw", "--project-directory", "/opt/claw"] + named + ["config"]
        let composed = """
            services:
              gateway: {image: "\(image)", environment: {A: one\(isOn ? ", OPENCLAW_CONFIG_READONLY: \"1\"" : "")}, volumes: [{type: bind, source: /opt/claw/state, target: /home/node/.openclaw}]}
              openclaw-cli: {image: "\(image)", environment: {B: two\(isOn ? ", OPENCLAW_CONFIG_READONLY: \"1\"" : "")}}
            """
        surface.add(Command("docker", arguments, timeout: 30), composed)
        return surface
    }

    private var profile: Profile {
        var profile = Profile.standalone
        profile.openclaw.readOnlyConfiguration = true
        return profile
    }

    private func snapshot(_ surface: CannedSurface, _ resources: Set<Resource>) async -> Snapshot {
        let observer = Observer(surface)
        var snapshot = Snapshot()
        for resource in resources { snapshot[resource] = await observer.observe(resource) }
        return snapshot
    }

    private func verdict(_ surface: CannedSurface, _ profile: Profile) async throws -> Finding.Verdict {
        let control = try #require(
            ControlList.controls(for: profile).first { $0.id == ReadOnlyConfiguration.control }
        )
        return control.audit(await snapshot(surface, control.resources)).verdict
    }

    @Test func `is asked where the profile wants it, of versions that know it`() async throws {
        #expect(try await verdict(surface(version: "2026.9.6"), .standalone) == .notApplicable)
        #expect(try await verdict(surface(version: "2026.9.6"), profile) == .drifted)
        #expect(try await verdict(surface(version: "2026.9.6", isOn: true), profile) == .compliant)
        #expect(try await verdict(surface(version: "2026.9.3"), profile) == .compliant)
        #expect(try await verdict(surface(version: "2026.9.4"), profile) == .unknown)
        #expect(try await verdict(surface(version: "latest"), profile) == .unknown)
    }

    @Test func `is put for the gateway and for the command line beside it, and the plan says what it refuses`()
        async throws
    {
        let surface = surface(version: "2026.9.6")
        let controls = ControlList.controls(for: profile).filter { $0.id == ReadOnlyConfiguration.control }
        var seen = await snapshot(surface, Set(controls.flatMap { $0.resources.union($0.fix.needs) }))
        let demands = Demands(controls, profile, on: seen)
        seen[.file(Self.override)] = .state(.absent)
        let changes = try Plan(profile: "", demands, on: seen).changes
        guard case .file(let file)? = changes.first(where: { $0.resource == .file(Self.override) })?.after else {
            Issue.record("nothing is put: \(demands.advice)")
            return
        }
        let text = try #require(file.text)
        #expect(text.components(separatedBy: "OPENCLAW_CONFIG_READONLY: \"1\"").count == 3, "\(text)")
        let words = changes.flatMap(\.summaries).joined()
        #expect(words.contains("update are refused until nacre config unlock"))
    }

    @Test func `is lifted wherever it is on, and nowhere where one of them cannot be made anew`() async throws {
        let on = await snapshot(surface(version: "2026.9.6", isOn: true), ReadOnlyConfiguration.needs)
        let lifting = ReadOnlyConfiguration.lifting(on: on)
        #expect(lifting.blockers.isEmpty, "\(lifting.blockers)")
        var state = State.file(.init(Array(Self.on.utf8), mode: 0o644))
        for amendment in lifting.amendments { state = try amendment.amend(state, Snapshot()) }
        guard case .file(let file) = state, let text = file.text else {
            Issue.record("no file")
            return
        }
        #expect(text.components(separatedBy: "OPENCLAW_CONFIG_READONLY").count == 3, "\(text)")
        #expect(!text.contains("\"1\""), "\(text)")

        let off = await snapshot(surface(version: "2026.9.6"), ReadOnlyConfiguration.needs)
        #expect(ReadOnlyConfiguration.lifting(on: off).amendments.isEmpty)
        let stuck = surface(version: "2026.9.6", isOn: true, blocker: true)
        let blocked = ReadOnlyConfiguration.lifting(on: await snapshot(stuck, ReadOnlyConfiguration.needs))
        #expect(!blocked.blockers.isEmpty)
    }

    @Test func `a new gateway begins with it`() async throws {
        var profile = profile
        profile.container.image = "openclaw:local"
        var server = NewGatewayServer(version: "2026.9.6", domain: "", profile: profile)
        try await server.setUp()
        let text = String(decoding: server.surface.files["/opt/openclaw/compose.yaml"]?.bytes ?? [], as: UTF8.self)
        #expect(text.contains("      OPENCLAW_CONFIG_READONLY: \"1\"\n    ports:"), "\(text)")
    }
}
