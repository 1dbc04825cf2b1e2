import Foundation
import Testing

@testable import Rulesets

/// The prover beside the kernel: random rules loaded for real, and real packets sent past them.
@Suite struct KernelTests {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    @Test(.enabled(if: Field.blocker == nil, Comment(rawValue: Field.blocker ?? "")))
    func `says of no packet what the kernel does not do`() throws {
        let seed = Self.number("NACRE_PROVE_SEED") ?? 20_261_121
        let count = Self.number("NACRE_PROVE_RULESETS") ?? 60
        let first = Self.number("NACRE_PROVE_FIRST") ?? 0
        let trial = try Trial()
        let start = Date()
        for index in first..<(first + count) {
            try trial.run(seed: seed, index: index)
            if trial.differences.count >= 5 { break }
        }
        for difference in trial.differences { Issue.record(Comment(rawValue: difference)) }
        #expect(
            (trial.rulesets + trial.unlisted) * 10 >= Int(count) * 9,
            "the kernel took too few: \(trial.summary) \(trial.lastError)"
        )
        #expect(trial.packets >= trial.rulesets * 50, "\(trial.summary)")
        #expect(trial.unknown * 50 < trial.packets, "\(trial.summary)")
        print("seed \(seed): \(trial.summary) in \(Int(Date().timeIntervalSince(start))) s")
    }
}
