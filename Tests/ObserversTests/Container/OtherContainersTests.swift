import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Containers beside OpenClaw's: what of the server each of them has.
@Suite struct OtherContainersTests {
    private struct Case: CustomTestStringConvertible, Sendable {
        let host: String
        var mounts = "[]"
        var ways: [String] = []
        var gaps: [String] = []
        var testDescription: String { host + mounts }
    }

    private static func bind(_ source: String, _ target: String = "/x", writable: Bool = true) -> String {
        #"[{"Type":"bind","Source":"\#(source)","Destination":"\#(target)","RW":\#(writable)}]"#
    }

    private static let cases = [
        Case(host: "{}"),
        Case(host: #"{"Privileged":true,"CapAdd":["SYS_ADMIN"]}"#, ways: ["privileged"]),
        Case(host: #"{"PidMode":"host","IpcMode":"host"}"#, gaps: ["the server's processes", "the server's IPC"]),
        Case(host: #"{"NetworkMode":"host"}"#, gaps: ["the server's network"]),
        Case(host: #"{"UsernsMode":"host"}"#),
        Case(host: #"{"CapAdd":["CAP_SYS_ADMIN"]}"#, ways: ["the capability SYS_ADMIN"]),
        Case(host: #"{"CapAdd":["ALL"]}"#, ways: ["the capability ALL"]),
        Case(
            host: #"{"CapAdd":["SYS_MODULE","DAC_READ_SEARCH"]}"#,
            ways: ["the capability SYS_MODULE", "the capability DAC_READ_SEARCH"]
        ),
        Case(host: #"{"CapAdd":["SYS_PTRACE"]}"#, gaps: ["the capability SYS_PTRACE"]),
        Case(
            host: #"{"CapAdd":["SYS_PTRACE"],"PidMode":"host"}"#,
            ways: ["the capability SYS_PTRACE"],
            gaps: ["the server's processes"]
        ),
        Case(host: #"{"CapAdd":["NET_ADMIN","CHOWN"]}"#),
        Case(
            host: #"{"CapAdd":["NET_ADMIN"],"NetworkMode":"host"}"#,
            gaps: ["the server's network", "the capability NET_ADMIN over the server's network"]
        ),
        Case(
            host: #"{"SecurityOpt":["seccomp=unconfined","apparmor:unconfined"]}"#,
            gaps: ["no seccomp profile", "no AppArmor profile"]
        ),
        Case(
            host: #"{"SecurityOpt":["seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\"}"]}"#,
            gaps: ["no seccomp profile"]
        ),
        Case(host: #"{"ReadonlyPaths":[],"MaskedPaths":[]}"#, ways: ["the kernel's settings in /proc, writable"]),
        Case(host: #"{"ReadonlyPaths":["/proc/sys"],"MaskedPaths":["/proc/kcore"]}"#),
        Case(
            host: #"{"Devices":[{"PathOnHost":"/dev/sda1"},{"PathOnHost":"/dev/net/tun"}]}"#,
            ways: ["the device /dev/sda1"]
        ),
        Case(host: #"{"Devices":[{"PathOnHost":"/dev/uinput"}]}"#, gaps: ["the device /dev/uinput"]),
        Case(host: #"{"DeviceCgroupRules":["b 8:* rmw"]}"#, ways: ["devices by the rule b 8:* rmw"]),
        Case(
            host: "{}",
            mounts: bind("/run/docker.sock", writable: false),
            ways: ["the container engine's socket, by /run/docker.sock"]
        ),
        Case(host: "{}", mounts: bind("/run/containerd"), ways: ["the container engine's socket, by /run/containerd"]),
        Case(
            host: "{}",
            mounts: bind("/run/dbus/system_bus_socket", writable: false),
            ways: ["systemd's socket, by /run/dbus/system_bus_socket"]
        ),
        Case(host: "{}", mounts: bind("/"), ways: ["writes to /"]),
        Case(host: "{}", mounts: bind("/", writable: false), gaps: ["reads /"]),
        Case(host: "{}", mounts: bind("/etc/cron.d"), ways: ["writes to /etc/cron.d"]),
        Case(host: "{}", mounts: bind("/var/spool/cron/crontabs"), ways: ["writes to /var/spool/cron/crontabs"]),
        Case(host: "{}", mounts: bind("/root/.ssh"), ways: ["writes to /root/.ssh"]),
        Case(host: "{}", mounts: bind("/proc"), ways: ["writes to /proc"]),
        Case(host: "{}", mounts: bind("/lib/modules", writable: false)),
        Case(host: "{}", mounts: bind("/lib/modules"), ways: ["writes to /lib/modules"]),
        Case(
            host: "{}",
            mounts: bind("/var/lib/docker/containers", writable: false),
            gaps: ["reads /var/lib/docker/containers"]
        ),
        Case(host: "{}", mounts: bind("/var/lib/docker"), ways: ["writes to /var/lib/docker"]),
        Case(host: "{}", mounts: bind("/var/lib/docker/volumes/db/_data")),
        Case(host: "{}", mounts: bind("/etc/letsencrypt"), gaps: ["writes to /etc/letsencrypt"]),
        Case(host: "{}", mounts: bind("/etc/letsencrypt", writable: false)),
        Case(host: "{}", mounts: bind("/etc/localtime")),
        Case(host: "{}", mounts: bind("/home/ada/.ssh", writable: false), gaps: ["reads /home/ada/.ssh"]),
        Case(host: "{}", mounts: bind("/srv/site")),
        Case(host: "{}", mounts: bind("/srv/link"), ways: ["writes to /srv/link, which is /etc/systemd/system"]),
        Case(
            host: "{}",
            mounts:
                #"[{"Type":"volume","Name":"plain","Driver":"local","Source":"/var/lib/docker/volumes/plain/_data","Destination":"/x","RW":true}]"#
        ),
        Case(
            host: "{}",
            mounts:
                #"[{"Type":"volume","Name":"bound","Driver":"local","Source":"/var/lib/docker/volumes/bound/_data","Destination":"/x","RW":true}]"#,
            ways: ["writes to /etc"]
        ),
        Case(
            host: "{}",
            mounts: #"[{"Type":"volume","Name":"disk","Driver":"local","Source":"","Destination":"/x","RW":true}]"#,
            ways: ["writes to /dev/sda1, which is /"]
        ),
    ]

    private static let volumes = #"""
        {"Volumes":[{"Name":"plain","Driver":"local","Options":null},
        {"Name":"bound","Driver":"local","Options":{"device":"/etc","o":"bind","type":"none"}},
        {"Name":"disk","Driver":"local","Options":{"device":"/dev/sda1","type":"ext4"}}]}
        """#

    private static func machine(_ containers: [String]) -> CannedSurface {
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": ""])
        surface.links["/srv/link"] = "/etc/systemd/system"
        let list = containers.indices.map { #"{"Id":"a\#($0)"}"# }.joined(separator: ",")
        var answers = ["/containers/json?all=1": "[\(list)]", "/info": #"{"SecurityOptions":[]}"#, "/volumes": volumes]
        for (index, container) in containers.enumerated() { answers["/containers/a\(index)/json"] = container }
        surface.responses["/var/run/docker.sock"] = answers.mapValues { Response(status: 200, body: Array($0.utf8)) }
        return surface
    }

    private static func container(
        _ host: String,
        mounts: String = "[]",
        image: String = "example/site:1.2",
        running: Bool = true
    ) -> String {
        #"{"Name":"/site","State":{"Running":\#(running)},"Config":{"Image":"\#(image)"},"HostConfig":\#(host),"Mounts":\#(mounts)}"#
    }

    private static func records(_ surface: CannedSurface) async throws -> [Record] {
        guard case .state(let state) = await Observer(surface).observe(.facts(.otherContainers)) else {
            throw Failure.unreadable
        }
        return state.records
    }

    private enum Failure: Error { case unreadable }

    @Test(arguments: cases) private func `what a container has of the server is told by what it was made with`(
        _ case: Case
    )
        async throws
    {
        let surface = Self.machine([Self.container(`case`.host, mounts: `case`.mounts)])
        let record = try #require(try await Self.records(surface).first)
        #expect(record[.waysToServer] == .list(`case`.ways))
        #expect(record[.openedWalls] == .list(`case`.gaps))
    }

    @Test func `helpers that need it are named with what they are, and OpenClaw's own containers are not among them`()
        async throws
    {
        let images = [
            ("containrrr/watchtower:1.7", "makes containers anew from newer images"),
            ("portainer/portainer-ce", "commands Docker from a web page"),
            ("portainer/agent:2", "commands Docker for another server's web page"),
            ("lscr.io/linuxserver/socket-proxy@sha256:ab", "hands on a part of Docker's API"), ("node:22", nil),
            ("example/agent", nil),
        ]
        for (image, purpose) in images { #expect(KnownHelper.purpose(of: image) == purpose, "\(image)") }
        let ours = Self.container(#"{"Privileged":true}"#, image: "ghcr.io/openclaw/openclaw:2026.9.6")
        #expect(try await Self.records(Self.machine([ours])) == [])
    }

    @Test func `nobody breaks out of what does not run, unless Docker starts it by itself`() async throws {
        let idle = Self.container(#"{"Privileged":true,"RestartPolicy":{"Name":"no"}}"#, running: false)
        let coming = Self.container(#"{"Privileged":true,"RestartPolicy":{"Name":"always"}}"#, running: false)
        #expect(try await Self.records(Self.machine([idle])).isEmpty)
        #expect(try await Self.records(Self.machine([coming])).first?[.waysToServer] == ["privileged"])
    }

    @Test func `a volume that Docker says nothing of is unknown, and hides no finding`() async throws {
        let mounts = #"[{"Type":"volume","Name":"gone","Driver":"local","Source":"/x","Destination":"/x","RW":true}]"#
        let plain = try await Self.records(Self.machine([Self.container("{}", mounts: mounts)])).first
        guard case .unknown? = plain?[.waysToServer], case .unknown? = plain?[.openedWalls] else {
            Issue.record("\(String(describing: plain))")
            return
        }
        let open = Self.container(#"{"Privileged":true}"#, mounts: mounts)
        #expect(try await Self.records(Self.machine([open])).first?[.waysToServer] == ["privileged"])
    }

    @Test func `on a disk the daemon's own files tell`() async throws {
        let id = String(repeating: "ab", count: 32)
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": ""])
        surface.isLive = false
        let directory = "/var/lib/docker/containers/\(id)"
        surface.add(
            "\(directory)/config.v2.json",
            #"{"ID":"\#(id)","Name":"/tower","State":{"Running":true},"Config":{"Image":"containrrr/watchtower"},"MountPoints":{"/a":{"Type":"bind","Source":"/var/run/docker.sock","Destination":"/a","RW":true},"/b":{"Type":"volume","Name":"v","Driver":"local","Destination":"/b","RW":true}}}"#
        )
        surface.add("\(directory)/hostconfig.json", #"{"Privileged":false,"PidMode":"host"}"#)
        surface.add(
            "/var/lib/docker/volumes/v/opts.json",
            #"{"MountType":"none","MountOpts":"bind","MountDevice":"/root"}"#
        )
        let record = try #require(try await Self.records(surface).first)
        #expect(
            record[.waysToServer] == ["the container engine's socket, by /var/run/docker.sock", "writes to /root"]
        )
        #expect(record[.openedWalls] == ["the server's processes"])
        #expect(record[.containerPurpose] == "makes containers anew from newer images")
        surface.add("\(directory)/hostconfig.json", "{")
        guard case .unreadable = await Observer(surface).observe(.facts(.otherContainers)) else {
            Issue.record("a broken file tells nothing")
            return
        }
    }
}
