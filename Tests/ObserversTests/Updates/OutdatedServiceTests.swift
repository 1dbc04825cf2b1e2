import Catalog
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct OutdatedServiceTests {
    private static let library = "/usr/lib/x86_64-linux-gnu/libssl.so.3"

    private func line(_ rights: String, _ path: String) -> String {
        "7f5c0a000000-7f5c0a0d3000 \(rights) 00022000 fe:01 393230                     \(path)\n"
    }

    private func add(_ process: Int, _ name: String, _ group: String, _ maps: String, to surface: inout CannedSurface) {
        surface.add("/proc/\(process)/maps", line("r-xp", "/usr/bin/\(name)") + maps)
        surface.add("/proc/\(process)/comm", "\(name)\n")
        surface.add("/proc/\(process)/cgroup", "0::\(group)\n")
        surface.links["/proc/\(process)/ns/pid"] = "pid:[4026531836]"
    }

    private func surface() -> CannedSurface {
        var surface = CannedSurface()
        surface.links["/proc/self/ns/pid"] = "pid:[4026531836]"
        add(1, "systemd", "/init.scope", "", to: &surface)
        return surface
    }

    private func records(_ surface: CannedSurface) async -> [Record]? {
        guard case .state(.records(let records)) = await Observer(surface).observe(.facts(.outdatedServices)) else {
            return nil
        }
        return records
    }

    @Test func `a unit is named once with all its processes and files`() async {
        var surface = surface()
        let gone = line("r-xp", "\(Self.library) (deleted)")
        add(812, "sshd", "/system.slice/ssh.service", gone, to: &surface)
        add(90, "agetty", "/system.slice/system-getty.slice/getty@tty1.service", "", to: &surface)
        add(913, "sshd", "/system.slice/ssh.service", gone + line("r-xp", "/usr/sbin/sshd (deleted)"), to: &surface)
        let records = await records(surface)
        #expect(records?.map(\.name) == ["ssh.service"])
        #expect(records?.first?[.replacedFiles] == .list(["/usr/lib/x86_64-linux-gnu/libssl.so.3", "/usr/sbin/sshd"]))
        #expect(records?.first?[.outdatedProcesses] == .list(["sshd (812)", "sshd (913)"]))
    }

    @Test(arguments: [
        ("r--p", "/usr/lib/libssl.so.3 (deleted)"), ("r-xp", "/usr/lib/libssl.so.3"), ("r-xp", "/memfd:jit (deleted)"),
        ("r-xs", "/dev/zero (deleted)"), ("rwxs", "/SYSV00000000 (deleted)"), ("r-xp", "/tmp/addon.node (deleted)"),
        ("r-xp", "/usr/lib/a (deleted) b"), ("r-xp", "[vdso]"), ("r-xp", "/home/bob/x (deleted)"),
    ])
    func `what is not run, not replaced or not the system's does not count`(_ rights: String, _ path: String) async {
        var surface = surface()
        add(812, "sshd", "/system.slice/ssh.service", line(rights, path), to: &surface)
        #expect(await records(surface) == [])
    }

    @Test(arguments: [
        "/system.slice/docker-0123.scope", "/lxc.payload.web/system.slice/ssh.service", "/docker/0123",
        "/machine.slice/systemd-nspawn@web.service/payload/system.slice/ssh.service",
        "/system.slice/web.service/libpod-payload-0123", "/user.slice/user-1000.slice/session-3.scope",
        "/user.slice/user-1000.slice/user@1000.service/app.slice/tmux.scope",
        "/kubepods.slice/pod1/cri-containerd-1.scope",
    ])
    func `containers and logins are left out`(_ group: String) async {
        var surface = surface()
        add(812, "sshd", group, line("r-xp", "\(Self.library) (deleted)"), to: &surface)
        #expect(await records(surface) == [])
    }

    @Test func `a process with numbers of its own is a container's`() async {
        var surface = surface()
        add(812, "sshd", "/system.slice/web.service", line("r-xp", "\(Self.library) (deleted)"), to: &surface)
        surface.links["/proc/812/ns/pid"] = "pid:[4026539999]"
        #expect(await records(surface) == [])
    }

    @Test(arguments: [
        ("0::/init.scope", "init.scope"), ("0::/", "process sshd"),
        ("0::/system.slice/system-openvpn.slice/openvpn@a.service", "openvpn@a.service"),
        ("0::/system.slice/web.service/worker", "web.service"),
        ("0::/user.slice/user-1000.slice/user@1000.service/init.scope", "user@1000.service"),
        (
            "0::/user.slice/user-1000.slice/user@1000.service/app.slice/openclaw-gateway.service",
            "openclaw-gateway.service of the account with the id 1000"
        ), ("12:pids:/x\n1:name=systemd:/system.slice/ssh.service\n0::/", "ssh.service"),
    ])
    func `a process belongs to the unit of its control group`(_ group: String, _ name: String) async {
        var surface = surface()
        add(812, "sshd", "/", line("r-xp", "\(Self.library) (deleted)"), to: &surface)
        surface.add("/proc/812/cgroup", group + "\n")
        #expect(await records(surface)?.map(\.name) == [name])
    }

    @Test func `what cannot be seen is unknown`() async {
        var closed = surface()
        closed.files["/proc/1/maps"] = nil
        closed.unreadable["/proc/1/maps"] = .notPermitted("no")
        #expect(await records(closed) == nil)
        // Other people's processes are hidden.
        var hidden = CannedSurface()
        add(812, "bash", "/system.slice/ssh.service", "", to: &hidden)
        #expect(await records(hidden) == nil)
        var mounted = surface()
        mounted.isLive = false
        #expect(await records(mounted) == nil)
    }
}
