import Catalog
import MachineTesting
import Surface
import Testing

@testable import Commands

@Suite struct OpenClawDirectoriesTests {
    private func checked(_ named: String, isLive: Bool = true) async throws -> [String] {
        var surface = CannedSurface(files: ["/home/claw/.openclaw/openclaw.json": "{}", "/.openclaw/openclaw.json": ""])
        surface.isLive = isLive
        surface.unreadable["/root/.openclaw"] = .notPermitted("permission denied")
        return try await OpenClawDirectories.checked([named], on: surface, from: "/home/claw")
    }

    @Test(arguments: [".openclaw", "./.openclaw/", "/home/claw/.openclaw", "../claw/.openclaw"])
    func `a relative directory begins where the command was given`(_ named: String) async throws {
        #expect(try await checked(named) == ["/home/claw/.openclaw"])
    }

    @Test func `of a system in a directory it begins at its root`() async throws {
        #expect(try await checked(".openclaw", isLive: false) == ["/.openclaw"])
    }

    @Test(arguments: [
        ("nowhere", "there is no such directory"), (".openclaw/openclaw.json", "--openclaw /home/claw/.openclaw"),
        ("/root/.openclaw", "permission denied"),
    ]) func `anything else is an error that says what is there`(_ named: String, _ words: String) async throws {
        let error = await #expect(throws: ConfigurationError.self) { try await checked(named) }
        #expect(error?.description.contains(words) == true)
    }
}
