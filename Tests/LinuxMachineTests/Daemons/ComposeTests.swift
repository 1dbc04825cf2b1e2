import Hardening
import Testing

@testable import LinuxMachine

/// A compose project on a scripted system.
@Suite struct ComposeTests {
    private static let file = "/opt/openclaw/docker-compose.yml"
    private static let project = Activation.ComposeProject(
        name: "openclaw",
        directory: "/opt/openclaw",
        files: [file],
        services: ["gateway"]
    )
    private static let words = "docker compose -p openclaw --project-directory /opt/openclaw -f \(file)"
    private static let check = "\(words) config -q"
    private static let up = "\(words) up --no-deps --no-build -d -t 340 gateway"

    private static let making = "\(words) up --no-deps --no-build --no-start -t 340 gateway"

    private static func state(_ health: String) -> String {
        """
        {"Id": "one", "State": {"Running": true, "StartedAt": "then", "Health": {"Status": "\(health)"}},
         "Config": {"Healthcheck": {"Test": ["CMD", "check"]}}}
        """
    }

    /// One whose container is healthy so many milliseconds after it was made anew.
    private func server(healthyAfter delay: Int?, state: String = "running") -> ScriptedHost {
        let host = ScriptedHost()
        host.set("docker compose version")
        host.set("directory /opt/openclaw")
        host.set("directory /opt")
        host.set("directory /")
        host.set("file \(Self.file)", "services:\n  gateway:\n    image: openclaw\n")
        host.set("file /etc/passwd", "root:x:0:0::/root:/bin/sh\n")
        host.set("file /etc/group", "root:x:0:\n")
        let labels = """
            {"com.docker.compose.project": "openclaw", "com.docker.compose.service": "gateway",
             "com.docker.compose.oneoff": "False", "com.docker.compose.project.working_dir": "/opt/openclaw",
             "com.docker.compose.project.config_files": "\(Self.file)"}
            """
        let list = #"[{"Id": "one", "Names": ["/one"], "State": "\#(state)", "Labels": \#(labels)}]"#
        let filter = DockerAPI.escaped(#"{"label":["com.docker.compose.project=openclaw"]}"#)
        let both = DockerAPI.escaped(
            #"{"label":["com.docker.compose.project=openclaw","com.docker.compose.service=gateway"]}"#
        )
        host.set("GET /containers/json", list)
        host.set("GET /containers/json?all=1", list)
        for filter in [filter, both] { host.set("GET /containers/json?all=1&filters=\(filter)", list) }
        host.set("GET /containers/one/json", Self.state("healthy"))
        host.set(Self.check)
        host.set(Self.up)
        host.set("docker exec one check", status: 1, after: Self.up)
        host.set("GET /containers/one/json", Self.state("starting"), after: Self.up)
        if let delay { host.set("docker exec one check", after: Self.up, from: delay) }
        return host
    }

    private func activate(_ host: ScriptedHost) async throws {
        try await Compose(Self.project, host, Handover(host.clock)).activate(isUndoing: false)
    }

    @Test(arguments: [0, 100_000, 175_000]) func `is checked, made anew and waited for`(_ delay: Int) async throws {
        let host = server(healthyAfter: delay)
        try await activate(host)
        let check = try #require(host.done.firstIndex(of: Self.check))
        let up = try #require(host.done.firstIndex(of: Self.up))
        #expect(check < up)
        #expect((delay + 3000...delay + 3500).contains(host.elapsed), "it goes on running for three seconds")
    }

    @Test func `one that does not become well in time is a failure`() async {
        let host = server(healthyAfter: nil)
        #expect(await cause { try await activate(host) } == .late)
        #expect((180_000...180_500).contains(host.elapsed))
    }

    @Test func `an undoing starts what ran before, and leaves made what did not`() async throws {
        let interrupted = server(healthyAfter: 0, state: "created")
        let handover = Handover(interrupted.clock)
        await handover.ran(["openclaw/gateway"])
        // What comes after it is not on the script.
        try? await Compose(Self.project, interrupted, handover).activate(isUndoing: true)
        #expect(interrupted.done.contains(Self.up))

        let idle = server(healthyAfter: 0, state: "created")
        idle.set(Self.making)
        try? await Compose(Self.project, idle, Handover(idle.clock)).activate(isUndoing: true)
        #expect(idle.done.contains(Self.making) && !idle.done.contains(Self.up))
    }

    @Test func `an undoing ends what somebody told to end before it makes it anew`() async throws {
        let stop = "docker stop -t 340 one"
        for (isStopped, isUndoing) in [(true, true), (true, false), (false, true)] {
            let host = server(healthyAfter: 0)
            host.set(stop)
            let compose = Compose(Self.project, host, Handover(host.clock))
            try? await compose.activate(isUndoing: isUndoing, isStopped: isStopped)
            let end = host.done.firstIndex(of: stop)
            let up = try #require(host.done.firstIndex(of: Self.up))
            #expect(isStopped ? end.map { $0 < up } == true : end == nil)
        }
    }

    @Test func `files that compose refuses make nothing anew`() async {
        let host = server(healthyAfter: 0)
        host.set(Self.check, status: 15)
        #expect(await cause { try await activate(host) } == .refused)
        #expect(host.done.last == Self.check)
    }

    @Test func `a making that fails is a failure at once`() async {
        let host = server(healthyAfter: 0)
        host.set(Self.up, status: 1)
        #expect(await cause { try await activate(host) } == .refused)
        #expect(host.done.last == Self.up)
    }
}
