import Hardening
import MachineTesting
import Testing

@testable import Observers

@Suite struct AdvisoryTests {
    @Test func `every line of the table is read`() {
        #expect(Advisory.all.count == 520)
        #expect(Set(Advisory.all.map(\.severity)).isSubset(of: ["critical", "high", "medium", "low", "not rated"]))
    }

    private func advisory(_ identifier: String) throws -> Advisory {
        try #require(Advisory.all.first { $0.identifier == identifier })
    }

    @Test func `the fixed version and later ones are not affected`() throws {
        let takeover = try advisory("CVE-2026-25253")
        #expect(takeover.affects(OpenClawVersion(2026, 1, 28)) == true)
        #expect(takeover.affects(OpenClawVersion(2026, 1, 29)) == false)
        #expect(takeover.affects(OpenClawVersion(2026, 10, 1)) == false)
    }

    @Test func `versions before it came in are not affected`() throws {
        let hooks = try advisory("CVE-2026-28456")
        #expect(hooks.affects(OpenClawVersion(2026, 1, 4)) == false)
        #expect(hooks.affects(OpenClawVersion(2026, 1, 5)) == true)
    }

    @Test func `an extended-stable build cannot be told`() throws {
        let late = try advisory("CVE-2026-100574")
        #expect(late.affects(OpenClawVersion(2026, 7, 33)) == nil)
        #expect(late.affects(OpenClawVersion(2026, 9, 33)) == false)
    }

    @Test func `where only the latest possible fix is known, older versions cannot be told`() throws {
        let vague = try #require(Advisory.all.first { $0.isInferred })
        #expect(vague.affects(OpenClawVersion(2026, 1, 1)) == nil)
        #expect(vague.affects(OpenClawVersion(2027, 1, 1)) == false)
    }

    @Test func `a version that nothing names is no clean bill`() async {
        let observer = Observer(CannedSurface(files: ["/root/.openclaw/openclaw.json": "{}"]))
        guard case .state(let state) = await observer.observe(.facts(.openclawAdvisories)) else {
            Issue.record("unreadable")
            return
        }
        #expect(state.records.count == 1)
        if case .unknown = state.records.first?[.isAffected] {} else { Issue.record("said more than it knows") }
    }
}
