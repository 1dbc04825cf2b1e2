import Catalog
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct KeyTests {
    private static let modern = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFNPWde6QgWKvfCvR2TAdXyU/ApaS+ZM7UwBXMow+oCW"
    private static let short =
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDDVL6nFYeP8rosLEyey+6t3SHDG8fnNNGuX/CkFt/stZa8BsI0VQLu5+te1ue32Xw4XDXDoDG0w/mz69A50EKOPTwOc2KoAb4AUZysB4v4qJnhl1njYGvLLfNtDneaI/5ByQ70tfQeq1aKtI/0TfVQlkCMuHQPkdESwB9QXHW68Q=="

    @Test func `finds weak keys by line, in the files sshd would open`() async {
        var surface = SSHMachine.surface(
            SSHMachine.debian([:], "AuthorizedKeysFile .ssh/authorized_keys /etc/keys/%u\n")
        )
        surface.add("/home/operator/.ssh/authorized_keys", "# me\n\(Self.modern)\n", mode: 0o600, owner: 1000)
        surface.add("/home/operator/.ssh/authorized_keys2", "\(Self.short)\n", mode: 0o600, owner: 1000)
        surface.add("/etc/keys/operator", "from=\"10.0.0.0/8\" \(Self.short)\n")
        let keys = await SSHMachine.records(.authorizedKeys, surface)
        #expect(keys.map(\.name) == ["/home/operator/.ssh/authorized_keys line 2", "/etc/keys/operator line 1"])
        #expect(keys.map { $0[.isWeakKey] } == [false, true])
        #expect(keys[1][.keyBits] == 1024 && keys[1][.keyOptions] == ["from"])
        #expect(keys[1].origins[.isWeakKey] == Origin("/etc/keys/operator", line: 1))
    }

    @Test func `a file of keys may have blanks in its name`() async {
        var surface = SSHMachine.surface(SSHMachine.debian([:], "AuthorizedKeysFile \"/etc/more keys/%u\" .ssh/keys\n"))
        surface.add("/etc/more keys/operator", "\(Self.short)\n")
        surface.add("/home/operator/.ssh/keys", "\(Self.modern)\n", mode: 0o600, owner: 1000)
        let keys = await SSHMachine.records(.authorizedKeys, surface)
        #expect(keys.map(\.name).sorted() == ["/etc/more keys/operator line 1", "/home/operator/.ssh/keys line 1"])
    }

    @Test func `sees who else can change them`() async {
        let path = "/home/operator/.ssh/authorized_keys"
        func isOpen(mode: UInt16, owner: UInt32 = 1000, group: UInt32 = 1000) async -> Value? {
            var surface = SSHMachine.surface(SSHMachine.debian([:]))
            surface.add(path, Self.modern, mode: mode, owner: owner, group: group)
            return await SSHMachine.records(.authorizedKeys, surface).first?[.writableByOthers]
        }
        #expect(await isOpen(mode: 0o600) == false)
        #expect(await isOpen(mode: 0o664) == false, "the account's private group")
        #expect(await isOpen(mode: 0o664, group: 1001) == true, "a group with others in it")
        #expect(await isOpen(mode: 0o666) == true)
        #expect(await isOpen(mode: 0o600, owner: 1) == true)
    }

    @Test func `an authorized_keys that cannot be read is not one without weak keys`() async {
        var surface = SSHMachine.surface(SSHMachine.debian([:]))
        surface.unreadable["/root/.ssh/authorized_keys"] = .notPermitted("permission denied")
        let keys = await SSHMachine.records(.authorizedKeys, surface)
        #expect(keys.first?[.isWeakKey] == .unknown(.notPermitted("permission denied")))
    }

    @Test func `reads host keys by their public halves`() async {
        var surface = SSHMachine.surface(SSHMachine.debian([:]))
        surface.add("/etc/ssh/ssh_host_ed25519_key", "", mode: 0o600)
        surface.add("/etc/ssh/ssh_host_ed25519_key.pub", Self.modern)
        surface.add("/etc/ssh/ssh_host_rsa_key", "", mode: 0o644)
        surface.add("/etc/ssh/ssh_host_rsa_key.pub", Self.short)
        let keys = await SSHMachine.records(.hostKeys, surface)
        #expect(keys.map { $0[.isWeakKey] } == [true, false])
        #expect(keys.map { $0[.fileMode] } == [.mode(0o644), .mode(0o600)])
    }

    @Test func `of sudo's rules the last one counts`() async {
        var surface = SSHMachine.surface([:])
        surface.add("/etc/sudoers", "root ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n")
        surface.add("/etc/sudoers.d/90-cloud", "operator ALL=(ALL) NOPASSWD:ALL\n")
        surface.add("/etc/sudoers.d/backup.old", "operator ALL=(ALL) ALL\n")
        func free() async -> [String] {
            await SSHMachine.records(.sudoRules, surface).filter {
                $0[.withoutPassword] == true && $0[.reachesAccounts] != []
            }.map(\.name)
        }
        #expect(await free() == ["90-cloud line 1: operator"])
        surface.add("/etc/sudoers.d/99-strict", "operator ALL=(ALL) ALL\n")
        #expect(await free() == [])
        surface.add("/etc/sudoers.d/99-strict", "Defaults:operator !authenticate\noperator ALL=(ALL) ALL\n")
        #expect(await free() == ["99-strict line 2: operator"])
        surface.files["/etc/sudoers"] = nil
        #expect(await Observer(surface).observe(.facts(.sudoRules)) == .state(.absent))
    }
}

