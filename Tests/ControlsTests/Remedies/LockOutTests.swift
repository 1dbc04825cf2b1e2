import Catalog
import Hardening
import Testing

@testable import Controls

/// No command that is printed locks people out, whatever the server looks like.
@Suite struct LockOutTests {
    private static let controls = Profile.builtIn.flatMap { ControlList.controls(for: $0) }

    static func remedy(_ id: String, _ states: [Subject: [Record]], missing: Set<String> = []) throws -> Remedy {
        let control = try #require(controls.first { $0.id == id })
        let seen = states.map { (Resource.facts($0), Observation.state(.records($1))) }
        let fault = Fault(control, .standalone, on: Snapshot(Dictionary(uniqueKeysWithValues: seen)))
        return control.fix.remedy(for: fault, missing: missing)
    }

    @Test func `what closes a firewall is typed by a person who keeps a session open`() {
        let closing = [
            "ufw enable", "ufw default deny incoming", "netfilter-persistent save", "-P INPUT DROP", "xargs",
        ]
        for control in Self.controls {
            let fault = Fault(control, .standalone, on: Snapshot([:]))
            for command in Remedy(control.fix.byHand).commands + control.fix.remedy(for: fault).commands {
                #expect(!closing.contains { command.contains($0) }, "\(control.id): \(command)")
            }
        }
    }

    @Test(arguments: ["firewall.restore-rules-at-boot", "firewall.drop-input-ipv4"])
    func `the ports on which SSH answers are let in first`(id: String) throws {
        let known = try Self.remedy(id, [.sshServer: [Record("sshd", [.sshPorts: ["2022"]])]])
        #expect(known.commands.contains("sudo ufw allow 2022/tcp"))
        let unknown = try Self.remedy(id, [.sshServer: [Record("sshd", [.sshPorts: .unknown(.failed("no"))])]])
        #expect(unknown.text.contains("every port on which SSH answers here"))
        #expect(known.commands.first == "sudo nacre apply --layer firewall")
        guard case .words(let last)? = known.steps.last else {
            Issue.record("the last step is no sentence")
            return
        }
        #expect(last.contains("a session that stays open"))
    }

    @Test func `what is told of the rules at boot fits what loads them`() throws {
        func remedy(_ loader: String, missing: Set<String> = []) throws -> Remedy {
            try Self.remedy(
                "firewall.store-default-drop-ipv4",
                [
                    .firewallPersistence: [Record(loader, [.loadsAtBoot: true, .storedIPv4Input: "accepted"])],
                    .sshServer: [Record("sshd", [.sshPorts: ["2022"]])],
                ],
                missing: missing
            )
        }
        let tables = try remedy("nftables")
        #expect(tables.commands == ["sudo nacre apply --layer firewall", "sudo nft -c -f /etc/nftables.conf"])
        #expect(!tables.text.contains("ufw") && !tables.text.contains("netfilter-persistent"))
        #expect(tables.text.contains("2022"))
        #expect(try remedy("ufw").commands.last == "sudo ufw allow 2022/tcp")
        #expect(try remedy("ufw", missing: ["ufw"]).commands == ["sudo nacre apply --layer firewall"])
        let saved = try remedy("netfilter-persistent")
        #expect(saved.commands == ["sudo nacre apply --layer firewall"])
        #expect(saved.text.contains("type as root netfilter-persistent save"))
    }

    @Test(arguments: [
        "ssh.disable-password-login", "ssh.disable-keyboard-interactive-login", "ssh.restrict-root-login",
    ])
    func `no command turns off a login where nobody has a key`(id: String) throws {
        let login = Record(
            "root from a public address",
            [
                .user: "root", .uid: 0, .isAdmitted: true, .passwordLogin: true, .keyboardInteractiveLogin: true,
                .rootLogin: "yes", .keyLogin: true, .fromAddress: "203.0.113.7",
            ]
        )
        let root = Record("root", [.uid: 0, .canLogIn: true, .hasPassword: true])
        let operatorAccount = Record("ali", [.uid: 1000, .canLogIn: true, .hasPassword: true])
        var theirs = login
        theirs.name = "ali from a public address"
        theirs.fields.merge([.user: "ali", .uid: 1000]) { $1 }
        func remedy(_ keys: [Record]) throws -> Remedy {
            try Self.remedy(
                id,
                [
                    .accounts: [root, operatorAccount], .logins: [login, theirs], .authorizedKeys: keys, .sudoRules: [],
                    .sshServer: [Record("sshd", [.userKeyAlgorithms: ["ssh-ed25519"], .strictModes: true])],
                    .operatorSession: [], .sshDirectives: [],
                ]
            )
        }
        let bare = try remedy([])
        #expect(bare.commands.isEmpty)
        #expect(bare.text.contains("ssh-copy-id"))
        let key = Record(
            "/home/ali/.ssh/authorized_keys line 1",
            [
                .user: "ali", .keyType: "ssh-ed25519", .writableByOthers: false, .keyOptions: [], .keySources: .unset,
                .isExpiredKey: false,
            ]
        )
        #expect(try remedy([key]).commands.count == 1)
        // Who has a key cannot be told: nothing to copy and run.
        #expect(try Self.remedy(id, [.logins: [login]]).commands.isEmpty)
    }
}
