import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct TrustedPlacesTests {
    /// A server of an administrator, and of maria who is none.
    private func server(_ files: [String: String] = [:]) -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/passwd":
                "root:x:0:0::/root:/bin/bash\ncaddy:x:999:999::/:/bin/false\nadmin:x:1000:1000::/home/admin:/bin/sh\n"
                + "maria:x:1001:1001::/home/maria:/bin/sh\n",
            "/etc/group": "root:x:0:\nsudo:x:27:admin\ndocker:x:990:admin\nstaff:x:50:\nweb:x:60:maria,admin\n",
            "/etc/sudoers": "%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n",
            "/etc/shadow": "root:*:1::::::\nadmin:x:1::::::\nmaria:x:1::::::\n",
            "/etc/ssh/sshd_config": "Include /etc/ssh/sshd_config.d/*.conf\n",
            "/etc/ssh/sshd_config.d/50-cloud-init.conf": "PasswordAuthentication no\n",
            "/etc/profile": "", "/etc/apt/sources.list": "", "/etc/docker/daemon.json": "{}",
            "/var/lib/dpkg/status":
                "Package: openssh-server\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:9.2p1-2\n\n",
        ])
        surface.isLive = false
        for (path, text) in files { surface.add(path, text) }
        return surface
    }

    private func findings(_ surface: CannedSurface) async -> [Record] {
        guard let records = try? await Observer(surface).trust.trustedPlaces() else { return [] }
        return records.filter { $0[.trustedWriter] != "root alone" }
    }

    private func writers(_ surface: CannedSurface) async -> [String: Value] {
        Dictionary(await findings(surface).map { ($0.name, $0[.trustedWriter]) }) { first, _ in first }
    }

    @Test func `nothing is found where all is root's`() async throws {
        #expect(await findings(server()) == [])
        let records = try #require(try await Observer(server()).trust.trustedPlaces())
        #expect(records.contains { $0[.trustedReader] == "sshd" && $0[.trustedCount] != 0 })
        #expect(!records.contains { $0[.trustedReader] == "fail2ban" })
    }

    @Test func `a directory that everybody writes is named once, with what hangs on it`() async throws {
        var surface = server()
        surface.directories["/etc/ssh/sshd_config.d"] = 0o777
        let found = try #require(await findings(surface).first)
        #expect(found.name == "/etc/ssh/sshd_config.d" && found[.trustedWriter] == "every account")
        #expect(found[.trustedContent] == "/etc/ssh/sshd_config.d/50-cloud-init.conf")
        #expect(found[.trustedExcess] == .mode(0o002) && found[.trustedIsRepairable] == true)
        surface.directories["/etc/ssh/sshd_config.d"] = 0o1777
        #expect(await writers(surface) == ["/etc/ssh/sshd_config.d": "every account"])
    }

    @Test func `a directory above counts for every reader`() async {
        var surface = server()
        surface.directories["/etc"] = 0o757
        let readers = Set(await findings(surface).filter { $0.name == "/etc" }.map { $0[.trustedReader] })
        #expect(readers.isSuperset(of: ["sshd", "logins and sudo", "apt", "Docker", "root's shells and programs"]))
        // Who may make ld.so.preload decides what every program loads.
        #expect(await findings(surface).allSatisfy { $0[.trustedIsRepairable] == false })
    }

    @Test(arguments: [(0, false), (27, false), (50, false), (60, true), (1001, true)])
    func `a group counts where somebody is in it who is not root anyway`(_ group: UInt32, _ isFound: Bool) async {
        var surface = server()
        surface.add("/etc/docker/daemon.json", "{}", mode: 0o664, group: group)
        #expect(await writers(surface) == (isFound ? ["/etc/docker/daemon.json": "maria"] : [:]))
    }

    @Test func `what is the system's belongs to root, and elsewhere to whoever is an administrator`() async {
        var surface = server(["/etc/cron.d/backup": "1 2 * * * root /home/admin/a.sh; /home/maria/b.sh\n"])
        surface.add("/etc/profile", "", owner: 1000)
        surface.add("/home/admin/a.sh", "", owner: 1000)
        surface.add("/home/maria/b.sh", "", owner: 1001)
        surface.owners = ["/home/admin": 1000, "/home/maria": 1001]
        let found = await writers(surface)
        #expect(found == ["/etc/profile": "admin", "/home/maria": "maria", "/home/maria/b.sh": "maria"])
        let own = await findings(surface).first { $0.name == "/home/maria/b.sh" }
        #expect(own?[.trustedIsRepairable] == false)
    }

    @Test func `the proxy's own account may own its configuration, and nobody else's`() async {
        var surface = server(["/etc/caddy/Caddyfile": ""])
        surface.owners["/etc/caddy"] = 999
        #expect(await writers(surface) == [:])
        surface.owners["/etc/docker"] = 999
        #expect(await writers(surface) == ["/etc/docker": "caddy"])
        // A package may have meant it so.
        #expect(await findings(surface).first?[.trustedIsRepairable] == false)
    }

    @Test func `files in a directory that others do not enter are out of their reach`() async {
        var surface = server()
        surface.add("/root/.bashrc", "", mode: 0o666)
        #expect(await writers(surface) == ["/root/.bashrc": "every account"])
        surface.directories["/root"] = 0o700
        #expect(await writers(surface) == [:])
    }

    @Test func `a named account counts with the mask`() async {
        var surface = server()
        surface.add("/etc/profile", "", mode: 0o664)
        surface.accessLists["/etc/profile"] = AccessList(entries: [
            .init(.user(1001), rights: 6), .init(.owningGroup, rights: 4),
        ])
        #expect(await writers(surface) == ["/etc/profile": "maria"])
        surface.add("/etc/profile", "", mode: 0o644)
        #expect(await writers(surface) == [:])
    }

    @Test func `programs of units count where they run as root`() async {
        var surface = server([
            "/etc/systemd/system/a.service": "[Service]\nExecStart=/opt/a/run\n",
            "/etc/systemd/system/b.service": "[Service]\nUser=maria\nExecStart=/opt/b/run\nExecStartPre=+/opt/c/run\n",
            "/etc/systemd/system/d.service": "[Service]\nExecStart=/opt/d/run\n",
            "/etc/systemd/system/d.service.d/user.conf": "[Service]\nUser=maria\n",
        ])
        for name in ["a", "b", "c", "d"] { surface.add("/opt/\(name)/run", "", mode: 0o757) }
        #expect(await writers(surface).keys.sorted() == ["/opt/a/run", "/opt/c/run"])
    }

    @Test func `links count with what they lead to, and masks lead to nothing`() async {
        var surface = server(["/opt/shared/x.sh": ""])
        surface.add("/opt/shared/x.sh", "", mode: 0o666)
        surface.add("/etc/profile.d/a.sh", "")
        surface.links["/etc/profile.d/x.sh"] = "../../opt/shared/x.sh"
        #expect(await writers(surface) == ["/opt/shared/x.sh": "every account"])
        surface.links["/etc/profile.d/x.sh"] = "x.sh"
        guard case .unknown(let why)? = await findings(surface).first?[.trustedWriter] else {
            Issue.record("a link to itself is known")
            return
        }
        #expect(why.why.contains("too many links"))
    }

    @Test func `what cannot be looked at is unknown`() async {
        var surface = server()
        surface.unreadable["/etc/sudoers.d"] = .notPermitted("permission denied")
        let found = await findings(surface)
        #expect(!found.isEmpty && found.allSatisfy { $0[.trustedReader] == "logins and sudo" })
        #expect(found.allSatisfy { if case .unknown = $0[.trustedWriter] { true } else { false } })
    }
}
