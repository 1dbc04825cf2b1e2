@testable import Guard
import Exchanges
import Glibc
import Testing

/// What may lie in the directory of the state, and whose it is.
@Suite struct StateTests {
    private func directory() -> String {
        let path = "/tmp/nacre-state-\(UInt64.random(in: 0...UInt64.max))"
        _ = unsafe mkdir(path, 0o700)
        return path
    }

    @Test func twoGuardsDoNotShareOne() async throws {
        let state = directory()
        let upstream = try StandIn { _ in StandIn.said("fine") }
        let first = try await LiveGuard(upstream.port, key: "", state: state)
        do {
            let second = try await LiveGuard(upstream.port, key: "", state: state)
            Issue.record("both run")
            try await second.end()
        } catch {
            #expect("\(error)".contains("\(state): another nacre-guard keeps its state there"), "\(error)")
        }
        #expect(try first.ask().text.contains("fine"))
        try await first.end()
        let third = try await LiveGuard(upstream.port, key: "", state: state)
        #expect(third.server.service.use(of: "main").use.requests == 1)
        try await third.end()
    }

    @Test(
        "a database that others could have written is put aside",
        arguments: ["linked", "opened", "of others", "log opened"]
    )
    func foreign(kind: String) throws {
        let state = directory()
        let path = state + "/guard.db"
        let file = try LedgerFile(path, waiting: 0)
        try file.write([.init(agent: "main", minute: Ledger.time / 60, use: .init(requests: 1, tokens: 5))], [])
        switch kind {
        case "linked":
            _ = unsafe rename(path, path + ".other")
            unsafe symlink(path + ".other", path)
        case "opened": unsafe chmod(path, 0o606)
        case "log opened": unsafe chmod(path + "-wal", 0o620)
        default: if unsafe chown(path, 65534, 65534) != 0 { return }
        }
        let ledger = Ledger(state)
        let counting = Ledger.Counting(restore: { _ in Issue.record("it was read") }, refill: {}, tell: { _, _ in })
        ledger.write(counting)
        #expect(ledger.failure != nil)
        ledger.write(counting)
        #expect(ledger.failure == nil)
        #expect(try LedgerFile(path, waiting: 0).usage(since: 0).isEmpty)
        ledger.end(counting)
    }
}
