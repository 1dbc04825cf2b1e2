import Hardening
import MachineTesting
import Rulesets
import Surface
import Testing

@testable import Observers

/// A login that comes from the server itself, by what is at the other end of its connection.
@Suite struct TunnelPeerTests {
    private static let client = ConnectionEnd(address: Address(family: .ipv4, bits: 0x7f00_0001), port: 40_000)
    private static let server = ConnectionEnd(address: Address(family: .ipv4, bits: 0x7f00_0001), port: 22)

    /// Process 500 is the other end, of this unit and program; its parent is the unit's main process.
    private static func surface(
        unit: String = "/system.slice/cloudflared.service",
        program: String = "/usr/bin/cloudflared",
        main: Int = 500,
        fragment: String = "/etc/systemd/system/cloudflared.service",
        more: String = ""
    ) -> CannedSurface {
        var surface = CannedSurface(
            files: ["/etc/passwd": "", "/proc/net/dev": "", "/proc/net/route": "", "/proc/net/unix": "heading\n"]
        )
        // 9C40 is port 40000, 16 is 22; the server's end stands in the table of IPv6.
        surface.add(
            "/proc/net/tcp",
            """
            heading
             0: 0100007F:9C40 0100007F:0016 01 00000000:00000000 00:00000000 00000000 0 0 7001 1 x 0
             1: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7002 1 x 0
            \(more)
            """
        )
        surface.add(
            "/proc/net/tcp6",
            "heading\n 0: 0000000000000000FFFF00000100007F:0016 0000000000000000FFFF00000100007F:9C40 01 0:0 0:0 0 0 0 7009 1 x 0\n"
        )
        surface.links["/proc/500/fd/3"] = "socket:[7001]"
        surface.links["/proc/500/fd/4"] = "socket:[7002]"
        surface.links["/proc/500/exe"] = program
        surface.add("/proc/500/cgroup", "0::\(unit)\n")
        surface.add("/proc/500/comm", "tunnel\n")
        surface.add("/proc/500/stat", "500 (tunnel) S 400\(String(repeating: " 0", count: 17)) 50 0 0\n")
        surface.add("/proc/400/cgroup", "0::\(unit)\n")
        surface.links["/proc/400/exe"] = "/usr/bin/autossh"
        surface.add("/proc/400/stat", "400 (autossh) S 1\(String(repeating: " 0", count: 17)) 40 0 0\n")
        for path in ["/usr/bin/cloudflared", "/usr/bin/autossh", "/usr/bin/ssh", "/usr/sbin/sslh", "/usr/bin/node"] {
            surface.add(path, "", mode: 0o755)
        }
        surface.add("/etc/systemd/system/cloudflared.service", "[Service]\n")
        surface.directories = ["/": 0o755]
        let name = unit.split(separator: "/").last.map(String.init) ?? ""
        surface.add(
            Command("systemctl", ["show", "-p", "MainPID,FragmentPath,DropInPaths,Transient", "--", name]),
            "MainPID=\(main)\nFragmentPath=\(fragment)\nDropInPaths=\nTransient=no\n"
        )
        return surface
    }

    private static func peer(_ surface: CannedSurface) async -> TunnelPeer {
        await Observer(surface).session.tunnelPeer([client, server])
    }

    private static func refusal(_ surface: CannedSurface) async -> String {
        if case .refused(let why) = await peer(surface) { why } else { "accepted" }
    }

    @Test func `a tunnel's service whose unit and program are root's stands for who comes by it`() async {
        #expect(await Self.peer(Self.surface()) == .service("cloudflared.service (/usr/bin/cloudflared)"))
        let child = Self.surface(program: "/usr/bin/ssh", main: 400)
        #expect(await Self.peer(child) == .service("cloudflared.service (/usr/bin/autossh)"))
    }

    @Test(
        arguments: [
            "/user.slice/user-1000.slice/session-3.scope",
            "/user.slice/user-1000.slice/user@1000.service/app.slice/t.service",
            "/system.slice/docker-0123.scope", "/", "/init.scope", "/system.slice", "/user.slice/cloudflared.service",
        ]
    )
    func `what somebody started in a login, a container or by hand does not`(_ unit: String) async {
        let why = await Self.refusal(Self.surface(unit: unit, program: "/usr/bin/ssh"))
        #expect(why.contains("of no service of the system"))
    }

    @Test func `a program that is no tunnel's, or that others write, does not`() async {
        #expect(await Self.refusal(Self.surface(program: "/usr/bin/node")).contains("no tunnel's program"))
        #expect(await Self.refusal(Self.surface(program: "/usr/sbin/sshd")).contains("no tunnel's program"))
        var others = Self.surface()
        others.add("/usr/bin/cloudflared", "", mode: 0o755, owner: 1000)
        #expect(await Self.refusal(others).contains("is not root's"))
        var open = Self.surface()
        open.directories["/usr/bin"] = 0o777
        #expect(await Self.refusal(open).contains("can be written by others than root"))
        // A gateway's agent that calls ssh: the unit's own program is none of them.
        var agent = Self.surface(program: "/usr/bin/ssh", main: 400)
        agent.links["/proc/400/exe"] = "/usr/bin/node"
        #expect(await Self.refusal(agent).contains("no tunnel's program"))
        #expect(await Self.refusal(Self.surface(main: 399)).contains("does not come from the unit's main process"))
    }

    @Test func `a service that also takes connections at a socket of this server stands for nobody`() async {
        func listening(_ mode: UInt16, _ path: String, inode: Int = 7002) -> CannedSurface {
            var surface = Self.surface()
            surface.links["/proc/500/fd/5"] = "socket:[\(inode)]"
            surface.add("/proc/net/unix", "heading\n0000: 00000002 00000000 00010000 0001 01 7005 \(path)\n")
            if path.hasPrefix("/") { surface.add(path, "", mode: mode) }
            return surface
        }
        #expect(await Self.refusal(listening(0o666, "/run/tun.sock", inode: 7005)).contains("/run/tun.sock"))
        #expect(await Self.refusal(listening(0, "@tun", inode: 7005)).contains("@tun"))
        #expect(await Self.refusal(listening(0o600, "/run/tun.sock", inode: 7005)) == "accepted")
        #expect(await Self.refusal(listening(0o666, "/run/another.sock")) == "accepted")
    }

    @Test func `a unit that is gone with the next boot, or that others write, does not`() async {
        let transient = Self.surface(fragment: "/run/systemd/transient/cloudflared.service")
        #expect(await Self.refusal(transient).contains("no unit that is there to stay"))
        var others = Self.surface()
        others.add("/etc/systemd/system/cloudflared.service", "", owner: 1000)
        #expect(await Self.refusal(others).contains("is not root's"))
    }

    /// Port 443 (01BB) is the service's own.
    @Test func `nor does one that something on the server itself uses meanwhile`() async {
        let own = " 2: 0100007F:01BB 0100007F:C350 01 00000000:00000000 00:00000000 00000000 0 0 7003 1 x 0"
        #expect(await Self.refusal(Self.surface(more: own)).contains("has a client on this server itself"))
    }

    @Test func `where the other end cannot be seen, nothing is accepted`() async {
        var hidden = Self.surface()
        hidden.links["/proc/500/fd/3"] = nil
        #expect(await Self.refusal(hidden).contains("no process that can be seen"))
        var gone = Self.surface()
        gone.add("/proc/net/tcp", "heading\n")
        #expect(await Self.refusal(gone).contains("no process that can be seen"))
    }
}
