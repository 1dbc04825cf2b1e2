import MachineTesting
import Testing

@testable import Documents

@Suite struct SudoersTests {
    private func rules(_ text: String) -> [Sudoers.Rule] {
        Sudoers(text).items.compactMap { if case .rule(let rule) = $0 { rule } else { nil } }
    }

    @Test func `reads the cloud image's rule`() {
        let rules = rules("# by cloud-init\n\nubuntu ALL=(ALL) NOPASSWD:ALL\n")
        #expect(rules.count == 1)
        #expect(rules[0].users == ["ubuntu"] && rules[0].commands == ["ALL"])
        #expect(rules[0].isFree == true && rules[0].targets == ["ALL"] && rules[0].line == 3)
    }

    @Test func `a tag holds until the opposite tag`() {
        let rules = rules("%ops, bob ALL = NOPASSWD: /bin/a, /bin/b, PASSWD: /bin/c\n")
        #expect(rules.map(\.commands) == [["/bin/a", "/bin/b"], ["/bin/c"]])
        #expect(rules.map(\.isFree) == [true, false])
        #expect(rules[0].users == ["%ops", "bob"])
    }

    @Test func `a backslash at the end of the file leads nowhere`() {
        func isWhole(_ text: String) -> [Bool] { Sudoers.logicalLines(text).map(\.isWhole) }
        #expect(isWhole("bob ALL=ALL \\\n") == [false])
        #expect(isWhole("bob ALL=ALL \\") == [false])
        #expect(isWhole("bob ALL= \\\nALL\n") == [true])
    }

    @Test func `whose rights the commands get`() {
        func targets(_ text: String) -> [[String]?] { rules("bob ALL=\(text)\n").map(\.targets) }
        #expect(targets("(www-data) NOPASSWD: ALL") == [["www-data"]])
        #expect(targets("(www-data, root : adm) ALL") == [["www-data", "root"]])
        #expect(targets("ALL") == [nil])
        #expect(targets("(:adm) ALL") == [["-"]])
        #expect(targets("() ALL") == [[]])
    }

    @Test func `a colon joins rules of several hosts, and belongs to tags and digests`() {
        let both = rules("bob web=(www-data) /bin/ls : ALL=(ALL) NOPASSWD: ALL\n")
        #expect(both.map(\.hosts) == [["web"], ["ALL"]])
        #expect(both.map(\.commands) == [["/bin/ls"], ["ALL"]])
        #expect(both.map(\.users) == [["bob"], ["bob"]])
        #expect(rules("bob ALL = sha224:abc= /bin/ls, NOPASSWD : /bin/a\\:b\n").map(\.isFree) == [nil, true])
    }

    @Test(arguments: [
        ("\"a b\"\tALL=(ALL)\tNOPASSWD:ALL", ["a b"]), ("! bob, ALL ALL = ALL", ["!bob", "ALL"]),
        ("%#1000 ALL=ALL", ["%#1000"]), ("bob , eve web , db = ALL", ["bob", "eve"]), ("a\\ b ALL=ALL", ["a b"]),
    ])
    func `users are read with blanks and quotation marks`(_ line: String, _ users: [String]) {
        #expect(rules(line + "\n").map(\.users) == [users])
    }

    @Test func `what stands before a command is no part of it`() {
        let rules = rules("bob ALL=(ALL) CWD=/tmp TIMEOUT=5m NOPASSWD:SETENV: ALL #1 of two\n# \\\neve ALL=ALL\n")
        #expect(rules.map(\.commands) == [["ALL"], ["ALL"]])
        #expect(rules.map(\.isFree) == [true, nil])
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
        #expect(parsed.items.prefix(2) == [.include("/etc/sudoers.local"), .includeDirectory("/etc/sudoers.d")])
        #expect(parsed.aliases["User_Alias"] == ["ADMINS": ["alice", "bob"], "GUESTS": ["eve"]])
        #expect(parsed.aliases["Cmnd_Alias"]?["DEPLOY"] == ["/usr/bin/deploy", "sudoedit /etc/x"])
        let settings = parsed.items.compactMap { if case .setting(let setting) = $0 { setting } else { nil } }
        #expect(
            settings == [
                .init(scope: .all, change: .asks(false)), .init(scope: .users(["carol"]), change: .asks(false)),
            ]
        )
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
