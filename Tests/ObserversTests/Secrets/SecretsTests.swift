import Catalog
import Documents
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct SecretsTests {
    /// Made up, and put together at run time so that no scanner takes this file for a leak.
    private let token = "7123456789" + ":AA" + "Fq8Zk2Lw9Xb4Tn6Vc1Rm3Ys5Hd7Jg0PeUx"

    private func surface() -> CannedSurface {
        var surface = CannedSurface()
        surface.isLive = false
        surface.add("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000::/home/ada:/bin/bash\n")
        surface.add("/home/ada/app/.env", "TOKEN=x\n", mode: 0o644, owner: 1000)
        surface.add("/home/ada/app/.env.example", "TOKEN=\n")
        surface.add("/home/ada/app/docker-compose.yml", "services:\n  a:\n    environment:\n      BOT: \(token)\n")
        surface.add("/home/ada/app/config.json.bak", "{\"botToken\": \"\(token)\"}", mode: 0o600, owner: 1000)
        surface.add("/home/ada/app/openclaw-backup-1.tar.gz", "x", mode: 0o644, owner: 1000)
        surface.add("/home/ada/.ssh/id_ed25519", "x", mode: 0o600, owner: 1001)
        surface.add("/home/ada/.ssh/id_ed25519.pub", "x")
        surface.add("/home/ada/.npmrc", "prefix=/home/ada/.npm\n")
        surface.add("/home/ada/.bash_history", "ls\ncurl https://api.telegram.org/bot\(token)/getMe\n", mode: 0o600)
        surface.add("/etc/systemd/system/bot.service", "[Service]\nEnvironment=TOKEN=${TOKEN}\n")
        return surface
    }

    private func records(_ subject: Subject, _ surface: CannedSurface) async throws -> [Record] {
        let observation = await Observer(surface).observe(.facts(subject))
        guard case .state(let state) = observation else {
            Issue.record("not observed: \(observation)")
            return []
        }
        return state.records
    }

    /// Places with a secret, as `place path:line`.
    private func found(_ surface: CannedSurface) async throws -> Set<String> {
        Set(
            try await records(.secretFindings, surface).filter { record in
                if case .text = record[.findingKind] { true } else { false }
            }.map(\.name)
        )
    }

    @Test func `names files that hold secrets, with mode and owner`() async throws {
        let files = try await records(.secretFiles, surface())
        let byName = Dictionary(files.map { ($0.name, $0) }) { $1 }
        #expect(byName["/home/ada/app/.env"]?[.secretFileMode] == .mode(0o644))
        #expect(byName["/home/ada/app/.env.example"] == nil)
        #expect(byName["/home/ada/app/openclaw-backup-1.tar.gz"]?[.secretFileKind] == "archive")
        #expect(byName["/home/ada/.ssh/id_ed25519"]?[.secretFileOwnerFits] == false)
        #expect(byName["/home/ada/.ssh/id_ed25519.pub"] == nil)
        #expect(byName["/home/ada/.npmrc"] == nil, "it holds no login")
    }

    @Test func `names the place, line and kind of a secret, never the secret`() async throws {
        let records = try await records(.secretFindings, surface())
        #expect(
            try await found(surface()) == [
                "compose file /home/ada/app/docker-compose.yml:4", "backup /home/ada/app/config.json.bak:1",
                "history /home/ada/.bash_history:2",
            ]
        )
        #expect(!"\(records)".contains(token.suffix(20)))
        let compose = try #require(records.first { $0[.findingPlace] == "compose file" })
        #expect(compose[.findingKind] == "Telegram bot token")
        #expect(compose[.findingIsWorldReadable] == true)
        guard case .list(let twins) = compose[.findingTwins] else {
            Issue.record("it does not say where the same secret stands too")
            return
        }
        #expect(twins.count == 2)
    }

    @Test func `where the gateway writes the secrets of its configuration down again is looked through`() async throws {
        var surface = surface()
        let state = "/home/ada/.openclaw"
        surface.add("\(state)/openclaw.json", "{}", mode: 0o600, owner: 1000)
        let copies = [
            ("backup", "openclaw.json.last-good"), ("backup", "openclaw.json.clobbered.2026-09-01"),
            ("agent file", "agents/main/agent/models.json"), ("agent file", "agents/main/agent/auth-profiles.json"),
            ("agent file", "agents/main/agent/auth-profiles.json.migrated-1"),
            ("backup", "agents/main/agent/openclaw-agent.sqlite.pre-startup-migration-1.bak"),
            ("backup", "state/openclaw.sqlite.pre-startup-migration-1.bak"),
        ]
        for (_, name) in copies { surface.add("\(state)/\(name)", "{\"key\": \"\(token)\"}", mode: 0o600, owner: 1000) }
        surface.add("\(state)/agents/main/agent/notes.json", "{\"key\": \"\(token)\"}", mode: 0o600, owner: 1000)
        let names = try await found(surface)
        for (place, name) in copies { #expect(names.contains("\(place) \(state)/\(name):1"), "\(name)") }
        #expect(!names.contains { $0.contains("notes.json") })
    }

    @Test func `a file that cannot be looked through is unknown`() async throws {
        var surface = surface()
        surface.unreadable["/etc/crontab"] = .notPermitted("permission denied")
        let record = try #require(try await records(.secretFindings, surface).first { $0.name == "cron /etc/crontab" })
        #expect(record[.findingKind] == .unknown(.notPermitted("permission denied")))
    }

    @Test func `what the budget leaves out is unknown, once for each kind of place`() {
        var search = SecretSearch(budget: 100)
        let file = FileContent(bytes: Array("TOKEN=\(token)".utf8), status: FileStatus(mode: 0o600))
        var affordable = [search.affords(90, "backup", "/a")]
        search.look(through: file, "backup", "/a")
        affordable += [search.affords(90, "backup", "/b"), search.affords(90, "backup", "/c")]
        affordable += [search.affords(90, "log", "/d"), search.affords(10, "log", "/e")]
        #expect(affordable == [true, false, false, false, true])
        let records = search.findings()
        #expect(records.map(\.name) == ["backup /a:1", "backup /b", "log /d"])
        #expect(records.last?[.findingKind] == .unknown(.tooLarge("only 100 bytes of files are looked through")))
    }

    @Test func `a file that is too large is unknown, and the others are looked through all the same`() async throws {
        var surface = surface()
        surface.files["/home/ada/app/a.json.bak"] = FileContent(
            bytes: [UInt8](repeating: 0, count: 5 << 20),
            status: FileStatus(mode: 0o600, size: 5 << 20)
        )
        let backups = try await records(.secretFindings, surface).filter { $0[.findingPlace] == "backup" }
        #expect(backups.map(\.name) == ["backup /home/ada/app/a.json.bak", "backup /home/ada/app/config.json.bak:1"])
        #expect(backups.last?[.findingKind] == "Telegram bot token")
    }

    @Test func `user units, drop-ins, profiles and cron are looked through`() async throws {
        var surface = surface()
        let line = "Environment=BOT_TOKEN=\(token)\n"
        surface.add("/home/ada/.config/systemd/user/openclaw-gateway.service", "[Service]\n" + line)
        surface.add("/etc/systemd/system/bot.service.d/override.conf", "[Service]\n" + line)
        surface.add("/etc/systemd/system/other.service", "[Service]\nEnvironmentFile=-/etc/other.conf\n")
        surface.add("/etc/other.conf", "BOT_TOKEN=\(token)\n")
        surface.add("/home/ada/.profile", "export BOT_TOKEN=\(token)\n")
        surface.add("/etc/cron.d/bot", "* * * * * ada bot --token \(token)\n")
        surface.add("/etc/default/bot", "BOT_TOKEN=\(token)\n", mode: 0o640)
        let found = try await found(surface)
        #expect(
            found.isSuperset(of: [
                "unit /home/ada/.config/systemd/user/openclaw-gateway.service:2",
                "unit /etc/systemd/system/bot.service.d/override.conf:2", "service configuration /etc/other.conf:1",
                "shell profile /home/ada/.profile:1", "cron /etc/cron.d/bot:1",
            ])
        )
        #expect(!found.contains { $0.contains("/etc/default/bot") }, "other accounts cannot read it")
    }

    @Test func `tracked settings and addresses of remotes are looked through, tests are not`() async throws {
        var surface = surface()
        let paths = [".env", "config/app.yaml", "tests/app.yaml", "src/main.ts"]
        for path in paths { surface.add("/home/ada/app/\(path)", "token: \(token)\n") }
        surface.files["/home/ada/app/.git/index"] = FileContent(bytes: index(paths), status: FileStatus(mode: 0o644))
        surface.add(
            "/home/ada/app/.git/config",
            "[remote \"origin\"]\n\turl = https://ada:\(token.suffix(30))@git.test/x\n"
        )
        let found = try await found(surface).filter { $0.hasPrefix("git") }
        #expect(
            found == [
                "git /home/ada/app/.env:1", "git /home/ada/app/config/app.yaml:1", "git /home/ada/app/.git/config:2",
            ]
        )
    }

    /// An index of version 2, as Git writes it.
    private func index(_ paths: [String]) -> [UInt8] {
        var bytes: [UInt8] = Array("DIRC".utf8) + [0, 0, 0, 2, 0, 0, 0, UInt8(paths.count)]
        for path in paths {
            var entry = [UInt8](repeating: 1, count: 60)
            entry += [0, UInt8(path.utf8.count)]
            entry += Array(path.utf8) + [0]
            bytes += entry + [UInt8](repeating: 0, count: (8 - entry.count % 8) % 8)
        }
        return bytes
    }

    @Test func `a damaged index is unknown`() async throws {
        var surface = surface()
        surface.add("/home/ada/app/.git/index", "DIRC")
        let unknown = try await records(.secretFindings, surface).first { $0.name.hasSuffix("/.git/index") }
        guard case .unknown = unknown?[.findingKind] else {
            Issue.record("it was passed over")
            return
        }
    }

    @Test func `command lines and what docker inspect shows are looked through`() async throws {
        var surface = surface()
        surface.isLive = true
        surface.add("/proc/812/cmdline", "bot\0--token\0\(token)\0")
        surface.add("/proc/812/comm", "bot\n")
        let inspect = """
            {"Name": "/bot", "State": {"Running": true}, "Config": {"Image": "bot:1", "Env": ["PATH=/bin",
            "BOT_TOKEN=\(token)"], "Cmd": ["bot", "--token", "\(token)"], "Labels": {"note": "\(token)"}},
            "HostConfig": {}}
            """
        surface.responses["/var/run/docker.sock"] = [
            "/containers/json?all=1": Response(status: 200, body: Array(#"[{"Id": "abc"}]"#.utf8)),
            "/containers/abc/json": Response(status: 200, body: Array(inspect.utf8)),
        ]
        let found = try await found(surface)
        #expect(
            found.isSuperset(of: [
                "command line bot (process 812)", "container bot: BOT_TOKEN", "container bot: its command",
                "container bot: label note",
            ])
        )
    }

    @Test(arguments: [
        (".env", true, false), (".env~", true, true), (".env.production", true, false), ("app.env", true, false),
        (".env.example", false, false), ("env", false, false), (".env.sample.local", false, false),
        ("openclaw.json.bak", false, true), ("openclaw.json.bak.2", false, true), (".env.bak", true, true),
        ("compose.yml.old", false, true), ("notes.txt~", false, false),
    ])
    func `tells environment files and copies by their names`(_ name: String, _ environment: Bool, _ copy: Bool) {
        #expect(SecretFileNames.isEnvironment(name) == environment)
        #expect(SecretFileNames.isCopy(name) == copy)
    }

    @Test func `tells archives and tracked settings by their names`() {
        #expect(SecretFileNames.isArchive("2026-01-01-openclaw-backup.tar.gz"))
        #expect(SecretFileNames.isArchive("Backup.ZIP"))
        #expect(!SecretFileNames.isArchive("node-v22.tar.xz"))
        #expect(!SecretFileNames.isArchive("openclaw.json"))
        #expect(SecretFileNames.mayHoldSettings("deploy/latest/app.yml"))
        #expect(SecretFileNames.mayHoldSettings("config.json"))
        for path in ["package-lock.json", "a/test/x.json", "a/b/c/d/e.json", "src/x.ts", "config.example.json"] {
            #expect(!SecretFileNames.mayHoldSettings(path), "\(path)")
        }
    }
}