/// What sudo 1.9 was seen to do with these files: whether an account that is in the group `sudo` is root without a word.
@Suite struct SudoRulesTests {
    private func isFree(_ sudoers: String, _ files: [String: String] = [:]) async -> Value {
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\nann:x:1000:1000::/home/ann:/bin/bash\n",
            "/etc/group": "root:x:0:\nsudo:x:27:ann\nann:x:1000:\n", "/etc/shadow": "root:*:1\nann:$y$x:1\n",
            "/etc/hostname": "claw.example.org\n", "/etc/sudoers": sudoers,
        ])
        surface.isLive = false
        for (path, text) in files { surface.add(path, text) }
        guard case .state(let state) = await Observer(surface).observe(.facts(.sudoRules)) else { return .unset }
        let all = state.records.filter { $0[.allCommands] == true && $0[.reachesAccounts] != [] }
        if all.contains(where: { $0[.withoutPassword] == true }) { return true }
        return all.map { $0[.withoutPassword] }.first { if case .unknown = $0 { true } else { false } } ?? false
    }

    @Test(arguments: [
        ("Runas_Alias OP = root\nann ALL=(OP) NOPASSWD: ALL\n", true), ("ann ALL=(ALL, !root) NOPASSWD: ALL\n", false),
        ("Defaults !authenticate\nDefaults authenticate\n%sudo ALL=(ALL) ALL\n", false),
        ("Defaults !authenticate\n%sudo ALL=(ALL) ALL\n", true), ("Defaults:ann !authenticate\n%sudo ALL=ALL\n", true),
        ("Defaults:bob,%#27 !authenticate\n%sudo ALL=ALL\n", true),
        ("Defaults>root !authenticate\n%sudo ALL=ALL\n", true),
        ("Defaults!ALL !authenticate\n%sudo ALL=ALL\n", true),
        ("Defaults!/bin/ls !authenticate\n%sudo ALL=ALL\n", false),
        ("%#1000 ALL=(ALL) NOPASSWD: ALL\n", true), ("#1000 ALL=NOPASSWD: ALL\n", true),
        ("ann web=(www-data) /bin/ls : ALL=(ALL) NOPASSWD: ALL\n", true), ("ann web=(ALL) NOPASSWD: ALL\n", false),
        ("ann claw=(ALL) NOPASSWD: ALL\n", true), ("Host_Alias H = claw\nann H=NOPASSWD: ALL\n", true),
        ("ann ALL=(ALL) NOPASSWD: ALL\nann web=(ALL) ALL\n", true),
        ("Defaults exempt_group=sudo\n%sudo ALL=ALL\n", true),
        ("Defaults exempt_group = \"sudo\"\nDefaults !exempt_group\n%sudo ALL=ALL\n", false),
        ("Defaults exempt_group=sudo\nann ALL=PASSWD: ALL\n", true),
        ("\"ann\"\tALL=(ALL)\tNOPASSWD:ALL\n", true), ("ann ALL=(ALL) CWD=/tmp NOPASSWD: ALL\n", true),
        ("Defaults runas_default=www-data\nann ALL=NOPASSWD: ALL\n", false), ("ann ALL=(:adm) NOPASSWD: ALL\n", false),
        ("User_Alias A = ALL, !B\nUser_Alias B = ann\nA ALL=NOPASSWD: ALL\n", false),
        ("User_Alias A = ALL, !B\nUser_Alias B = ALL, !ann\nA ALL=NOPASSWD: ALL\n", true),
        ("# why \\\nann ALL=NOPASSWD: ALL\n", true), ("ann ALL=NOPASSWD: ALL\nann ALL=ALL\n", false),
        ("ANN ALL=NOPASSWD: ALL\n", true), ("%SUDO ALL=NOPASSWD: ALL\n", true), ("ann CLAW=NOPASSWD: ALL\n", true),
        ("Defaults exempt_group=SUDO\nann ALL=ALL\n", true), ("ann ALL=NOPASSWD: ALL, !ALL\n", false),
        ("ann ALL=NOPASSWD: ALL, !/bin/sh\n", true), ("ann ALL=NOPASSWD: /usr/bin/bash\n", true),
        ("ann ALL=NOPASSWD: /bin/sh -c date\n", false), ("ann ALL=NOPASSWD: /usr/bin/\n", true),
        ("ann ALL=NOPASSWD: /bin/*sh *\n", true), ("ann ALL=NOPASSWD: /usr/bin/apt\n", false),
        ("ann ALL=NOPASSWD: sudoedit\n", true), ("ann ALL=NOPASSWD: /bin/sh\nann ALL=PASSWD: ALL\n", false),
        ("ann ALL=NOPASSWD: ALL\nann ALL=PASSWD: /bin/sh\n", true),
        ("ann ALL=NOPASSWD: /bin/sh\nann ALL=PASSWD: ALL, !/bin/sh\n", false),
        ("User_Alias A = ann\nUser_Alias A = bob\nA ALL=NOPASSWD: ALL\n", true),
        ("User_Alias A = bob\nUser_Alias A = ann\nA ALL=NOPASSWD: ALL\n", false),
        ("Defaults !!authenticate\nann ALL=ALL\n", false), ("Defaults !!!authenticate\nann ALL=ALL\n", true),
        ("User_Alias A = A, ann\nA ALL=NOPASSWD: ALL\n", true), ("  #include /etc/x\nann ALL=ALL\n", false),
        ("Cmnd_Alias C = ALL, !/bin/sh\nann ALL=NOPASSWD: !C\n", true),
        ("Cmnd_Alias C = ALL\nann ALL=NOPASSWD: C\n", true), ("ann ALL=(root) PASSWD: ALL, NOPASSWD: /bin/ls\n", false),
        // A mark beside nothing is no part of the word Defaults.
        ("Defaults!! exempt_group=sudo\nann ALL=ALL\n", true), ("Defaults!!! authenticate\nann ALL=ALL\n", true),
        // sudo drops the line that goes on behind the colon.
        ("Defaults !authenticate\nDefaults:\\\nann authenticate\nann ALL=ALL\n", true),
        ("Defaults!\\\n authenticate\nann ALL=ALL\n", true), ("Defaults:!bob !authenticate\nann ALL=ALL\n", false),
        ("\"an\\\n  n\" ALL=NOPASSWD: ALL\n", true), ("ann ALL=NOPASSWD: \\\n ALL \\\n\n", true),
        ("ann ALL=NOPASSWD: \\ \nALL\n", true), ("ann ALL=NOPASSWD: \\\nALL\n", true),
        ("ann ALL=SETENV :PASSWD:!ALL, TIMEOUT=5m NOPASSWD: ALL\n", true),
    ])
    func `a file gives an account root without a password, or does not`(_ sudoers: String, _ expected: Bool) async {
        #expect(await isFree(sudoers) == .flag(expected))
    }

    @Test(arguments: [
        "ann ALL=(ALL) ALL junk\n", "ann ALL=ALL, bash\n", "ann ALL=(ALL) NOPASSWD ALL\n", "ann ALL=ALL arg\n",
        "ann ALL=ALL, sha256:abc\n", "ann ALL=(root,) ALL\n", "ann ALL=(root) (root) ALL\n", "ann bob ALL=ALL\n",
        "User_Alias X = ann ann\nX ALL=ALL\n", "User_Alias S = bob : X = ann\nX ALL=ALL\n",
        "ann ALL=ALL\\", "ann ALL=PASSWD\\\n: ALL\n", "! !bob, ann ALL=ALL\n",
        "ann ALL=! !ALL\n",
        "ann ALL=CWD=\"/tmp\" PASSWD: ALL\n", "User_Alias X = ! !bob, ann\nX ALL=ALL\n",
    ])
    func `a line that sudo drops takes no rule's place`(_ line: String) async {
        let before = "User_Alias S = eve\nann ALL=NOPASSWD: ALL\n"
        #expect(await isFree(before + line) != false)
    }

    @Test(arguments: [("claw.example.org claw", true), ("claw.example.org. claw", false), ("other claw", false)])
    func `the name in the hosts file counts`(_ names: String, _ isFree: Bool) async {
        let files = ["/etc/hostname": "claw\n", "/etc/hosts": "127.0.1.1 \(names) # claw.example.org\n"]
        let found = await self.isFree("ann claw.example.org=NOPASSWD: ALL\n", files)
        #expect((found != false) == isFree)
    }

    @Test func `a double of root is root`() async {
        let accounts = ["/etc/passwd": "root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\nann:x:1000:1000::/:/bin/sh\n"]
        #expect(await isFree("ann ALL=(toor) NOPASSWD: ALL\n", accounts) == true)
        #expect(await isFree("ann ALL=(toor) NOPASSWD: ALL\n") == false)
    }

    @Test(arguments: [
        "+admins ALL=NOPASSWD: ALL\n", "ann 10.0.0.0/8=NOPASSWD: ALL\n", "%:admins ALL=NOPASSWD: ALL\n",
        "ann ALL=NOPASSWD: ^/bin/.*$\n", "ann ALL=NOPASSWD: ALL\nann cl*=ALL\n",
        "ann ALL=NOTAFTER=20990101000000Z NOPASSWD: ALL\n", "ann claw.other.org=NOPASSWD: ALL\n",
        "Defaults !case_insensitive_user\nANN ALL=NOPASSWD: ALL\n",
        "Defaults !authenticate\nDefaults authenticate=1\nann ALL=ALL\n",
        "Defaults !authenticate\nDefaults ! !authenticate\nann ALL=ALL\n",
        // A line that is not understood counts for no certain server.
        "ann web=SETENV: ALL, NOTAFTER=20990101000000Z NOPASSWD: ALL\n",
        "ann ALL=SETENV :PASSWD:!ALL, NOTAFTER=20990101000000Z NOPASSWD: ALL\n",
    ])
    func `whom a network's groups and addresses mean is not known`(_ sudoers: String) async {
        guard case .unknown = await isFree(sudoers) else {
            Issue.record("told what only a network knows")
            return
        }
    }
}
