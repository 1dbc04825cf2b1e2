import Hardening
import MachineTesting
import Testing

@testable import Observers

@Suite struct SecretsTests {
    /// Made up, and put together at run time so that no scanner takes this file for a leak.
    private let token = "7123456789" + ":AA" + "Fq8Zk2Lw9Xb4Tn6Vc1Rm3Ys5Hd7Jg0PeUx"

    private func surface() -> CannedSurface {
        var surface = CannedSurface()
        surface.add("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000::/home/ada:/bin/bash\n")
        surface.add("/home/ada/app/.env", "TOKEN=x\n", mode: 0o644, owner: 1000)
        surface.add("/home/ada/app/.env.example", "TOKEN=\n")
        surface.add("/home/ada/app/docker-compose.yml", "services:\n  a:\n    environment:\n      BOT: \(token)\n")
        surface.add("/home/ada/app/openclaw.json.bak", "{\"botToken\": \"\(token)\"}", mode: 0o600, owner: 1000)
        surface.add("/home/ada/.ssh/id_ed25519", "x", mode: 0o600, owner: 1001)
        surface.add("/home/ada/.ssh/id_ed25519.pub", "x")
        surface.add("/home/ada/.bash_history", "ls\ncurl https://api.telegram.org/bot\(token)/getMe\n", mode: 0o600)
        surface.add("/etc/systemd/system/bot.service", "[Service]\nEnvironment=TOKEN=${TOKEN}\n")
        return surface
    }

    @Test func `names files that hold secrets, with mode and owner`() async throws {
        guard case .state(let state) = await Observer(surface()).observe(.facts(.secretFiles)) else {
            Issue.record("not observed")
            return
        }
        let byName = Dictionary(state.records.map { ($0.name, $0) }) { $1 }
        #expect(byName["/home/ada/app/.env"]?[.secretFileMode] == .mode(0o644))
        #expect(byName["/home/ada/app/.env.example"] == nil)
        #expect(byName["/home/ada/.ssh/id_ed25519"]?[.secretFileOwnerFits] == false)
        #expect(byName["/home/ada/.ssh/id_ed25519.pub"] == nil)
    }

    @Test func `names the place, line and kind of a secret, never the secret`() async throws {
        guard case .state(let state) = await Observer(surface()).observe(.facts(.secretFindings)) else {
            Issue.record("not observed")
            return
        }
        let found = Set(state.records.map { "\($0.name) \($0[.findingPlace]) \($0[.findingKind])" })
        #expect(
            found == [
                "/home/ada/app/docker-compose.yml:4 compose file Telegram bot token",
                "/home/ada/app/openclaw.json.bak:1 backup Telegram bot token",
                "/home/ada/.bash_history:2 history Telegram bot token",
            ]
        )
        #expect(!"\(state.records)".contains(token.suffix(20)))
    }

    @Test func `a file that cannot be looked through is unknown`() async throws {
        var surface = surface()
        surface.unreadable["/etc/crontab"] = "permission denied"
        guard case .state(let state) = await Observer(surface).observe(.facts(.secretFindings)) else {
            Issue.record("not observed")
            return
        }
        let record = try #require(state.records.first { $0.name == "/etc/crontab" })
        #expect(record[.findingKind] == .unknown("permission denied"))
    }
}
