import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct GatewayUnitsTests {
    static let program = "/usr/bin/node /home/claw/.npm-global/lib/node_modules/openclaw/dist/index.js gateway"

    /// What systemd 257 shows of a unit that nobody hardened.
    static let bare = """
        LoadState=loaded
        MainPID=0
        User=claw
        KillMode=control-group
        TimeoutStopUSec=1min 30s
        RestartPreventExitStatus=
        NoNewPrivileges=no
        SystemCallFilter=~
        SystemCallArchitectures=
        RestrictAddressFamilies=~
        LockPersonality=no
        RestrictRealtime=no
        ProtectSystem=no
        ProtectHome=no
        ProtectKernelTunables=no
        ProtectKernelModules=no
        ProtectKernelLogs=no
        ProtectControlGroups=no
        CapabilityBoundingSet=cap_chown cap_sys_admin

        """

    static func words(_ unit: String, _ account: String? = nil) -> Command {
        let whose = account.map { ["--user", "--machine", "\($0)@.host"] } ?? []
        let members = ShownUnit.members.joined(separator: ",")
        return Command("systemctl", whose + ["show", "--property", members, "--", unit], timeout: 10)
    }

    static func machine(_ unit: String, at path: String, account: String? = nil, shown: String) -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/passwd": "claw:x:1001:1001::/home/claw:/bin/bash\n",
            path: "[Service]\nUser=claw\nExecStart=\(program)\n",
            "/home/claw/.openclaw/openclaw.json": "{agents: {defaults: {workspace: '/srv/work'}}}",
        ])
        surface.add(words(unit, account), shown)
        return surface
    }

    private func record(_ surface: CannedSurface) async throws -> Record {
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclawUnits)) else {
            throw Failure.unreadable
        }
        return try #require(state.records.first)
    }

    private enum Failure: Error { case unreadable }

    @Test func `a unit of any name is judged by what systemd says of it`() async throws {
        let surface = Self.machine(
            "assistant.service",
            at: "/etc/systemd/system/assistant.service",
            shown: Self.bare
        )
        let record = try await record(surface)
        #expect(record.name == "/home/claw/.openclaw" && record[.openclawUnit] == "assistant.service")
        #expect(record[.openclawUnitAccount] == .unset && record[.unitRunsAsRoot] == false)
        #expect(record[.unitKillMode] == "control-group" && record[.unitStopSeconds] == 90)
        #expect(record[.unitStaysDown] == false && record[.unitNoNewPrivileges] == false)
        #expect(record[.unitOpenCalls].description.hasPrefix("SystemCallFilter, SystemCallArchitectures"))
        #expect(
            record[.unitOpenWalls] == [
                "ProtectSystem", "ProtectHome", "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs",
                "ProtectControlGroups", "CapabilityBoundingSet",
            ]
        )
        #expect(record[.unitWrites] == ["/home/claw", "/srv/work", "/tmp", "/var/tmp"])
    }

    @Test func `a user's unit is asked of the user's own manager`() async throws {
        let path = "/home/claw/.config/systemd/user/openclaw-gateway.service"
        let surface = Self.machine("openclaw-gateway.service", at: path, account: "claw", shown: Self.bare)
        #expect(try await record(surface)[.openclawUnitAccount] == "claw")
    }

    @Test func `what runs without the setting does not have it, whatever the unit says`() async throws {
        let path = "/etc/systemd/system/openclaw.service"
        let shown = Self.bare.replacing("MainPID=0", with: "MainPID=7").replacing(
            "Privileges=no",
            with: "Privileges=yes"
        )
        var surface = Self.machine("openclaw.service", at: path, shown: shown)
        surface.add("/proc/7/status", "Name:\tMainThread\nNoNewPrivs:\t0\n")
        #expect(try await record(surface)[.unitNoNewPrivileges] == false)
        surface.add("/proc/7/status", "Name:\tMainThread\nNoNewPrivs:\t1\n")
        #expect(try await record(surface)[.unitNoNewPrivileges] == true)
    }

    @Test func `what it has open for writing is written to`() async throws {
        let shown = Self.bare.replacing("MainPID=0", with: "MainPID=7")
        var surface = Self.machine("openclaw.service", at: "/etc/systemd/system/openclaw.service", shown: shown)
        for (number, path, flags) in [(3, "/data/media/a.ogg", "0100001"), (4, "/data/read/b", "0100000")] {
            surface.links["/proc/7/fd/\(number)"] = path
            surface.add("/proc/7/fdinfo/\(number)", "pos:\t0\nflags:\t\(flags)\n")
        }
        #expect(try await record(surface)[.unitWrites].description.contains("/data/media"))
        #expect(try await !record(surface)[.unitWrites].description.contains("/data/read"))
        surface.unreadable["/proc/7/fd"] = .notPermitted("permission denied")
        #expect(try await record(surface)[.unitWrites] == .unknown(.notPermitted("permission denied")))
    }

    @Test(arguments: [
        ("/etc", nil), ("/usr/share/work", nil), ("/", nil), ("/var/lib/dpkg", nil), ("/var/lib", nil), ("/home", nil),
        ("/root/work", nil), ("/srv/link", "/etc/ssh"), ("/srv/link/in/it", "/var"), ("/srv/link", "link"),
        ("/opt/../etc", nil),
    ])
    func `a workspace among the system's files is named`(_ workspace: String, _ link: String?) async throws {
        var surface = Self.machine("openclaw.service", at: "/etc/systemd/system/openclaw.service", shown: Self.bare)
        surface.add("/home/claw/.openclaw/openclaw.json", "{agents: {defaults: {workspace: '\(workspace)'}}}")
        if let link { surface.links["/srv/link"] = link }
        let record = try await record(surface)
        guard case .list(let found) = record[.unitSystemWrites], found.count == 1 else {
            Issue.record("\(record[.unitSystemWrites])")
            return
        }
    }

    @Test(
        arguments: [
            ("/srv/work", 0, "claw", nil), ("/home/claw/work", 1001, "claw", nil), ("/var/lib/work", 1001, "claw", nil),
            ("/data/work", 0, "root", nil), ("/srv/link", 0, "claw", "/data/work"),
        ] as [(String, UInt32, String, String?)]
    )
    func `one of its own is not`(_ workspace: String, _ owner: UInt32, _ user: String, _ link: String?) async throws {
        let shown = Self.bare.replacing("User=claw", with: "User=\(user)")
        var surface = Self.machine("openclaw.service", at: "/etc/systemd/system/openclaw.service", shown: shown)
        surface.add("/home/claw/.openclaw/openclaw.json", "{agents: {defaults: {workspace: '\(workspace)'}}}")
        surface.owners[workspace] = owner
        surface.add("\(workspace)/a", "")
        if let link { surface.links["/srv/link"] = link }
        #expect(try await record(surface)[.unitSystemWrites] == [])
    }

    @Test func `a unit that starts something else is not judged as the gateway's`() async throws {
        let path = "/etc/systemd/system/openclaw.service"
        var surface = Self.machine("openclaw.service", at: path, shown: Self.bare)
        surface.add(path, "[Service]\nUser=claw\nExecStart=/home/claw/start.sh\n")
        guard case .unknown(let why) = try await record(surface)[.unitOpenWalls] else {
            Issue.record("claims to know")
            return
        }
        #expect(why.why == "openclaw.service starts another program than the gateway")
    }

    @Test func `without systemd nothing is known`() async throws {
        var surface = Self.machine("openclaw.service", at: "/etc/systemd/system/openclaw.service", shown: "")
        surface.outputs = [:]
        #expect(try await record(surface)[.unitKillMode] == .unknown(.notRunning("systemd does not run here")))
        surface.isLive = false
        #expect(
            try await record(surface)[.unitKillMode]
                == .unknown(.needsRunningSystem("only a running systemd says what counts"))
        )
    }

    @Test(arguments: [
        ("5min 30s", 330), ("infinity", 1 << 30), ("1min 30s", 90), ("1h", 3600), ("0", 0), ("1.500s", 1), ("20ms", 0),
    ]) func `spans of time are read as systemd writes them`(_ text: String, _ seconds: Int) {
        #expect(ShownUnit.seconds(text) == seconds)
    }

    @Test(arguments: ["", "soon", "5 years", "-3s"]) func `others are not guessed`(_ text: String) {
        #expect(ShownUnit.seconds(text) == nil)
    }

    @Test(arguments: [
        ("~", false), ("", false), ("~AF_PACKET AF_VSOCK", true), ("~AF_VSOCK", false), ("AF_INET AF_UNIX", true),
        ("AF_INET AF_PACKET", false), ("~AF_PACKET:EPERM", true),
    ]) func `a list of what is allowed and one of what is not say the same in two ways`(_ list: String, _ denies: Bool)
    {
        #expect(ShownUnit.denies(["AF_PACKET"], list) == denies)
    }
}
