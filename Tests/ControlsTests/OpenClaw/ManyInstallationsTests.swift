import Catalog
import Controls
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// More state directories than are read: anybody can make some.
@Suite struct ManyInstallationsTests {
    private static func surface(_ others: Int) -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\nbob:x:1001:1001::/home/bob:/bin/bash\n",
            "/root/.openclaw/openclaw.json": #"{"gateway": {"bind": "lan", "auth": {"mode": "none"}}}"#,
        ])
        surface.owners["/home/bob"] = 1001
        for number in 0..<others {
            let directory = "/home/bob/.openclaw-\(number)"
            surface.owners[directory] = 1001
            surface.add("\(directory)/openclaw.json", "{}", mode: 0o600, owner: 1001)
        }
        return surface
    }

    private static func report(_ others: Int) async -> Report<Control> {
        let profile = Profile.standalone
        let controls = ControlList.controls(for: profile).filter { $0.layer == .openclaw }
        let observer = Observer(surface(others))
        var snapshot = Snapshot()
        for resource in Set(controls.flatMap(\.resources)) { snapshot[resource] = await observer.observe(resource) }
        return Report(controls, on: snapshot)
    }

    @Test func `root's own is judged all the same, and the rest is unknown and named`() async throws {
        let observation = await Observer(Self.surface(150)).observe(.facts(.openclaw))
        guard case .state(let state) = observation else {
            Issue.record("\(observation)")
            return
        }
        #expect(state.records.count == 101)
        #expect(state.records.contains { $0.name == "/root/.openclaw" })
        let last = try #require(state.records.last)
        guard case .unknown(let why) = last[.openclawVersion] else {
            Issue.record("\(last)")
            return
        }
        #expect(why.why.contains("more than 100 state directories"))
    }

    @Test func `more that is unknown never makes the grade better`() async throws {
        let alone = await Self.report(0)
        let among = await Self.report(150)
        let (one, many) = (try #require(alone.assessment.best), try #require(among.assessment.best))
        #expect(!(many < one), "\(many.rawValue), and alone \(one.rawValue)")
        for (before, after) in zip(alone.outcomes, among.outcomes) where before.finding.verdict == .drifted {
            #expect(after.finding.verdict == .drifted, "\(before.entry.id)")
        }
    }
}
