import Catalog
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct OperatorSessionTests {
    /// sudo in a shell of a login, as processes: number, name, parent, ticks, command line.
    private static let debian12: [(Int, String, Int, Int, String)] = [
        (1, "systemd", 0, 1, "/sbin/init"),
        (700, "sshd", 1, 300, "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"),
        (900, "sshd", 700, 81_203, "sshd: operator [priv]"),
        (910, "sshd", 900, 81_290, "sshd: operator@pts/0"),
        (911, "bash", 910, 81_300, "-bash"),
        (950, "sudo", 911, 90_000, "sudo\0nacre"),
        (951, "nacre", 950, 90_010, "nacre"),
    ]

    private static func surface(_ processes: [(Int, String, Int, Int, String)], shell: Int, uid: Int = 1000)
        -> CannedSurface
    {
        var surface = SSHMachine.surface([:])
        surface.isLive = true
        for (number, name, parent, ticks, title) in processes {
            let zeros = String(repeating: " 0", count: 17)
            surface.add("/proc/\(number)/stat", "\(number) (\(name)) S \(parent)\(zeros) \(ticks) 0 0\n")
            surface.add("/proc/\(number)/cmdline", title + "\0")
        }
        surface.links["/proc/self"] = processes.last.map { "\($0.0)" }
        surface.add("/proc/\(shell)/status", "Name:\tbash\nUid:\t\(uid)\t\(uid)\t\(uid)\t\(uid)\n")
        surface.add(
            "/proc/\(shell)/environ",
            "SHELL=/bin/bash\0SSH_CONNECTION=::ffff:198.51.100.9 50123 203.0.113.5 2222\0"
        )
        surface.add("/proc/sys/kernel/random/boot_id", "6b2b-11\n")
        return surface
    }

    @Test func `finds the login above sudo, and when its connection began`() async {
        let records = await SSHMachine.records(.operatorSession, Self.surface(Self.debian12, shell: 911))
        #expect(records.count == 1)
        let login = records.first ?? Record("none")
        #expect(login[.user] == "operator" && login[.uid] == 1000)
        #expect(login[.fromAddress] == "198.51.100.9" && login[.serverPort] == 2222)
        #expect(login[.serverAddress] == "203.0.113.5")
        #expect(login[.sessionProcess] == 900 && login[.beganAfterBoot] == 812_030)
        #expect(login[.bootIdentifier] == "6b2b-11")
    }

    @Test func `knows the programs of newer releases, and root's logins`() async {
        let newer: [(Int, String, Int, Int, String)] = [
            (1, "systemd", 0, 1, "/sbin/init"),
            (700, "sshd", 1, 300, "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"),
            (900, "sshd-session", 700, 500, "sshd-session: root@pts/0"),
            (911, "b (a) sh", 900, 501, "-bash"),
            (951, "nacre", 911, 600, "nacre"),
        ]
        let login = await SSHMachine.records(.operatorSession, Self.surface(newer, shell: 911, uid: 0))[0]
        #expect(login[.user] == "root" && login[.sessionProcess] == 900 && login[.beganAfterBoot] == 5000)
    }

    @Test func `is absent on a console, and not to be told inside tmux`() async {
        let console: [(Int, String, Int, Int, String)] = [
            (1, "systemd", 0, 1, "/sbin/init"), (600, "login", 1, 300, "login"), (611, "bash", 600, 301, "-bash"),
            (651, "nacre", 611, 600, "nacre"),
        ]
        let observation = await Observer(Self.surface(console, shell: 611)).observe(.facts(.operatorSession))
        #expect(observation == .state(.absent))
        var inside = console
        inside[1] = (600, "tmux: server", 1, 300, "tmux")
        let why = await SSHMachine.unreadable(.operatorSession, Self.surface(inside, shell: 611))
        #expect(why == "runs inside tmux, which outlives logins")
    }

    @Test func `does not make up an address`() async {
        var surface = Self.surface(Self.debian12, shell: 911)
        surface.add("/proc/911/environ", "SHELL=/bin/bash\0")
        let login = await SSHMachine.records(.operatorSession, surface)[0]
        #expect(login[.fromAddress] == .unknown(.notStated("the login process has no SSH_CONNECTION")))
        #expect(login[.user] == "operator")
    }

    @Test func `reads room and read-only mounts`() async {
        var surface = Self.surface(Self.debian12, shell: 911)
        surface.add("/proc/self/mounts", "/dev/vda1 / ext4 rw,relatime 0 0\n/dev/vda2 /var ext4 ro 0 0\n")
        for (directory, numbers) in [("/etc", "1000 4096 500 20"), ("/var/lib", "7 4096 0 0")] {
            surface.add(Command("stat", ["--file-system", "--format=%a %S %c %d", "--", directory]), numbers + "\n")
        }
        let records = await SSHMachine.records(.fileSystems, surface)
        #expect(records.map(\.name) == ["/etc", "/var/lib"])
        #expect(records.map { $0[.freeBytes] } == [4_096_000, 28_672])
        #expect(records.map { $0[.freeFiles] } == [20, .unset])
        #expect(records.map { $0[.isReadOnly] } == [false, true])
    }

    // MARK: Where a login comes from

    private static func login(
        from client: String,
        to server: String = "203.0.113.5",
        device: String?,
        kind: String = ""
    )
        async -> (login: Record, surface: CannedSurface)
    {
        var surface = surface(debian12, shell: 911)
        surface.add("/proc/911/environ", "SSH_CONNECTION=\(client) 50123 \(server) 2222\0")
        surface.add("/proc/net/dev", "one\ntwo\n  lo: 1\neth0: 1\ndocker0: 1\nlan0: 1\nwg0: 1\ntun7: 1\n")
        surface.add(
            "/proc/net/route",
            "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
                + "eth0\t00000000\t017100CB\t0003\t0\t0\t0\t00000000\n"
                + "docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\n"
        )
        surface.add("/proc/net/if_inet6", "")
        surface.add(
            "/proc/net/fib_trie",
            "Local:\n  |-- 203.0.113.5\n     /32 host LOCAL\n  |-- 172.17.0.1\n     /32 host LOCAL\n"
        )
        surface.add(
            Command("ip", ["-json", "-details", "link"]),
            """
            [{"ifname":"eth0","flags":["UP"]},{"ifname":"docker0","flags":["UP"],"linkinfo":{"info_kind":"bridge"}},
            {"ifname":"lan0","flags":["UP"],"linkinfo":{"info_kind":"bridge"}},
            {"ifname":"wg0","flags":["UP"],"linkinfo":{"info_kind":"wireguard"}},
            {"ifname":"tun7","flags":["UP"],"linkinfo":{"info_kind":"tun"}}]
            """
        )
        if let device {
            surface.add(Command("ip", ["-json", "route", "get", client]), "[{\"dst\":\"x\",\"dev\":\"\(device)\"}]")
        }
        surface.add(Command("wg", ["show", "wg0", "listen-port"]), "51820\n")
        surface.add("/proc/net/tcp", "heading\n")
        surface.add(
            "/proc/net/udp",
            "heading\n 1: 00000000:04AA 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 7788 2 x 0\n"
        )
        surface.links["/proc/444/fd/3"] = "/dev/net/tun"
        surface.links["/proc/444/fd/4"] = "socket:[7788]"
        surface.add("/proc/444/fdinfo/3", "pos:\t0\niff:\ttun7\n")
        return (await SSHMachine.records(.operatorSession, surface).first ?? Record("none"), surface)
    }

    @Test(
        arguments: [
            ("127.0.0.1", nil, "loopback: the other end of the connection is in no process that can be seen here"),
            ("::1", nil, "loopback: the other end of the connection is in no process that can be seen here"),
            ("203.0.113.5", nil, "203.0.113.5, an address of its own"),
            ("172.17.0.1", nil, "172.17.0.1, an address of its own"),
            ("172.17.0.9", "docker0", "a container or guest behind docker0"),
            ("10.3.0.2", "lan0", "a container or guest behind lan0"),
            ("198.51.100.9", "lo", "198.51.100.9, an address of its own"),
        ] as [(String, String?, String)]
    )
    func `a login from the server itself or from a container is told as one`(
        client: String,
        device: String?,
        origin: String
    ) async {
        #expect(await Self.login(from: client, device: device).login[.comesFromItself] == .text(origin))
    }

    @Test func `one from elsewhere is none, and what could not be determined is unknown`() async {
        #expect(await Self.login(from: "198.51.100.9", device: "eth0").login[.comesFromItself] == .unset)
        let untold = await Self.login(from: "198.51.100.9", device: nil).login[.comesFromItself]
        guard case .unknown = untold else {
            Issue.record("\(untold)")
            return
        }
    }

    @Test func `a tunnel that ends here is told with the port of its carrier`() async {
        let kernel = await Self.login(from: "10.99.0.2", to: "10.99.0.1", device: "wg0").login
        #expect(kernel[.comesFromItself] == .unset && kernel[.tunnel] == "wg0")
        #expect(kernel[.tunnelDoors] == ["51820/udp"])
        let process = await Self.login(from: "10.8.0.2", to: "10.8.0.1", device: "tun7").login
        #expect(process[.tunnel] == "tun7" && process[.tunnelDoors] == ["1194/udp"])
        #expect(await Self.login(from: "198.51.100.9", device: "eth0").login[.tunnel] == .unset)
    }
}
