import Catalog
import Controls
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// A server with a careless compose project, from the look at it to what is put.
@Suite struct ComposeFixTests {
    private static let socket = "/var/run/docker.sock"
    private static let compose = """
        services:
          gateway:
            image: openclaw:local
            user: root
            ports: ["18789:18789"]
            volumes:
              - ./state:/home/node/.openclaw
              - /var/run/docker.sock:/var/run/docker.sock
        """
    private static let composed = """
        services:
          gateway:
            image: openclaw:local
            user: root
            environment: {A: one}
            volumes:
              - {type: bind, source: /opt/claw/state, target: /home/node/.openclaw}
              - {type: bind, source: /var/run/docker.sock, target: /var/run/docker.sock}
        """

    private static func container(label: Bool = true, changes: [String: String] = [:]) -> String {
        let labels =
            label
            ? """
            "com.docker.compose.project": "claw", "com.docker.compose.service": "gateway",
            "com.docker.compose.project.working_dir": "/opt/claw", "com.docker.compose.oneoff": "False",
            "com.docker.compose.project.config_files": "/opt/claw/docker-compose.yml"
            """ : ""
        return """
            {"Id": "ab", "Name": "/claw-gateway-1", "Image": "sha256:1",
             "Config": {"Image": "openclaw:local", "User": "root", "Hostname": "0123456789ab", "Env": ["A=\(changes["A"] ?? "one")"],
                        "Labels": {\(labels)}},
             "State": {"Running": true, "Pid": 0},
             "HostConfig": {"LogConfig": {"Type": "json-file", "Config": {}}, "RestartPolicy": {"Name": "always"},
                            "PortBindings": {"18789/tcp": [{"HostIp": "", "HostPort": "18789"}]}},
             "Mounts": [{"Type": "bind", "Source": "/opt/claw/state", "Destination": "/home/node/.openclaw", "RW": true},
                        {"Type": "bind", "Source": "/var/run/docker.sock", "Destination": "/var/run/docker.sock",
                         "RW": true}]}
            """
    }

    private func surface(
        _ container: String = container(),
        compose: String = compose,
        written: String = "[{\"Path\": \"/tmp\", \"Kind\": 0}, {\"Path\": \"/tmp/log\", \"Kind\": 1}]",
        override: String? = nil,
        configuration: String = "{}"
    ) -> CannedSurface {
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": "", "/etc/group": ""])
        surface.add("/opt/claw/docker-compose.yml", compose)
        surface.add("/opt/claw/state/openclaw.json", configuration, mode: 0o600)
        if let override { surface.add("/opt/claw/docker-compose.override.yml", override) }
        func answer(_ text: String) -> Response { Response(status: 200, body: Array(text.utf8)) }
        surface.responses[Self.socket] = [
            "/info": answer("{}"), "/containers/json?all=1": answer("[{\"Id\": \"ab\"}]"),
            "/containers/ab/json": answer(container), "/containers/ab/changes": answer(written),
            "/containers/ab/stats?stream=0&one-shot=1": answer("{\"memory_stats\": {\"usage\": 1500000000}}"),
            "/images/sha256:1/json": answer("{\"Id\": \"sha256:1\", \"Config\": {\"User\": \"node\"}}"),
            "/images/openclaw:local/json": answer("{\"Id\": \"sha256:1\"}"),
        ]
        let head = "HEAD /containers/ab/archive?path=/usr/local/bin/node HTTP/1.0\r\n\r\n"
        surface.answers[Self.socket] = [Array(head.utf8): Array("HTTP/1.0 200 OK\r\n\r\n".utf8)]
        let files =
            ["/opt/claw/docker-compose.yml"] + (override == nil ? [] : ["/opt/claw/docker-compose.override.yml"])
        let arguments = ["compose", "-p", "claw", "--project-directory", "/opt/claw"] + files.flatMap { ["-f", $0] }
        surface.add(Command("docker", arguments + ["config"], timeout: 30), Self.composed)
        return surface
    }

