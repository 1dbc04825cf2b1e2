import Catalog
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct DockerTests {
    private static let socket = "/var/run/docker.sock"

    private func machine(info: String = "{}", containers: [String: String] = [:], daemon: String? = nil)
        -> CannedSurface
    {
        var surface = CannedSurface(files: [
            "/usr/bin/dockerd": "", "/etc/passwd": "", "/etc/group": "docker:x:999:alice\n",
        ])
        if let daemon { surface.add("/etc/docker/daemon.json", daemon) }
        let list = containers.keys.sorted().map { "{\"Id\":\"\($0)\"}" }.joined(separator: ",")
        var responses = [
            "/info": Response(status: 200, body: Array(info.utf8)),
            "/containers/json?all=1": Response(status: 200, body: Array("[\(list)]".utf8)),
        ]
        for (identifier, text) in containers {
            responses["/containers/\(identifier)/json"] = Response(status: 200, body: Array(text.utf8))
        }
        surface.responses[Self.socket] = responses
        return surface
    }

    private func records(_ subject: Subject, _ surface: CannedSurface) async -> [Record] {
        guard case .state(let state) = await Observer(surface).observe(.facts(subject)) else { return [] }
        return state.records
    }

    @Test func `what the daemon reports wins over its file`() async {
        let surface = machine(
            info:
                "{\"ServerVersion\":\"29.0.1\",\"LiveRestoreEnabled\":false,\"SecurityOptions\":[\"name=seccomp,profile=builtin\"]}",
            daemon:
                "{\n  \"live-restore\": true,\n  \"default-ulimits\": {\"nofile\": {\"Hard\": 65536, \"Soft\": 32768}}\n}"
        )
        let daemon = await records(.dockerDaemon, surface)[0]
        #expect(daemon[.liveRestore] == false)
        #expect(daemon.origins[.liveRestore] == Origin("/etc/docker/daemon.json", line: 2))
        #expect(daemon[.brokenUlimits] == ["nofile"])
        #expect(daemon[.daemonSeccomp] == "builtin")
        #expect(daemon[.dockerIsSupported] == true)
    }

    /// Bit 24 of the capabilities is CAP_SYS_RESOURCE.
    @Test(arguments: [
        ("000001ffffffffff", "         0          0 4294967295\n", Value.unset),
        ("000001fffeffffff", "         0          0 4294967295\n", 20000),
        ("000001ffffffffff", "         0     100000      65536\n", 20000),
    ])
    func `a daemon that may not raise its limit gives no more`(_ mask: String, _ accounts: String, _ ceiling: Value)
        async
    {
        var surface = machine()
        surface.add("/run/docker.pid", "400")
        surface.add("/proc/400/cmdline", "/usr/bin/dockerd\0-H\0fd://\0")
        surface.add("/proc/400/status", "Name:\tdockerd\nCapPrm:\t\(mask)\nCapEff:\t\(mask)\n")
        surface.add("/proc/400/uid_map", accounts)
        surface.add(
            "/proc/400/limits",
            "Limit                     Soft Limit           Hard Limit           Units     \n"
                + "Max open files            1024                 20000                files     \n"
        )
        #expect(await records(.dockerDaemon, surface)[0][.openFilesCeiling] == ceiling)
        surface.files["/proc/400/limits"] = nil
        surface.unreadable["/proc/400/limits"] = .notPermitted("no")
        guard case .unknown = await records(.dockerDaemon, surface)[0][.openFilesCeiling] else {
            Issue.record("what cannot be read is unknown")
            return
        }
    }

    @Test func `a daemon that does not answer is not a daemon that is fine`() async {
        var surface = machine(daemon: "{]")
        surface.responses = [:]
        guard case .unreadable = await Observer(surface).observe(.facts(.containers)) else {
            Issue.record("an installed Docker without an answer must be unreadable")
            return
        }
        surface.files["/usr/bin/dockerd"] = nil
        surface.files["/etc/docker/daemon.json"] = nil
        #expect(await Observer(surface).observe(.facts(.containers)) == .state(.absent))
    }

    @Test func `reads a container that hides nothing`() async {
        let text = """
            {"Name":"/claw","Config":{"Image":"ghcr.io/openclaw/openclaw:latest","User":"","Env":["ANTHROPIC_API_KEY=aaaaaaaaaaaa","TZ=UTC"],
            "Healthcheck":{"Test":["CMD","curl","-f","http://localhost"]}},
            "State":{"Running":true,"Health":{"Status":"unhealthy","Log":[{"ExitCode":-1,"Output":"exec: \\"curl\\": executable file not found in $PATH"}]}},
            "HostConfig":{"Privileged":true,"PidMode":"host","Memory":0,"CapAdd":["NET_ADMIN"],"SecurityOpt":null,"RestartPolicy":{"Name":"always"},
            "LogConfig":{"Type":"json-file","Config":{}}},
            "NetworkSettings":{"Ports":{"18789/tcp":[{"HostIp":"0.0.0.0","HostPort":"18789"},{"HostIp":"::","HostPort":"18789"}]}},
            "Mounts":[{"Type":"bind","Source":"/var/run/docker.sock","Destination":"/var/run/docker.sock","RW":true}],"AppArmorProfile":""}
            """
        let surface = machine(containers: ["ab12": text])
        let container = await records(.containers, surface)[0]
        #expect(container[.runsAsRoot] == true)
        #expect(container[.isPrivileged] == true)
        #expect(container[.seccomp] == "unconfined")
        #expect(container[.addedCapabilities] == ["ALL"])
        #expect(container[.devices] == ["all of /dev"])
        #expect(container[.sharedNamespaces] == ["pid"])
        #expect(container[.memoryLimit] == .unset)
        #expect(container[.imageIsPinned] == false)
        #expect(container[.healthCannotRun] == true)
        #expect(container[.logsAreLimited] == false)
        #expect(
            await records(.publishedPorts, surface).allSatisfy {
                $0[.isLoopback] == false && $0[.isGatewayPort] == true
            }
        )
        #expect(await records(.containerMounts, surface)[0][.mountKind] == "container engine socket")
        let environment = await records(.containerEnvironment, surface)
        #expect(environment.filter { $0[.variableSecret] != .unset }.map(\.name) == ["claw: ANTHROPIC_API_KEY"])
        #expect(!"\(environment)".contains("aaaaaaaaaaaa"))
        #expect(await records(.dockerMembers, surface).map(\.name) == ["alice in docker"])
    }

    @Test func `reads the short and the long spelling of a compose file`() async {
        var surface = CannedSurface(files: ["/etc/passwd": ""])
        surface.add(
            "/opt/claw/docker-compose.yml",
            """
            x-base: &base
              image: ghcr.io/openclaw/openclaw:2026.9.4
              cap_drop: [all]
            services:
              gateway:
                <<: *base
                user: "1000"
                ports:
                  - "${BIND:-0.0.0.0}:18789:18789"
                  - {target: 18790, published: 18790, host_ip: 127.0.0.1}
                environment:
                  OPENAI_API_KEY: abcdefgh12345
                  OPENCLAW_GATEWAY_TOKEN: ${TOKEN}
                volumes: ["/etc:/host-etc:ro", "data:/data"]
                deploy: {resources: {limits: {memory: 2g}}}
              database: {image: "postgres"}
            """
        )
        let services = await records(.composeServices, surface)
        #expect(services.count == 1)
        let service = services[0]
        #expect(service[.dropsAllCapabilities] == true)
        #expect(service[.runsAsRoot] == false)
        #expect(service[.imageIsPinned] == true)
        #expect(service[.memoryLimit] == .number(2 << 30))
        #expect(service[.publishesBeyondLoopback] == ["0.0.0.0:18789 → 18789"])
        #expect(service[.inlineSecrets] == ["OPENAI_API_KEY"])
        #expect(service[.dangerousMounts] == ["/etc"])
        #expect(service.origins[.publishesBeyondLoopback]?.line == 9)
    }
}
