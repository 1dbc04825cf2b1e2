import Catalog
import Foundation
import Hardening
import TestPrograms
import Testing

@testable import Controls

/// A remedy changes what the evidence names: the line, the file or the path that decides.
@Suite struct DecidingPlaceTests {
    @Test(arguments: [nil, "", "X11Forwarding yes", "Match User a\n"] as [String?])
    func `a line for sshd stands before all others, in an empty or missing file too`(before: String?) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "sshd-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        if let before { try before.write(toFile: file, atomically: true, encoding: .utf8) }
        let command = try #require(Remedy(ByHand.sshd("PermitRootLogin no")).commands.first)
        let line = command.replacing("sudo sshd -t && sudo systemctl reload ssh", with: "true").replacing(
            "sudo ",
            with: ""
        )
        .replacing(SSHDirectives.main, with: file)
        #expect(try await Program.run("/bin/sh", ["-c", line]).status == 0)
        let after = try String(contentsOfFile: file, encoding: .utf8)
        #expect(after.hasPrefix("PermitRootLogin no\n"))
        #expect(before.map { $0.isEmpty || after.contains($0) } ?? true)
    }

    private static func forwarding(_ criteria: Value) throws -> Remedy {
        let origin = Origin("/etc/ssh/sshd_config.d/`reboot`.conf", line: 2)
        return try LockOutTests.remedy(
            "ssh.forbid-empty-passwords",
            [
                .logins: [
                    Record("ali", [.isAdmitted: true, .emptyPasswords: true], origins: [.emptyPasswords: origin])
                ],
                .sshDirectives: [
                    Record(
                        "permitemptypasswords",
                        [.keyword: "permitemptypasswords", .criteria: criteria, .settingValue: "yes"],
                        origins: [.settingValue: origin]
                    )
                ],
            ]
        )
    }

    @Test func `a line in a Match block is taken out there`() throws {
        let inside = try Self.forwarding("User ali")
        #expect(inside.commands.isEmpty)
        #expect(inside.text.contains("reboot.conf line 2 (Match User ali)"))
        #expect(try Self.forwarding(.unset).commands.count == 1)
    }

    @Test func `the keys that were found are closed, wherever they lie`() throws {
        let key = Record("/srv/k", [.fileMode: .mode(0o644), .fileOwner: 0], identity: [.path: "/srv/k"])
        #expect(
            try LockOutTests.remedy("ssh.protect-host-keys", [.hostKeys: [key]]).commands
                == ["sudo chown root:root /srv/k && sudo chmod 600 /srv/k"]
        )
        func exposed(_ path: String) throws -> Remedy {
            try LockOutTests.remedy(
                "ssh.protect-authorized-keys",
                [
                    .accounts: [Record("ali", [.home: "/home/ali"])],
                    .authorizedKeys: [
                        Record(
                            "keys line 1",
                            [.user: "ali", .writableByOthers: true],
                            identity: [.path: "/home/ali/.ssh/authorized_keys"],
                            origins: [.writableByOthers: Origin(path)]
                        )
                    ],
                ]
            )
        }
        #expect(try exposed("/home/ali/.ssh").commands == ["sudo chmod go-w /home/ali/.ssh"])
        let shared = try exposed("/tmp")
        #expect(shared.commands.isEmpty)
        #expect(shared.text.contains("such as /tmp,"))
    }

    @Test func `a kernel parameter is set where no later file takes it back`() throws {
        func remedy(_ file: String) throws -> Remedy {
            try LockOutTests.remedy(
                "kernel.hide-kernel-pointers",
                [
                    .sysctlFiles: [
                        Record(
                            "kernel.kptr_restrict at boot",
                            [.parameter: "kernel.kptr_restrict", .bootValue: "0"],
                            origins: [.bootValue: Origin(file, line: 3)]
                        )
                    ]
                ]
            )
        }
        #expect(try remedy("/etc/sysctl.d/99-local.conf").commands.first?.contains("tee -a \(SysctlFile.path)") == true)
        let late = try remedy("/etc/sysctl.d/zzz.conf")
        #expect(late.commands == ["sudo systemctl restart systemd-sysctl"])
        #expect(late.text.contains("/etc/sysctl.d/zzz.conf line 3"))
    }

    @Test func `a setting of apt's is changed where it is decided`() throws {
        func remedy(_ id: String, _ field: Field, _ file: String) throws -> Remedy {
            try LockOutTests.remedy(
                id,
                [.updates: [Record("unattended-upgrades", [field: 0], origins: [field: Origin(file, line: 1)])]]
            )
        }
        for (id, field) in [
            ("updates.enable-daily-list-refresh", Field.listInterval),
            ("updates.enable-daily-upgrades", .upgradeInterval),
        ] {
            let early = try remedy(id, field, "/etc/apt/apt.conf.d/20auto-upgrades")
            #expect(early.commands.first?.contains("tee -a \(AptSettings.path)") == true)
            let late = try remedy(id, field, "/etc/apt/apt.conf.d/zz")
            #expect(late.commands.isEmpty)
            #expect(late.text.contains("/etc/apt/apt.conf.d/zz line 1"))
        }
    }

    @Test(arguments: [ByHand.kernel(["a = 1"]), ByHand.apt("a = 1")])
    func `what is added to a file does not join its last line`(remedy: String) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "added-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "// without an end".write(toFile: file, atomically: true, encoding: .utf8)
        let command = try #require(Remedy(remedy).commands.first)
        let line = command.replacing(" && sudo systemctl restart systemd-sysctl", with: "").replacing("sudo ", with: "")
            .replacing(SysctlFile.path, with: file).replacing(AptSettings.path, with: file)
        #expect(try await Program.run("/bin/sh", ["-c", line]).status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").last == "a = 1")
    }
}
