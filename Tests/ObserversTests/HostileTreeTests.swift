import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// What one hostile file does to the observers that read it; `lab/hostile` does the same to the built program.
@Suite struct HostileTreeTests {
    private static let accounts = "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000::/home/ada:/bin/bash\n"

    private func sound() -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/passwd": Self.accounts, "/etc/shadow": "root:*:1::::::\n", "/etc/group": "sudo:x:27:ada\n",
            "/etc/sudoers": "%sudo ALL=(ALL:ALL) ALL\n", "/etc/ssh/sshd_config": "Port 2222\n",
            "/var/lib/dpkg/status": "Package: openssh-server\nStatus: install ok installed\nVersion: 1:9.2p1-2\n\n"
                + "Package: unattended-upgrades\nStatus: install ok installed\nVersion: 2.9.1\n",
            "/home/ada/.openclaw/openclaw.json": "{}", "/etc/apt/apt.conf": "APT::Periodic::Enable \"1\";\n",
        ])
        surface.isLive = false
        return surface
    }

    private func why(_ subject: Subject, _ surface: CannedSurface) async -> String {
        switch await Observer(surface).observe(.facts(subject)) {
        case .unreadable(let why): why.why
        case .state(let state): "\(state.records.map { "\($0.fields) \($0.origins) \($0.doubt?.why ?? "")" })"
        }
    }

    @Test(arguments: [
        ("/etc/passwd", Subject.logins), ("/etc/group", .logins), ("/etc/ssh/sshd_config", .logins),
        ("/etc/sudoers", .sudoRules), ("/etc/passwd", .authorizedKeys), ("/etc/group", .sudoRules),
        ("/etc/apt/apt.conf", .updates), ("/home/ada/.openclaw/openclaw.json", .openclawProblems),
        ("/home/ada/.openclaw", .openclawProblems),
    ])
    func `a file that cannot be read is named, and nothing is made up for it`(path: String, subject: Subject) async {
        var surface = sound()
        if path == "/home/ada/.openclaw" {
            surface.add("/root/.openclaw/openclaw.json", "{}")
            surface.files["/home/ada/.openclaw/openclaw.json"] = nil
        }
        surface.files[path] = nil
        surface.unreadable[path] = .malformed("\(path) is not a regular file but a fifo")
        #expect(await why(subject, surface).contains("\(path) is not a regular file but a fifo"))
    }

    @Test func `more accounts than can be tried are said to be too many`() async {
        var surface = sound()
        let crowd = (2000..<9000).map { "u\($0):x:\($0):100::/home/ada:/bin/sh\n" }.joined()
        surface.add("/etc/passwd", Self.accounts + crowd)
        #expect(await why(.logins, surface).contains("more than 5000 accounts"))
    }

    @Test func `more combinations than can be tried are said to be too many`() async {
        var surface = sound()
        let crowd = (2000..<4000).map { "u\($0):x:\($0):100::/home/ada:/bin/sh\n" }.joined()
        surface.add("/etc/passwd", Self.accounts + crowd)
        let blocks = (0..<60).map { "Match Address 10.0.0.\($0)\nPasswordAuthentication yes\n" }.joined()
        surface.add("/etc/ssh/sshd_config", blocks)
        #expect(await why(.logins, surface).contains("too many to try"))
    }

    @Test func `includes of apt's configuration that multiply end`() async {
        var surface = sound()
        surface.add("/etc/apt/apt.conf", String(repeating: "#include \"/etc/apt/apt.conf\";\n", count: 1000))
        #expect(await why(.updates, surface).contains("/etc/apt/apt.conf"))
    }

    @Test func `a configuration of a hundred thousand values is refused, also spread over includes`() async {
        var surface = sound()
        let many = "{a: [" + String(repeating: "1,", count: 9_000) + "]}"
        surface.add("/home/ada/.openclaw/many.json", many)
        surface.add(
            "/home/ada/.openclaw/openclaw.json",
            "{$include: [" + String(repeating: "\"./many.json\",", count: 50) + "]}"
        )
        #expect(await why(.openclawProblems, surface).contains("more than 20000 values"))
    }
}
