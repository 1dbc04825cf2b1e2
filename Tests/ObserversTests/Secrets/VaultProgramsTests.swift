import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// The programs that gateways start to ask the vault.
@Suite struct VaultProgramsTests {
    private static let path = "/opt/nacre/clients/claw/nacre-secret"
    private static let pin = "/var/lib/nacre/launchers/claw"

    private func server(_ runs: String = "account", _ change: (inout CannedSurface) -> Void = { _ in }) -> CannedSurface
    {
        let home = runs == "account" ? "clients" : "container-clients"
        let path = "/opt/nacre/\(home)/claw/nacre-secret"
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\n",
            "/etc/nacre/vault-clients.yaml":
                "clients:\n  claw:\n    runs: \(runs)\n    account: 1000\n    group: 1000\n    secrets: [a]\n",
            Self.pin: "program",
        ])
        surface.add(path, "program", mode: 0o555, owner: 1000)
        surface.directories["/opt/nacre/container-clients"] = 0o700
        if runs == "account" { surface.immutable = [path] }
        change(&surface)
        return surface
    }

    private func record(_ surface: CannedSurface) async throws -> Record {
        try #require(try await Observer(surface).vaultPrograms.secretPrograms()?.first)
    }

    @Test(arguments: ["account", "container"])
    func `what was installed is as it was`(_ runs: String) async throws {
        let found = try await record(server(runs))
        #expect(found[.programContent] == "as installed" && found[.programOwnerFits] == true)
        #expect(
            found[.programMode] == .mode(0o555) && found[.programIsKept] == true && found[.programWay] == "root alone"
        )
    }

    @Test func `other bytes, another owner, a lost flag and a file that is gone are seen`() async throws {
        #expect(
            try await record(server { $0.add(Self.path, "evil", mode: 0o555, owner: 1000) })[.programContent]
                == "changed"
        )
        #expect(try await record(server { $0.add(Self.path, "program", owner: 7) })[.programOwnerFits] == false)
        #expect(try await record(server { $0.immutable = [] })[.programIsKept] == false)
        let gone = try await record(server { $0.files[Self.path] = nil })
        #expect(gone[.programContent] == "gone")
        let linked = try await record(server { $0.links[Self.path] = "/home/claw/x" })
        #expect(linked[.programContent] == "changed")
    }

    @Test func `whoever writes to a directory on the way exchanges it`() async throws {
        let owned = try await record(server { $0.owners["/opt/nacre/clients/claw"] = 1000 })
        #expect(owned[.programWay] == "whoever writes to /opt/nacre/clients/claw")
        let open = try await record(server { $0.directories["/opt"] = 0o777 })
        #expect(open[.programWay] == "whoever writes to /opt")
    }

    @Test func `a container's own is kept by the directory above, which must be root's alone`() async throws {
        let open = try await record(server("container") { $0.directories["/opt/nacre/container-clients"] = 0o755 })
        #expect(open[.programIsKept] == false)
    }

    @Test func `without a copy the installed original counts, and without either nothing is known`() async throws {
        let same = try await record(
            server {
                $0.files[Self.pin] = nil
                $0.add("/usr/lib/nacre/nacre-secret", "program")
            }
        )
        #expect(same[.programContent] == "as installed")
        for change: @Sendable (inout CannedSurface) -> Void in [
            { $0.files[Self.pin] = nil },
            { $0.add(Self.pin, "program", mode: 0o666) },
            { $0.add(Self.pin, "program", owner: 1000) },
        ] {
            let found = try await record(server("account", change))
            guard case .unknown = found[.programContent] else { return #expect(Bool(false), "\(found)") }
        }
    }

    @Test func `nobody enrolled is nothing, and a list that is not understood is unknown`() async throws {
        let none = CannedSurface(files: ["/etc/passwd": ""])
        #expect(try await Observer(none).vaultPrograms.secretPrograms() == nil)
        for text in [
            "clients: 3", "other: {}", "clients: {a: {runs: moon, account: 1}}",
            "clients: {../a: {runs: account, account: 1}}", "[",
        ] {
            let surface = server { $0.add("/etc/nacre/vault-clients.yaml", text) }
            await #expect(throws: (any Error).self, "\(text)") {
                try await Observer(surface).vaultPrograms.secretPrograms()
            }
        }
    }
}
