import MachineTesting
import Documents
import Testing

@Suite struct SudoersTests {
    private func rules(_ text: String) -> [Sudoers.Rule] {
        Sudoers(text).items.compactMap { if case .rule(let rule) = $0 { rule } else { nil } }
    }

    @Test func `reads the cloud image's rule`() {
        let rules = rules("# by cloud-init\n\nubuntu ALL=(ALL) NOPASSWD:ALL\n")
        #expect(rules.count == 1)
        #expect(rules[0].users == ["ubuntu"] && rules[0].commands == ["ALL"])
        #expect(rules[0].withoutPassword && rules[0].asRoot && rules[0].line == 3)
    }

    @Test func `a tag holds until the opposite tag`() {
        let rules = rules("%ops, bob ALL = NOPASSWD: /bin/a, /bin/b, PASSWD: /bin/c\n")
        #expect(rules.map(\.commands) == [["/bin/a", "/bin/b"], ["/bin/c"]])
        #expect(rules.map(\.withoutPassword) == [true, false])
        #expect(rules[0].users == ["%ops", "bob"])
    }

    @Test func `a rule for another account gives nobody root`() {
        #expect(rules("bob ALL=(www-data) NOPASSWD: ALL\n").map(\.asRoot) == [false])
        #expect(rules("bob ALL=(www-data, root : adm) NOPASSWD: ALL\n").map(\.asRoot) == [true])
    }

    @Test func `joins lines, takes comments off, keeps user ids`() {
        let rules = rules("#1000 ALL = \\\n  NOPASSWD: ALL # why\n#includedirectory\n")
        #expect(rules.count == 1)
        #expect(rules[0].users == ["#1000"] && rules[0].commands == ["ALL"] && rules[0].line == 1)
    }

    @Test func `knows includes, aliases and defaults`() {
        let parsed = Sudoers(
            """
            @include /etc/sudoers.local
            #includedir /etc/sudoers.d
            User_Alias ADMINS = alice, bob : GUESTS = eve
            Cmnd_Alias DEPLOY = /usr/bin/deploy, sudoedit /etc/x
            Defaults env_reset, !authenticate
            Defaults:carol !authenticate
            Defaults secure_path="/bin"
            """
        )
        #expect(parsed.items == [.include("/etc/sudoers.local"), .includeDirectory("/etc/sudoers.d")])
        #expect(parsed.userAliases == ["ADMINS": ["alice", "bob"], "GUESTS": ["eve"]])
        #expect(parsed.commandAliases["DEPLOY"] == ["/usr/bin/deploy", "sudoedit /etc/x"])
        #expect(parsed.neverAsked == ["ALL", "carol"])
    }

    @Test func `never fails`() {
        var random = SeededGenerator(seed: 5)
        let pieces = ["ALL", "=", "(", ")", ":", ",", "NOPASSWD:", "\\\n", "\n", "#", "@include", " ", "Defaults", "!"]
        for _ in 0..<3000 {
            let count = Int.random(in: 0...30, using: &random)
            _ = Sudoers((0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined())
        }
    }
}
