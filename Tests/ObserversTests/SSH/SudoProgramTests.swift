import Catalog
import Hardening
import MachineTesting
import Testing

@testable import Observers

/// Rules that name no shell, and give root all the same.
@Suite struct SudoProgramTests {
    private func free(_ sudoers: String) async -> Value {
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\nali:x:1000:1000::/home/ali:/bin/bash\n",
            "/etc/group": "root:x:0:\nali:x:1000:\n", "/etc/shadow": "root:*:1\nali:$y$x:1\n",
            "/etc/hostname": "claw\n",
        ])
        surface.add("/etc/sudoers", sudoers, mode: 0o440)
        surface.add("/home/ali/x.sh", "", mode: 0o755, owner: 1000)
        surface.add("/opt/x.sh", "", mode: 0o755)
        surface.add("/opt/open.sh", "", mode: 0o777)
        guard case .state(let state) = await Observer(surface).observe(.facts(.sudoRules)) else { return .unset }
        let rules = state.records.filter { $0[.givesRoot] == true && $0[.reachesAccounts] != [] }
        return rules.contains { $0[.withoutPassword] == true } ? true : rules.first?[.withoutPassword] ?? false
    }

    @Test(arguments: [
        "/usr/bin/vim", "/usr/bin/vim /etc/hosts", "/usr/bin/less /var/log/syslog", "/usr/bin/python3",
        "/usr/bin/python3.11 *", "/usr/bin/find", "/usr/bin/tee", "/bin/cp", "/usr/bin/docker", "/usr/bin/systemctl",
        "/usr/bin/systemctl edit *", "/usr/bin/systemctl edit app", "/usr/bin/apt", "/usr/local/bin/npm",
        "/opt/node/bin/node", "/usr/bin/rsync", "/usr/bin/passwd \"\"", "sudoedit /etc/passwd", "/home/ali/x.sh",
        "/home/ali/x.sh start", "/home/ali/bin/", "/opt/open.sh", "/usr/bin/vi*", "/usr/bin/cat, /usr/bin/tcpdump",
        "/usr/bin/tee, !/opt/tee", "sha224:00 /usr/bin/ls, /usr/bin/tar",
    ])
    func `a program that does anything is root`(_ command: String) async {
        #expect(await free("ali ALL=(ALL) NOPASSWD: \(command)\n") == true)
    }

    @Test(arguments: [
        "/usr/bin/systemctl restart app", "/usr/bin/apt-get update", "/usr/bin/docker ps", "/usr/bin/tee /etc/motd",
        "/usr/bin/find \"\"", "/usr/bin/systemctl \"\"", "/opt/x.sh", "/usr/bin/ls", "sudoedit /srv/page.html",
        "/usr/bin/tee, !/usr/bin/tee", "/usr/bin/python3 /opt/x.sh",
    ])
    func `a fixed command line is none`(_ command: String) async {
        #expect(await free("ali ALL=(ALL) NOPASSWD: \(command)\n") == false)
    }

    @Test func `a later rule that asks counts`() async {
        #expect(await free("ali ALL=NOPASSWD: /usr/bin/vim\nali ALL=PASSWD: ALL\n") == false)
        #expect(await free("ali ALL=PASSWD: ALL\nali ALL=NOPASSWD: /usr/bin/vim\n") != false)
        #expect(await free("ali ALL=(www-data) NOPASSWD: /usr/bin/vim\n") == false)
    }

    @Test func `names may be written in numbers`() async {
        #expect(await free("\\x61li ALL=(ALL) NOPASSWD: ALL\n") == true)
        #expect(await free("User_Alias X=a\\x6ci\nX ALL=(\\x72oot) NOPASSWD: ALL\n") == true)
        for line in ["\"\\x61li\" ALL=NOPASSWD: ALL\n", "ALL, !\\x41LL ALL=NOPASSWD: ALL\n"] {
            guard case .unknown = await free(line) else {
                Issue.record("\(line)")
                continue
            }
        }
    }
}
