import Hardening
@testable import LinuxMachine
import Testing

@testable import Commands

/// A generation that only unlocks openclaw.json says so wherever it is met.
@Suite struct LiftingTests {
    private func generation(lifts: Bool?) throws -> Generation.About {
        let process = try #require(ProcessIdentity.current)
        return Generation.About(
            version: "0",
            profile: "standalone",
            created: 0,
            boot: Uptime.boot,
            process: process,
            deadline: Uptime.now + 60,
            lifts: lifts
        )
    }

    @Test func `status says how it ends, and not that it waits for a confirmation`() throws {
        for (lifts, words) in [(true, "nacre config lock"), (nil, "nacre confirm")] as [(Bool?, String)] {
            let open = Generation(
                number: 4,
                about: try generation(lifts: lifts),
                plan: Plan(profile: "", stages: []),
                entries: [.applied]
            )
            #expect(Status.words(open).contains(words), "\(Status.words(open))")
            #expect(Status.words(open).contains("nacre confirm") == (lifts == nil))
            #expect(History.line(open).contains("waits to be confirmed") == (lifts == nil))
        }
    }
}
