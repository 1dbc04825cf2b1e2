import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct UpgradeRunTests {
    private static let start = "2026-11-21 08:39:23,500 INFO Starting unattended upgrades script\n"
    private static let dry = "2026-11-21 08:42:00,827 INFO Option --dry-run given, *not* performing real actions\n"
    private static let error = "2026-11-21 08:42:01,000 ERROR Cache has broken packages, exiting\n"
    private static let done = "2026-11-21 08:44:13,900 INFO All upgrades installed\n"

    private func record(_ log: String, stamps: [String]) async throws -> Record {
        var surface = CannedSurface(files: [
            "/var/lib/dpkg/status": "", "/var/log/unattended-upgrades/unattended-upgrades.log": log,
        ])
        for stamp in stamps { surface.add("/var/lib/apt/periodic/" + stamp, "") }
        let seen = await Observer(surface).observe(.facts(.updates))
        guard case .state(let state) = seen, let record = state.records.first else { throw Unexpected(seen: seen) }
        return record
    }

    private struct Unexpected: Error { let seen: Observation }

    private func isKnown(_ value: Value) -> Bool { if case .number = value { true } else { false } }

    @Test func `a dry run writes the same stamp as a real one, and is not taken for one`() async throws {
        let real = try await record(Self.start + Self.done, stamps: ["unattended-upgrades-stamp"])
        #expect(isKnown(real[.lastGoodRunAge]))
        #expect(real[.lastRunFailed] == false)
        let dry = Self.start + Self.dry + Self.done
        let hidden = try await record(Self.start + Self.done + dry, stamps: ["unattended-upgrades-stamp"])
        guard case .unknown = hidden[.lastGoodRunAge] else {
            Issue.record("\(hidden[.lastGoodRunAge])")
            return
        }
        let daily = try await record(dry, stamps: ["unattended-upgrades-stamp", "upgrade-stamp"])
        #expect(isKnown(daily[.lastGoodRunAge]))
        #expect(daily[.lastRunFailed] == .unset)
    }

    @Test func `errors count from the last real run on`() async throws {
        let failed = Self.start + Self.error
        #expect(try await record(failed, stamps: [])[.lastRunFailed] == true)
        #expect(try await record(failed + Self.start + Self.done, stamps: [])[.lastRunFailed] == false)
        #expect(try await record(failed + Self.start + Self.dry, stamps: [])[.lastRunFailed] == true)
        #expect(try await record(Self.error, stamps: [])[.lastRunFailed] == true)
        #expect(try await record("", stamps: [])[.lastGoodRunAge] == .unset)
    }
}
