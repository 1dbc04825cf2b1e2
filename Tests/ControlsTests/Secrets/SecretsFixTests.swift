import Catalog
import Controls
import Hardening
import MachineTesting
import Surface
import Testing

@Suite struct SecretsFixTests {
    private func server(_ change: (inout CannedSurface) -> Void = { _ in }) -> CannedServer {
        var surface = CannedSurface()
        surface.add("/etc/passwd", "root:x:0:0::/root:/bin/bash\nada:x:1000:1000::/home/ada:/bin/bash\n")
        surface.add("/home/ada/app/.env", "TOKEN=x\n", mode: 0o644)
        surface.add("/home/ada/app/openclaw-backup.tar.gz", "x", mode: 0o666)
        surface.add("/home/ada/.ssh/id_ed25519", "x", mode: 0o640, owner: 1001)
        surface.add("/home/ada/.aws/credentials", "x", mode: 0o644, owner: 1000)
        surface.add("/home/ada/.bash_history", "ls\n", mode: 0o644, owner: 1000)
        surface.add("/etc/ssl/private/a.key", "x", mode: 0o2644)
        change(&surface)
        return CannedServer(.secrets, surface)
    }

    @Test func `files that others read are closed, given back, and the second plan is empty`() async throws {
        var server = server()
        let plan = try await server.apply()
        // The directories of this surface keep their mode whatever is put.
        #expect(try await server.plan().changes.map(\.resource) == [.permissions("/etc/ssl/private")])
        let after = await server.snapshot()
        for control in server.controls where control.id != "secrets.protect-tls-directories" {
            #expect(control.audit(after).verdict != .drifted, "\(control.id)")
        }
        let key = server.surface.files["/home/ada/.ssh/id_ed25519"]?.status
        #expect(key?.mode == 0o600 && key?.owner == 1000)
        // Bits that say nothing of who reads stay.
        #expect(server.surface.files["/etc/ssl/private/a.key"]?.status.mode == 0o2640)
        #expect(plan.changes.allSatisfy { if case .permissions = $0.resource { true } else { false } })
    }

    @Test func `what a link leads to is closed, and a device is no secret`() async throws {
        let link = "/etc/letsencrypt/live/a.example/privkey.pem"
        let server = server { surface in
            surface.files[link] = FileContent(bytes: [], status: FileStatus(mode: 0o644, isLink: true))
            surface.links[link] = "../../archive/a.example/privkey1.pem"
            surface.add("/etc/letsencrypt/archive/a.example/privkey1.pem", "x", mode: 0o644)
            surface.files["/home/ada/.bash_history"] = FileContent(
                bytes: [],
                status: FileStatus(kind: .device, mode: 0o666, isLink: true)
            )
            surface.links["/home/ada/.bash_history"] = "/dev/null"
        }
        let resources = try await server.plan().changes.map(\.resource)
        #expect(resources.contains(.permissions("/etc/letsencrypt/archive/a.example/privkey1.pem")))
        #expect(!resources.contains(.permissions(link)))
        #expect(!resources.contains(.permissions("/dev/null")))
        #expect(await server.verdict("secrets.protect-histories") == .notApplicable)
    }

    @Test func `a file that has a second name is not given away`() async throws {
        let path = "/home/ada/.ssh/id_ed25519"
        let server = server { surface in
            surface.files[path] = FileContent(bytes: [], status: FileStatus(mode: 0o600, owner: 1001, names: 2))
        }
        let plan = try await server.plan()
        #expect(plan.advice.contains { $0.control == "secrets.set-secret-file-owner" && $0.text.contains(path) })
        #expect(!plan.changes.contains { $0.resource == .permissions(path) })
    }

    @Test func `a secret in the wrong place is named with its line and kind, never shown`() async throws {
        let token = "7123456789" + ":AA" + "Fq8Zk2Lw9Xb4Tn6Vc1Rm3Ys5Hd7Jg0PeUx"
        let server = server { surface in
            surface.add("/srv/app/docker-compose.yml", "services:\n  a:\n    environment:\n      BOT: \(token)\n")
        }
        let plan = try await server.plan()
        let advice = try #require(plan.advice.first { $0.control == "secrets.keep-secrets-out-of-compose-files" })
        #expect(advice.text.contains("/srv/app/docker-compose.yml:4 (Telegram bot token)"))
        #expect(!advice.text.contains(token))
    }
}
