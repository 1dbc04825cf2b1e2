import Catalog
import Hardening
import MachineTesting
import Surface
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

    @Test func `where it came in is taken from the affected range, too`() throws {
        let late = try advisory("GHSA-553v-f69r-656j")
        #expect(late.affects(OpenClawVersion(2026, 2, 21)) == false)
        #expect(late.affects(OpenClawVersion(2026, 2, 24)) == true)
    }

    @Test func `a weakness of another package could not be determined from OpenClaw's version`() throws {
        let feishu = try #require(Advisory.all.first { $0.package == "@openclaw/feishu" })
        #expect(feishu.affects(OpenClawVersion(2026, 6, 8)) == nil)
        #expect(feishu.doubt.why.contains("@openclaw/feishu"))
        #expect(feishu.affects(OpenClawVersion(2026, 6, 9)) == false)
    }

    /// Counted by another program over the list that the table was made of.
    @Test(
        arguments: [
            ("2026.1.14", 407, 81), ("2026.1.29-1", 412, 81), ("2026.2.13", 379, 81), ("2026.2.22-2", 252, 81),
            ("2026.2.24-beta.1", 236, 81), ("2026.3.13", 147, 81), ("2026.3.31", 116, 80),
            ("2026.4.19-beta.2", 62, 56), ("2026.5.20", 18, 55), ("2026.6.10", 4, 54), ("2026.8.1", 1, 0),
            ("2026.9.4", 0, 0), ("2026.10.6", 0, 0),
        ]
    )
    func `as many apply as by another count`(_ version: String, _ surely: Int, _ perhaps: Int) throws {
        let version = try #require(OpenClawVersion(version))
        let found = Advisory.all.filter { $0.affects(version) == true }.map(\.identifier)
        let open = Advisory.all.filter { $0.affects(version) == nil }.map(\.identifier)
        #expect([Set(found).count, Set(open).count] == [surely, perhaps])
    }

    @Test func `an extended-stable build could not be determined`() throws {
        let late = try advisory("CVE-2026-100574")
        #expect(late.affects(OpenClawVersion(2026, 7, 33)) == nil)
        #expect(late.affects(OpenClawVersion(2026, 9, 33)) == false)
    }

    @Test func `where only the latest possible fix is known, older versions could not be determined`() throws {
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
