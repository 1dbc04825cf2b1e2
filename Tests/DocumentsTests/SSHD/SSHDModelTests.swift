import MachineTesting
import Documents
import Testing

/// What can be said of sshd's rules without an sshd to ask.
@Suite struct SSHDModelTests {
    private func configuration(_ files: [String: String], _ version: SSHDVersion = SSHDVersion(9, 2))
        -> SSHDConfiguration
    {
        let names = files.keys.filter { $0.hasPrefix("/etc/ssh/sshd_config.d/") }.sorted()
        return SSHDConfiguration(
            main: "/etc/ssh/sshd_config",
            files: files.mapValues { SSHDFile(Array($0.utf8)) },
            expansions: ["/etc/ssh/sshd_config.d/*.conf": names],
            version: version
        )
    }

    private func connection(_ user: String = "root", from address: String = "203.0.113.7") -> SSHDConnection {
        SSHDConnection(
            user: user,
            groups: [user],
            host: address,
            address: address,
            localAddress: "198.51.100.1",
            localPort: 22
        )
    }

    @Test func `the first file that sets a keyword wins, and is named`() throws {
        let settings = try configuration([
            "/etc/ssh/sshd_config": "Include /etc/ssh/sshd_config.d/*.conf\nPasswordAuthentication no\n",
            "/etc/ssh/sshd_config.d/50-cloud-init.conf": "# cloud\nPasswordAuthentication yes\n",
            "/etc/ssh/sshd_config.d/99-nacre.conf": "PasswordAuthentication no\n",
        ]).settings(for: connection())
        #expect(settings.value("passwordauthentication") == "yes")
        #expect(settings.origin("passwordauthentication")?.file == "/etc/ssh/sshd_config.d/50-cloud-init.conf")
        #expect(settings.origin("passwordauthentication")?.line == 2)
    }

    @Test func `a Match block ends with the file it stands in`() throws {
        let files = [
            "/etc/ssh/sshd_config": "Include /etc/ssh/sshd_config.d/*.conf\nMaxAuthTries 3\n",
            "/etc/ssh/sshd_config.d/10-match.conf": "Match Address 10.0.0.0/8\nMaxAuthTries 9\n",
        ]
        let inside = try configuration(files).settings(for: connection(from: "10.1.1.1"))
        let outside = try configuration(files).settings(for: connection())
        #expect(inside.value("maxauthtries") == "9")
        #expect(outside.value("maxauthtries") == "3")
        #expect(outside.origin("maxauthtries")?.file == "/etc/ssh/sshd_config")
    }

    @Test func `an include inside a block that does not hold sets nothing`() throws {
        let files = [
            "/etc/ssh/sshd_config": "Match User bob\nInclude /etc/ssh/sshd_config.d/*.conf\n",
            "/etc/ssh/sshd_config.d/10-a.conf": "PermitRootLogin yes\nMatch all\nX11Forwarding yes\n",
        ]
        let root = try configuration(files).settings(for: connection())
        let bob = try configuration(files).settings(for: connection("bob"))
        #expect(root.value("permitrootlogin") == "without-password" && root.value("x11forwarding") == "no")
        #expect(bob.value("permitrootlogin") == "yes" && bob.value("x11forwarding") == "yes")
    }