    private func plan(
        _ surface: CannedSurface,
        profile: Profile = .standalone,
        layers: [Layer] = [.container]
    ) async throws -> Plan {
        let controls = ControlList.controls(for: profile).filter { layers.contains($0.layer) }
        let ways = ControlList.fixes(for: profile).filter { way in controls.contains { $0.id == way.control } }
        let needs = Set(controls.flatMap(\.resources)).union(ways.flatMap(\.needs))
        let observer = Observer(surface)
        var snapshot = Snapshot()
        for resource in needs { snapshot[resource] = await observer.observe(resource) }
        let demands = Demands(controls, profile, on: snapshot)
        for resource in demands.resources { snapshot[resource] = await observer.observe(resource) }
        return try Plan(profile: profile.name, demands, on: snapshot)
    }

    private func text(_ plan: Plan, _ path: String) -> String? {
        guard case .file(let file)? = plan.changes.first(where: { $0.resource == .file(path) })?.after else {
            return nil
        }
        return file.text
    }

    @Test func `a careless container gets walls, limits and an account`() async throws {
        let plan = try await plan(surface())
        let settings = try #require(text(plan, "/opt/claw/docker-compose.override.yml"))
        for line in [
            "cap_drop: [ALL]", "read_only: true", "user: \"1000:1000\"", "security_opt: [\"no-new-privileges:true\"]",
            "tmpfs: [\"/home/node/.cache:mode=1777\", \"/home/node/.npm:mode=1777\", \"/tmp\"]", "pids_limit: 512",
            "mem_limit: \"2048m\"",
            "NODE_OPTIONS: \"--max-old-space-size=1536\"", "test: [CMD, \"/usr/local/bin/node\"",
        ] {
            #expect(settings.contains(line))
        }
        let base = try #require(text(plan, "/opt/claw/docker-compose.yml"))
        let expected = Self.compose.replacing("[\"18789", with: "[\"127.0.0.1:18789")
            .replacing("\n      - /var/run/docker.sock:/var/run/docker.sock", with: "")
        #expect(base.trimmedEnd == expected.trimmedEnd)
        let state = plan.changes.first { $0.resource == .permissions("/opt/claw/state/openclaw.json") }
        #expect(state?.after == .permissions(.init(mode: 0o600, owner: 1000, group: 1000)))
        #expect(Set(plan.stages.map(\.activation)).count == 1)
    }

