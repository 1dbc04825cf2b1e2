import Catalog
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct CannedLinesTests {
    private func texts(_ lines: Lines?) async throws -> [String] {
        var found: [String] = []
        for try await line in try #require(lines) { found.append(line.text) }
        return found
    }

    @Test func `gives the lines of a canned file, and refuses what is none`() async throws {
        var surface = CannedSurface(files: ["/var/log/a": "one\ntwo\nthree"])
        #expect(try await texts(surface.lines(of: "/var/log/a", from: 4, limit: 3)) == ["two", "thr"])
        #expect(try surface.lines(of: "/var/log/b", from: 0, limit: 3).map { _ in true } == nil)
        surface.unreadable["/var/log/c"] = .notPermitted("permission denied")
        #expect(throws: Unknown.notPermitted("permission denied")) {
            try surface.lines(of: "/var/log/c", from: 0, limit: 3)
        }
        surface.files["/run/fifo"] = FileContent(bytes: [], status: FileStatus(kind: .fifo, mode: 0o600))
        #expect(throws: Unknown.malformed("/run/fifo is not a regular file but a fifo")) {
            try surface.lines(of: "/run/fifo", from: 0, limit: 3)
        }
    }

    @Test func `gives the lines that a plan leaves`() async throws {
        let base = CannedSurface(files: ["/etc/a": "now\n", "/etc/b": "kept\n", "/etc/c": "gone\n"])
        let planned = PlannedSurface(
            ["/etc/a": .file(State.File(Array("then\n".utf8), mode: 0o644)), "/etc/c": .absent],
            over: base
        )
        #expect(try await texts(planned.lines(of: "/etc/a", from: 0, limit: 9)) == ["then"])
        #expect(try await texts(planned.lines(of: "/etc/b", from: 0, limit: 9)) == ["kept"])
        #expect(try await planned.lines(of: "/etc/c", from: 0, limit: 9).map { _ in true } == nil)
    }
}
