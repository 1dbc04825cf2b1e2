import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Logins where there is no SSH server: on the console, and through a tailnet.
@Suite struct OtherLoginTests {
    private typealias Process = (number: Int, name: String, parent: Int, ticks: Int)

    private static func surface(_ processes: [Process], session: String) -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\nadmin:x:1000:1000::/home/admin:/bin/bash\n",
            "/var/lib/dpkg/status": "Package: bash\nStatus: install ok installed\nVersion: 5\n\n",
            "/proc/sys/kernel/random/boot_id": "6b2b-11\n",
            "/proc/self/cgroup": session,
        ])
        surface.directories = ["/": 0o755]
        surface.links["/proc/self"] = processes.last.map { "\($0.number)" }
        for process in processes {
            let zeros = String(repeating: " 0", count: 17)
            surface.add(
                "/proc/\(process.number)/stat",
                "\(process.number) (\(process.name)) S \(process.parent)\(zeros) \(process.ticks) 0 0\n"
            )
        }
        return surface
    }

    private static func observation(_ surface: CannedSurface) async -> Observation {
        await Observer(surface).observe(.facts(.operatorSession))
    }

    private static func login(_ surface: CannedSurface) async throws -> Record {
        guard case .state(let state) = await observation(surface) else { return Record("unreadable") }
        return try #require(state.records.first)
    }

    private static func why(_ surface: CannedSurface) async -> String {
        if case .unreadable(let why) = await observation(surface) { why.why } else { "told" }
    }

    // MARK: The console

    /// A getty of the boot has become login 90 s later.
    private static let atConsole: [Process] = [
        (1, "systemd", 0, 1), (600, "login", 1, 300), (611, "bash", 600, 9_000), (650, "sudo", 611, 9_900),
        (651, "nacre", 650, 9_901),
    ]

    private static func console(
        _ processes: [Process] = atConsole,
        _ changes: [String: String] = [:],
        program: String = "/usr/bin/login"
    ) -> CannedSurface {
        var surface = surface(processes, session: "1:name=systemd:/user.slice/user-1000.slice/session-c3.scope\n0::/\n")
        surface.links["/proc/600/exe"] = program
        for path in ["/usr/bin/login", "/usr/bin/python3"] { surface.add(path, "", mode: 0o755) }
        let usual = [
            "Name": "admin", "User": "1000", "TTY": "ttyS0", "Remote": "no", "Service": "login", "Class": "user",
            "State": "active", "Leader": "600", "TimestampMonotonic": "90000123",
        ]
        let lines = usual.merging(changes) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
        surface.add(SessionObserver.showing(session: "c3"), lines.joined(separator: "\n") + "\n")
        return surface
    }

    @Test func `a login on the console is told, from when logind says that it began`() async throws {
        let login = try await Self.login(Self.console())
        #expect(login[.user] == "admin" && login[.uid] == 1000 && login[.console] == "ttyS0")
        #expect(login[.beganAfterBoot] == 90_000 && login[.bootIdentifier] == "6b2b-11")
        #expect(login[.comesFromItself] == .unset)
    }

    @Test func `where there is an SSH server, it is none`() async {
        var surface = Self.console()
        surface.add(
            "/var/lib/dpkg/status",
            "Package: openssh-server\nStatus: install ok installed\nVersion: 1:9.2p1-2+deb12u10\n\n"
        )
        surface.add("/etc/ssh/sshd_config", "UsePAM yes\n")
        #expect(await Self.observation(surface) == .state(.absent))
        var unpackaged = Self.console()
        unpackaged.add("/usr/sbin/sshd", "")
        #expect(await Self.observation(unpackaged) == .state(.absent))
    }

    @Test(
        arguments: [
            ["TTY": "pts/3"], ["TTY": ""], ["Remote": "yes"], ["Service": "su-l"], ["Service": "sudo-i"],
            ["Class": "manager"], ["State": "closing"],
        ]
    )
    func `a session of another kind is no login on the console`(_ changes: [String: String]) async {
        #expect(await Self.observation(Self.console(Self.atConsole, changes)) == .state(.absent))
    }

    @Test func `what outlives the login, or only looks like one, does not count`() async {
        let detached: [Process] = [(1, "systemd", 0, 1), (640, "sh", 1, 9_100), (651, "nacre", 640, 9_901)]
        #expect(await Self.why(Self.console(detached)).contains("no longer comes from"))
        var begun = Self.atConsole
        begun[1].parent = 590
        begun.insert((590, "script", 1, 200), at: 1)
        #expect(await Self.why(Self.console(begun)).contains("begun by another program"))
        #expect(await Self.why(Self.console(program: "/usr/bin/python3")).contains("and not login"))
        var others = Self.console()
        others.add("/usr/bin/login", "", mode: 0o755, owner: 1000)
        #expect(await Self.why(others).contains("is not root's"))
        let untimed = try? await Self.login(Self.console(Self.atConsole, ["TimestampMonotonic": ""]))
        guard case .unknown? = untimed?[.beganAfterBoot] else {
            Issue.record("the time is told")
            return
        }
    }

    // MARK: A tailnet

    private static let overTailnet: [Process] = [
        (1, "systemd", 0, 1), (700, "tailscaled", 1, 300), (910, "su", 700, 9_000), (911, "bash", 910, 9_001),
        (950, "sudo", 911, 9_002), (951, "nacre", 950, 9_003),
    ]

    private static func tailnet(
        _ processes: [Process] = overTailnet,
        said: [(String, Int)] = [
            ("ssh-conn-1: handling conn: 100.64.0.2:50123->admin@100.64.0.1:22", 60_000_000),
            ("ssh-conn-2: handling conn: 100.64.0.2:50123->admin@100.64.0.1:22", 80_000_000),
            ("ssh-conn-3: handling conn: 100.64.0.2:5012->x handling conn: 100.64.0.2:50123->a", 89_000_000),
        ],
        status: String = """
        {"BackendState": "Running", "Self": {"TailscaleIPs": ["100.64.0.1"]},
         "Peer": {"nodekey:1": {"TailscaleIPs": ["100.64.0.2", "fd7a::2"]}}}
        """,
        device: String = "tailscale0",
        unit: String = "/system.slice/tailscaled.service"
    ) -> CannedSurface {
        var surface = surface(processes, session: "0::/user.slice/user-1000.slice/session-4.scope\n")
        surface.links["/proc/700/exe"] = "/usr/sbin/tailscaled"
        surface.add("/usr/sbin/tailscaled", "", mode: 0o755)
        surface.add("/etc/systemd/system/tailscaled.service", "[Service]\n")
        surface.add("/proc/700/cgroup", "0::\(unit)\n")
        surface.add("/proc/700/comm", "tailscaled\n")
        surface.add(
            Command(
                "systemctl",
                ["show", "-p", "MainPID,FragmentPath,DropInPaths,Transient", "--", "tailscaled.service"]
            ),
            "MainPID=700\nFragmentPath=/etc/systemd/system/tailscaled.service\nDropInPaths=\nTransient=no\n"
        )
        surface.add("/proc/910/environ", "SSH_CONNECTION=100.64.0.2 50123 100.64.0.1 22\0")
        surface.add("/proc/911/status", "Name:\tbash\nUid:\t1000\t1000\t1000\t1000\n")
        surface.add("/proc/net/dev", "one\ntwo\n  lo: 1\neth0: 1\ntailscale0: 1\n")
        surface.add("/proc/net/route", "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n")
        surface.add("/proc/net/if_inet6", "")
        surface.add("/proc/net/fib_trie", "Local:\n  |-- 203.0.113.5\n     /32 host LOCAL\n")
        surface.add(
            Command("ip", ["-json", "-details", "link"]),
            #"[{"ifname":"eth0","flags":["UP"]},{"ifname":"tailscale0","flags":["UP"],"linkinfo":{"info_kind":"tun"}}]"#
        )
        surface.add(Command("ip", ["-json", "route", "get", "100.64.0.2"]), "[{\"dst\":\"x\",\"dev\":\"\(device)\"}]")
        surface.add(Command("tailscale", ["status", "--json"]), status)
        let journal = SessionObserver.journal(
            of: TunnelUnit(name: "tailscaled.service", program: "/usr/sbin/tailscaled", main: 700),
            source: "100.64.0.2:50123"
        )
        let lines = said.map { "{\"MESSAGE\": \"\($0.0)\", \"__MONOTONIC_TIMESTAMP\": \"\($0.1)\"}" }
        surface.add(journal, lines.joined(separator: "\n") + "\n")
        return surface
    }

    @Test func `a login over Tailscale SSH is told, from when its connection came`() async throws {
        let login = try await Self.login(Self.tailnet())
        #expect(login[.user] == "admin" && login[.fromAddress] == "100.64.0.2" && login[.sessionProcess] == 910)
        #expect(login[.beganAfterBoot] == 80_000)
        #expect(login[.tailnetService] == "tailscaled.service (/usr/sbin/tailscaled)")
        #expect(login[.comesFromItself] == .unset && login[.tunnel] == "tailscale0" && login[.tunnelDoors] == [])
    }

    @Test func `where what tailscaled says cannot be had, it does not count`() async throws {
        let untold = try await Self.login(Self.tailnet(said: []))
        #expect(untold[.beganAfterBoot].description.contains("does not have when 100.64.0.2:50123 connected"))
        let origins = [
            (Self.tailnet(status: #"{"BackendState": "Stopped"}"#), "does not say that the tailnet is up"),
            (Self.tailnet(status: #"{"BackendState": "Running", "Peer": {}}"#), "names no device with 100.64.0.2"),
            (Self.tailnet(status: "no"), "does not tell who is in the tailnet"),
            (Self.tailnet(device: "eth0"), "by no interface of a tailnet"),
        ]
        for (surface, words) in origins {
            guard case .unknown(let why) = try await Self.login(surface)[.comesFromItself] else {
                Issue.record("\(words): counts")
                continue
            }
            #expect(why.why.contains(words))
        }
        let own = #"{"BackendState": "Running", "Self": {"TailscaleIPs": ["100.64.0.2"]}}"#
        #expect(
            try await Self.login(Self.tailnet(status: own))[.comesFromItself] == "100.64.0.2, an address of its own"
        )
    }

    @Test func `a program of that name which is no service of root's is none`() async {
        #expect(await Self.why(Self.tailnet(unit: "/user.slice/x.scope")).contains("of no service of the system"))
        var others = Self.tailnet()
        others.add("/usr/sbin/tailscaled", "", mode: 0o755, owner: 1000)
        #expect(await Self.why(others).contains("is not root's"))
        #expect(
            await Self.why(Self.tailnet([Self.overTailnet[0], Self.overTailnet[1], (951, "nacre", 700, 9)]))
                .contains("for no login")
        )
    }
}