    /// The gateway is made anew as another account, and must then find the variables, and be let read them.
    @Test func `secrets move together with the container that reads them`() async throws {
        let token = "7123456789" + ":AA" + "Fq8Zk2Lw9Xb4Tn6Vc1Rm3Ys5Hd7Jg0PeUx"
        let configuration = """
            {"meta": {"lastTouchedVersion": "2026.4.19"}, "channels": {"telegram": {"botToken": "\(token)"}}}
            """
        let plan = try await plan(
            surface(configuration: configuration),
            layers: [.container, .openclaw, .secrets]
        )
        let stage = try #require(
            plan.stages.first { stage in stage.changes.contains { $0.resource == Self.variables } }
        )
        guard case .compose? = stage.activation else {
            Issue.record("\(String(describing: stage.activation))")
            return
        }
        let places = stage.changes.map(\.resource)
        let first = try #require(places.firstIndex(of: Self.variables))
        let second = try #require(places.firstIndex(of: .file("/opt/claw/state/openclaw.json")))
        #expect(first < second)
        for change in [stage.changes[first], stage.changes[second]] {
            guard case .file(let file) = change.after else {
                Issue.record("\(change.after)")
                continue
            }
            #expect(file.owner == 1000 && file.group == 1000 && file.mode == 0o600, "\(change.resource): \(file)")
        }
        #expect(text(plan, "/opt/claw/state/.env") == "TELEGRAM_BOT_TOKEN=\(token)\n")
        #expect(text(plan, "/opt/claw/state/openclaw.json")?.contains("${TELEGRAM_BOT_TOKEN}") == true)
        // The project's containers are started once, with both.
        #expect(!plan.stages.contains { if case .gateway? = $0.activation { true } else { false } })
    }

    private static let variables = Resource.file("/opt/claw/state/.env")

    @Test func `what was put needs nothing more, as far as files tell`() async throws {
        let first = try await plan(surface())
        let settings = try #require(text(first, "/opt/claw/docker-compose.override.yml"))
        let base = try #require(text(first, "/opt/claw/docker-compose.yml"))
        let observer = Observer(surface(compose: base, override: settings))
        guard case .state(let services) = await observer.observe(.facts(.composeServices)) else { return }
        let service = try #require(services.records.first)
        #expect(services.records.count == 1)
        #expect(
            service[.runsAsRoot] == false && service[.readOnlyRoot] == true && service[.dropsAllCapabilities] == true
        )
        #expect(service[.noNewPrivileges] == true && service[.memoryLimit] == .number(2 << 30))
        #expect(service[.publishesBeyondLoopback] == [] && service[.dangerousMounts] == [])
        #expect(service.origins[.runsAsRoot]?.file == "/opt/claw/docker-compose.override.yml")
        // The container is older than its files now: nothing is put, and what to do is said.
        let second = try await plan(surface(compose: base, override: settings))
        #expect(second.changes.isEmpty)
        #expect(second.advice.contains { $0.text.contains("older than its files") })
    }

    /// A gateway that is killed leaves a lease that another host has to wait for.
    @Test func `a gateway that is made anew keeps its host name, and gets the time to end in`() async throws {
        let plan = try await plan(surface())
        let settings = try #require(text(plan, "/opt/claw/docker-compose.override.yml"))
        #expect(settings.contains("hostname:") && settings.contains("0123456789ab"))
        #expect(settings.contains("stop_grace_period:") && settings.contains("330s"))
        let own = "services:\n  gateway:\n    hostname: mine\n    stop_grace_period: 10m\n"
        let kept = try #require(
            text(try await self.plan(surface(override: own)), "/opt/claw/docker-compose.override.yml")
        )
        #expect(kept.hasPrefix(own) && !kept.contains("0123456789ab") && !kept.contains("330s"))
        let short = "services:\n  gateway:\n    stop_grace_period: 1m30s\n"
        let raised = try #require(
            text(try await self.plan(surface(override: short)), "/opt/claw/docker-compose.override.yml")
        )
        #expect(raised.contains("330s") && !raised.contains("1m30s"))
    }

    @Test func `a container that would come out otherwise is left to a person`() async throws {
        let bare = try await plan(surface(Self.container(label: false)))
        // Its file may be made right; what runs is not touched.
        #expect(!bare.changes.contains { if case .permissions = $0.resource { true } else { false } })
        #expect(bare.advice.contains { $0.text.contains("does not come from a compose file") })
        let foreign = try await plan(surface(Self.container(changes: ["A": "two"])))
        #expect(foreign.changes.isEmpty)
        #expect(foreign.advice.contains { $0.text.contains("the variable A had another value") })
        #expect(!foreign.advice.contains { $0.text.contains("two") && $0.text.contains("one\"") })
    }

    @Test func `a container whose files do not say any more what it is made from is left, and why is said`()
        async throws
    {
        let two = try await plan(surface(compose: Self.compose + "\n---\nservices: {}\n"))
        #expect(two.changes.isEmpty)
        #expect(
            two.advice.contains { $0.text.contains("docker-compose.yml, which it was made from, cannot be read as a") }
        )
        #expect(two.advice.contains { $0.text.contains("a second document begins (---), and only one is expected") })
        let other = try await plan(surface(compose: "services:\n  web:\n    image: nginx:1\n"))
        #expect(other.advice.contains { $0.text.contains("have no service gateway of OpenClaw any more") })
        #expect(!(two.advice + other.advice).contains { $0.text.contains("does not come from a compose file") })
    }

    @Test func `what a container wrote for good keeps its root writable`() async throws {
        let plan = try await plan(surface(written: "[{\"Path\": \"/app/plugins/x\", \"Kind\": 1}]"))
        #expect(text(plan, "/opt/claw/docker-compose.override.yml")?.contains("read_only") == false)
        #expect(
            plan.advice.contains {
                $0.control == "container.use-read-only-root-filesystem" && $0.text.contains("/app/plugins/x")
            }
        )
    }

    @Test(arguments: ["/usr/sbin/docker-init", "/sbin/docker-init"])
    func `what Docker put into the container for an init keeps nothing writable`(_ program: String) async throws {
        let directory = program.dropLast("/docker-init".count)
        let written = "[{\"Path\": \"\(directory)\", \"Kind\": 0}, {\"Path\": \"\(program)\", \"Kind\": 1}]"
        let plan = try await plan(surface(written: written))
        #expect(text(plan, "/opt/claw/docker-compose.override.yml")?.contains("read_only: true") == true)
    }

    @Test func `a daemon that takes long to tell what was written is waited for`() async throws {
        var slow = surface()
        slow.delays["/containers/ab/changes"] = 40
        let plan = try await plan(slow)
        #expect(text(plan, "/opt/claw/docker-compose.override.yml")?.contains("read_only: true") == true)
    }

    @Test func `behind a hoster's proxy the port stays where the proxy finds it`() async throws {
        var profile = Profile.managed
        profile.firewall.trustedSources = ["192.0.2.1"]
        profile.firewall.restrictedPorts = [18789]
        let plan = try await plan(surface(), profile: profile)
        #expect(text(plan, "/opt/claw/docker-compose.yml")?.contains("[\"18789:18789\"]") == true)
    }

    /// Upstream's command line has the gateway's image, is run by hand, and never has a container.
    @Test func `a service that is only run by hand gets what its file can say`() async throws {
        let hand =
            Self.compose + """

                  cli:
                    image: openclaw:local
                    network_mode: "service:gateway"
                    volumes: ["./state:/home/node/.openclaw"]
                """
        let plan = try await plan(surface(compose: hand))
        let settings = try #require(text(plan, "/opt/claw/docker-compose.override.yml"))
        let cli = try #require(settings.firstRange(of: "  cli:")).upperBound
        for line in ["user: \"1000:1000\"", "logging:", "read_only: true", "/home/node/.npm", "cap_drop: [ALL]"] {
            #expect(settings[cli...].contains(line), "\(line)")
        }
        let observer = Observer(surface(compose: hand, override: settings))
        guard case .state(let state) = await observer.observe(.facts(.composeServices)) else { return }
        #expect(state.records.count == 2)
        #expect(!settings[cli...].contains("hostname") && !settings[cli...].contains("stop_grace_period"))
        for record in state.records {
            #expect(record[.runsAsRoot] == false && record[.logsAreLimited] == true, "\(record.name)")
        }
    }

    @Test func `a person's own override keeps what it says`() async throws {
        let own = "services:\n  gateway:\n    # mine\n    cap_drop: [NET_RAW]\n    environment:\n      - B=2\n"
        let plan = try await plan(surface(override: own))
        let settings = try #require(text(plan, "/opt/claw/docker-compose.override.yml"))
        #expect(settings.hasPrefix("services:\n  gateway:\n    # mine\n    cap_drop: [NET_RAW, ALL]\n"))
        #expect(settings.contains("\"B=2\", \"NODE_OPTIONS=--max-old-space-size=1536\""))
    }
}

extension String {
    fileprivate var trimmedEnd: Substring { self[...].trimmingEnd }
}

extension Substring {
    fileprivate var trimmingEnd: Substring {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