    @Test func `criteria of the client's configuration are refused, as sshd refuses them`() {
        for criterion in ["exec true", "tagged x", "final", "canonical all", "originalhost x"] {
            #expect(throws: SSHDRefusal.self) {
                try configuration(["/etc/ssh/sshd_config": "Match \(criterion)\nX11Forwarding no\n"]).settings()
            }
        }
    }

    @Test func `invalid-user is known since 9 point 9`() throws {
        let files = ["/etc/ssh/sshd_config": "Match invalid-user\nRefuseConnection yes\n"]
        var stranger = connection("nobody-here")
        stranger.groups = nil
        let recent = configuration(files, SSHDVersion(10, 0))
        #expect(try recent.settings(for: stranger).value("refuseconnection") == "yes")
        #expect(try recent.settings(for: connection()).value("refuseconnection") == "no")
        #expect(throws: SSHDRefusal.self) { try configuration(files).settings() }
    }

    @Test func `a subsystem in a Match block replaces one outside, and crashes sshd where there is none`() throws {
        let block = "Match User root\nSubsystem sftp internal-sftp\n"
        let recent = SSHDVersion(10, 0)
        let files = ["/etc/ssh/sshd_config": "Subsystem sftp /bin/other\n\(block)"]
        let settings = try configuration(files, recent).settings(for: connection())
        #expect(settings["subsystem"]?.map(\.value) == ["sftp internal-sftp"])
        let alone = configuration(["/etc/ssh/sshd_config": block], recent)
        #expect(throws: SSHDRefusal.self) { try alone.settings(for: connection()) }
        #expect(throws: Never.self) { try alone.settings(for: connection("bob")) }
    }

    @Test func `names the line it refuses`() {
        let error = #expect(throws: SSHDRefusal.self) {
            try configuration(["/etc/ssh/sshd_config": "Port 22\n\nPermitRootLogin perhaps\n"]).settings()
        }
        #expect(error?.line == 3)
        #expect(error?.file == "/etc/ssh/sshd_config")
    }

    @Test func `includes that include each other end`() {
        let error = #expect(throws: SSHDRefusal.self) {
            try configuration([
                "/etc/ssh/sshd_config": "Include /etc/ssh/sshd_config.d/*.conf\n",
                "/etc/ssh/sshd_config.d/loop.conf": "Include /etc/ssh/sshd_config.d/*.conf\n",
            ]).settings()
        }
        #expect(error?.message == "too many recursive includes")
    }

    @Test func `users and groups are let in as allowed_user does`() throws {
        func admits(_ text: String, _ user: String, from address: String = "203.0.113.7") throws -> Bool {
            let connection = connection(user, from: address)
            return try configuration(["/etc/ssh/sshd_config": text]).settings(for: connection).admits(connection)
        }
        #expect(try admits("AllowUsers bob al*\n", "alice"))
        #expect(try !admits("AllowUsers bob\n", "alice"))
        #expect(try !admits("AllowUsers bob,alice\n", "alice"), "commas mean nothing here")
        #expect(try admits("AllowUsers root@10.0.0.0/8\n", "root", from: "10.2.3.4"))
        #expect(try !admits("AllowUsers root@10.0.0.0/8\n", "root"))
        #expect(try !admits("AllowUsers root@!203.0.113.7,*\n", "root"))
        #expect(try !admits("DenyUsers root\nAllowUsers *\n", "root"))
        #expect(try !admits("AllowGroups sudo\n", "alice"))
        #expect(try admits("AllowGroups ali?e\n", "alice"))
    }

    @Test func `a table of settings says the same as each reading in full`() throws {
        for seed in 0..<150 {
            var author = SSHDAuthor(seed: UInt64(seed), directory: "/t")
            let files = author.files()
            let configuration = SSHDConfiguration(
                main: "/t/sshd_config",
                files: files.mapValues { SSHDFile(Array($0.utf8)) },
                expansions: author.expansions(files),
                version: SSHDVersion(10, 0)
            )
            var table = SSHDSettingsTable(configuration)
            for _ in 0..<8 {
                let connection = author.connection()
                let whole = try? configuration.settings(for: connection)
                let known = try? table.settings(for: connection)
                #expect((whole == nil) == (known == nil))
                for keyword in whole?.keywords ?? [] { #expect(whole?[keyword] == known?[keyword]) }
            }
        }
    }

    @Test func `keeps every byte, whatever they are, and never fails`() {
        var random = SeededGenerator(seed: 22)
        let words = ["Match", "Include", "\"", "'", "\\", "=", " ", "\t", "\n", "#", "User", "root", "\0", "Port", "*"]
        for _ in 0..<2000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                if Bool.random(using: &random) {
                    bytes += Array((words.randomElement(using: &random) ?? "").utf8)
                } else {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                }
            }
            let file = SSHDFile(bytes)
            #expect(file.bytes == bytes)
            let configuration = SSHDConfiguration(
                main: "m",
                files: ["m": file],
                expansions: [:],
                version: SSHDVersion(10, 0)
            )
            _ = try? configuration.settings(for: connection())
        }
    }

    @Test func `patterns without end take no time without end`() {
        let text = String(repeating: "a", count: 5000)
        #expect(!SSHDPattern.matches(text, String(repeating: "*a", count: 200) + "b"))
        #expect(!SSHDGlob(String(repeating: "*a", count: 50) + "b").matches(String(repeating: "a", count: 500)))
    }

    @Test func `reads the release out of a package version`() {
        #expect(SSHDVersion("1:9.2p1-2+deb12u10") == SSHDVersion(9, 2))
        #expect(SSHDVersion("1:8.9p1-3ubuntu0.18") == SSHDVersion(8, 9))
        #expect(SSHDVersion("OpenSSH_10.0p2 Debian-7, OpenSSL 3.5.1") == SSHDVersion(10, 0))
        #expect(SSHDVersion("unknown") == nil)
    }

    @Test(arguments: [
        ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("::ffff:1.2.3.4", "::ffff:102:304"), ("0::0", "::"),
        ("10.0.0.1", "10.0.0.1"),
    ])
    func `writes addresses as everybody does`(_ text: String, _ usual: String) {
        #expect(SSHDAddress(text)?.description == usual)
    }

    @Test(arguments: ["1.2.3", "1.2.3.256", "::1::", "12345::", ":", "", "1.2.3.4.5", "+1.2.3.4", "g::"])
    func `takes nothing else for an address`(_ text: String) { #expect(SSHDAddress(text) == nil) }
}
