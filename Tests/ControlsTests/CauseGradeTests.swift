import Catalog
import Hardening
import MachineTesting
import Testing

@testable import Controls

/// What is found besides makes no letter better, whatever the causes have in common.
@Suite struct CauseGradeTests {
    private static let controls = ControlList.controls(for: .standalone)

    private static func report(_ found: Set<String>, causes: [Cause], well: Set<String> = []) -> Report<Control> {
        Report(
            controls.filter { found.contains($0.id) || well.contains($0.id) }.map {
                Report<Control>.Outcome($0, Finding(verdict: found.contains($0.id) ? .drifted : .compliant))
            },
            causes: causes
        )
    }

    /// Findings of few causes, so that they meet.
    private static func findings(
        _ causes: [Cause],
        _ random: inout SeededGenerator
    ) -> (found: Set<String>, more: String?) {
        let some = causes.shuffled(using: &random).prefix(3).flatMap(\.entries)
        let pool = Array(Set(some + controls.shuffled(using: &random).prefix(3).map(\.id))).sorted()
        let worst = pool.filter { id in controls.contains { $0.id == id && $0.severity <= .high } }
            .shuffled(using: &random)
        return (Set(worst.dropFirst().prefix(Int.random(in: 0...6, using: &random))), worst.first)
    }

    @Test(arguments: 0..<8)
    func `one finding more makes no letter better, and none is counted for less than it is`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let causes = seed < 4 ? ControlList.causes : Self.causes(&random)
            let (found, one) = Self.findings(causes, &random)
            let more = try #require(one)
            let all = found.union([more])
            let before = Self.report(found, causes: causes, well: [more])
            let after = Self.report(all, causes: causes)
            let (old, new) = (try #require(before.grade), try #require(after.grade))
            #expect(new >= old, "\(found.sorted()) and \(more)")
            for problem in after.problems {
                #expect(problem.outcomes.allSatisfy { $0.entry.severity <= problem.severity })
            }
            #expect(after.problems.flatMap(\.outcomes).count == all.count)
        }
    }

    /// Causes that nobody would write: they overlap.
    private static func causes(_ random: inout SeededGenerator) -> [Cause] {
        let high = controls.filter { $0.severity == .high }.map(\.id).shuffled(using: &random).prefix(12)
        return (0..<4).map { number in
            let entries = high.shuffled(using: &random).prefix(6)
            return number.isMultiple(of: 2)
                ? Cause("c\(number)", "x", signs: Set(entries.prefix(2)), consequences: Set(entries.dropFirst(2)))
                : Cause("c\(number)", "x", atLeast: Int.random(in: 2...4, using: &random), of: Set(entries))
        }
    }

    @Test func `a gateway that is exposed does not make three things of high severity one`() {
        let three: Set = [
            "container.define-loopback-ports", "openclaw.bind-gateway-to-loopback", "ssh.disable-password-login",
        ]
        let before = Self.report(three, causes: ControlList.causes, well: ["proxy.bind-gateway-locally"])
        let after = Self.report(three.union(["proxy.bind-gateway-locally"]), causes: ControlList.causes)
        #expect(before.grade == .d && after.grade == .d)
    }
}
