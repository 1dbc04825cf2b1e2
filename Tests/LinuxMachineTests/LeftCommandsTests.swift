import Glibc
import Surface
import Testing

@testable import LinuxMachine

@Suite struct LeftCommandsTests {
    @Test func `what carries the mark is ended with all that it started, and nothing else is`() async throws {
        let surface = try LiveSurface()
        let name = "5\(Int.random(in: 100_000...999_999))"
        // As docker starts its docker-compose: in a session of its own, and waits for it.
        let nested = ["-c", "setsid sleep \(name) & wait"]
        async let left = surface.run(
            Command("sh", nested, timeout: 300, environment: LeftCommands.marked)
        )
        async let other = surface.run(Command("sleep", ["3"], timeout: 300))
        func isThere() async throws -> Bool {
            try await LiveSurface().run(Command("pgrep", ["-f", "^sleep \(name)$"], timeout: 120)).content?.status == 0
        }
        for _ in 0..<600 {
            if try await isThere() { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await isThere())
        LeftCommands.end()
        #expect(try await !isThere())
        #expect(LeftCommands.processes().isEmpty)
        #expect(await left.content?.status == 128 + Int(SIGKILL))
        #expect(await other.content?.status == 0)
    }
}
