import Catalog
import Hardening
import MachineTesting
import TestPrograms
import Testing

@testable import Controls

/// What is printed as a command runs as it stands; everything else is a sentence.
@Suite struct RemedyTests {
    private static let controls = Profile.builtIn.flatMap { ControlList.controls(for: $0) }

    /// What stands for something that only a person or the server knows.
    private static func placeholder(in command: String) -> String? {
        let names: Set = [
            "ACCOUNT", "ADDRESS", "CHANNEL", "FILE", "GROUP", "ID", "KEY", "NAME", "ORIGIN", "PATH", "PORT",
            "PROXY_ADDRESS",
            "UNIT", "VALUE", "YOUR", "YOUR_ADDRESS",
        ]
        if command.contains("…") || command.contains(/\{[A-Z_]+\}/) { return command }
        return command.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init).first(where: names.contains)
    }

    @Test func `no sentence begins or hides a command`() {
        for control in Self.controls {
            for case .words(let words) in Remedy(control.fix.byHand).steps {
                let programs = ["apt", "chmod", "chown", "echo", "ip", "nft", "sed", "ssh", "systemctl", "tee", "ufw"]
                #expect(!programs.contains { words.lowercased().contains("sudo \($0)") }, "\(control.id): \(words)")
                #expect(!words.contains("openclaw config set "), "\(control.id): \(words)")
                #expect(!words.contains("--strict-json"), "\(control.id): \(words)")
            }
        }
    }

    @Test func `what is found fills in every command that is printed, in each drifted example`() {
        var commands: Set<String> = []
        for control in Self.controls {
            for example in control.examples where example.answer == .drifted {
                let seen = control.resources.map { ($0, Observation.state(example.input[$0] ?? .absent)) }
                let fault = Fault(control, .standalone, on: Snapshot(Dictionary(uniqueKeysWithValues: seen)))
                for command in control.fix.remedy(for: fault).commands {
                    #expect(Self.placeholder(in: command) == nil, "\(control.id): \(command)")
                    commands.insert(command)
                }
            }
        }
        #expect(commands.count > 100)
    }

    @Test func `a shell reads each command`() async throws {
        let commands = Set(Self.controls.flatMap { Remedy($0.fix.words).commands })
        let script = commands.sorted().map { "if false; then \($0)\nfi" }.joined(separator: "\n")
        let output = try await Program.run("/bin/sh", ["-n", "-c", script])
        #expect(output.status == 0, "\(output.errors)")
    }

    private static func remedy(
        _ byHand: String,
        _ subject: Subject,
        _ records: [Record],
        _ others: [Resource: State] = [:]
    )
        -> Remedy
    {
        let nothing = Requirement.none(subject, where: .always, "nothing of it")
        let control = Control.madeUp(nothing, fix: .manual(byHand, because: "Why."))
        let states = others.merging([.facts(subject): .records(records)]) { $1 }
        return control.fix.remedy(for: Fault(control, .standalone, on: Snapshot(states.mapValues { .state($0) })))
    }

    private static func file(_ path: String) -> Record { Record(path, identity: [.path: .text(path)]) }

    @Test func `a command is printed for each thing that was found, and beyond five they are counted`() {
        let files = (1...7).map { Self.file("/srv/\($0)") }
        let steps = Self.remedy("`sudo chmod 600 {PATH}`", .secretFiles, files).steps
        #expect(steps.count == 6)
        #expect(steps.first == .command("sudo chmod 600 /srv/1"))
        #expect(steps.last == .words("And 2 more of the same kind."))
    }

    @Test func `a name that means something to a shell is quoted, and one that cannot be seen is told in words`() {
        let odd = Self.file("/srv/a b; rm -rf $(x) 'y'")
        #expect(
            Self.remedy("`sudo chmod 600 {PATH}`", .secretFiles, [odd]).commands
                == [#"sudo chmod 600 '/srv/a b; rm -rf $(x) '\''y'\'''"#]
        )
        let hidden = Self.file("/srv/a\u{202E}b")
        #expect(Self.remedy("`sudo chmod 600 {PATH}`", .secretFiles, [hidden]).commands == [])
        let flag = Record("a", [.user: "-rf"])
        #expect(Self.remedy("`sudo passwd -l {ACCOUNT}`", .accounts, [flag]).commands == [])
        // Inside of quotation marks it would end them.
        let channel = Record("x", [.archiveOrigin: "a'; reboot; '"])
        #expect(Self.remedy("`echo 'origin={ORIGIN}'`", .updateOrigins, [channel]).commands == [])
    }

    @Test func `openclaw is run as who runs the gateway, in its container, or for its own state directory`() {
        func installation(_ directory: String, _ fields: [Field: Value]) -> Record {
            Record(
                directory,
                fields,
                identity: [.installation: .text(directory)],
                origins: directory == "/srv/c" ? [:] : [.openclawVersion: Origin("/usr/lib/openclaw/package.json")]
            )
        }
        func remedyOf(_ installations: [Record]) -> Remedy {
            Self.remedy(
                "`openclaw config set commands.bash false`",
                .openclawSettings,
                installations.map { installation($0.name, [:]) },
                [.facts(.openclaw): .records(installations)]
            )
        }
        func commands(_ installations: [Record]) -> [String] { remedyOf(installations).commands }
        #expect(
            commands([installation("/home/claw/.openclaw", [.gatewayAccount: "claw"])])
                == ["sudo -iu claw openclaw config set commands.bash false"]
        )
        #expect(
            commands([
                installation("/srv/a", [.gatewayAccount: "claw"]),
                installation("/srv/b", [.openclawContainer: "openclaw-gateway"]),
            ]) == [
                "sudo -iu claw env OPENCLAW_STATE_DIR=/srv/a openclaw config set commands.bash false",
                "sudo docker exec openclaw-gateway openclaw config set commands.bash false",
            ]
        )
        // Whose it is, is not known: no command that would change another one.
        #expect(commands([installation("/srv/a", [:])]) == [])
        // One of them can be told, and the other is not passed over.
        let both = remedyOf([
            installation("/srv/a", [:]), installation("/home/claw/.openclaw", [.gatewayAccount: "claw"]),
        ])
        #expect(both.commands == ["sudo -iu claw openclaw config set commands.bash false"])
        #expect(both.text.contains("The others, as the account that runs the gateway there"))
        // No program was found that it could be told to.
        #expect(commands([installation("/srv/c", [.gatewayAccount: "claw"])]) == [])
    }

    /// A file of fail2ban with a section twice keeps fail2ban from starting: whoever carries out two remedies must not
    /// end with one.
    @Test func `no two remedies put a section into one file of fail2ban`() {
        var sections: [String: Set<String>] = [:]
        for control in Self.controls {
            for command in Remedy(control.fix.byHand).commands where command.contains("/etc/fail2ban/") {
                #expect(!command.contains("tee -a"), "\(control.id): \(command)")
                for match in command.matches(of: /tee (\/etc\/fail2ban\/[^ ]+)/) {
                    sections[String(match.1), default: []].insert(command)
                }
            }
        }
        #expect(sections.count > 5)
    }

    @Test func `a home that is left of an account makes no command for that account`() {
        let owner = "`sudo chown -R {OWNER}: {PATH}`"
        let record = Record(
            "/home/gone/.openclaw/file",
            [.installation: "/home/gone/.openclaw"],
            identity: [.path: "/home/gone/.openclaw/file"]
        )
        let installations: State = .records([Record("/home/gone/.openclaw", [.installation: "/home/gone/.openclaw"])])
        func commands(_ name: String) -> [String] {
            let accounts: State = .records([Record(name, [.home: .text("/home/\(name)")])])
            return Self.remedy(
                owner,
                .openclawFiles,
                [record],
                [.facts(.openclaw): installations, .facts(.accounts): accounts]
            ).commands
        }
        #expect(commands("gone") == ["sudo chown -R gone: /home/gone/.openclaw/file"])
        #expect(commands("other") == [])
    }

    @Test func `no command needs a program that is not there`() {
        // What the command installs is there when it is run.
        let boot = Self.controls.first { $0.id == "firewall.restore-rules-at-boot" }
        let installing = boot.map { $0.fix.remedy(for: Fault($0, .standalone, on: Snapshot([:])), missing: ["ufw"]) }
        #expect(installing?.commands.contains("sudo ufw allow 22/tcp") == true)
        let rules = Self.controls.first { $0.id == "firewall.load-ufw-rules" }
        let reloading = rules.map { $0.fix.remedy(for: Fault($0, .standalone, on: Snapshot([:])), missing: ["ufw"]) }
        #expect(reloading?.commands == [])
        // Without systemd a setting is made all the same.
        let kernel = Self.controls.first { $0.id == "kernel.enable-syn-cookies" }
        let setting = kernel.map {
            $0.fix.remedy(for: Fault($0, .standalone, on: Snapshot([:])), missing: ["systemctl"])
        }
        #expect(
            setting?.commands == [
                "printf '\\n%s\\n' 'net.ipv4.tcp_syncookies = 1' | sudo tee -a /etc/sysctl.d/zz-nacre.conf"
            ]
        )
    }
}
