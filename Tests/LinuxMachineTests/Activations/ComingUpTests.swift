import Testing

@testable import LinuxMachine

@Suite struct ComingUpTests {
    private typealias Look = ComingUp.Look

    private static func held(_ restarts: Int, isRestarting: Bool = true) -> Look {
        Look(
            isRunning: false,
            isRestarting: isRestarting,
            restarts: restarts,
            startedAt: "\(restarts)",
            exitCode: 78,
            saysHeld: true
        )
    }

    private static func runs(_ restarts: Int, passes: Bool?) -> Look {
        Look(isRunning: true, restarts: restarts, startedAt: "\(restarts)", passes: passes)
    }

    @Test func `is well when its check passes, and at once where it has none`() {
        var judge = ComingUp(now: 0)
        #expect(judge.judge(Self.runs(0, passes: false), now: 1) == .wait)
        #expect(judge.judge(Self.runs(0, passes: true), now: 20) == .well)
        var bare = ComingUp(now: 0)
        #expect(bare.judge(Self.runs(0, passes: nil), now: 1) == .well)
    }

    @Test func `is given up when it ends over and over, or takes too long`() {
        var judge = ComingUp(now: 0)
        #expect(judge.judge(Self.runs(0, passes: false), now: 1) == .wait)
        for restarts in 1...3 {
            let look = Look(isRunning: false, isRestarting: true, restarts: restarts, startedAt: "", exitCode: 1)
            #expect(judge.judge(look, now: 1 + restarts) == .wait)
        }
        let fourth = Look(isRunning: false, isRestarting: true, restarts: 4, startedAt: "", exitCode: 1)
        #expect(judge.judge(fourth, now: 6) == .failed)
        var slow = ComingUp(now: 0)
        #expect(slow.judge(Self.runs(0, passes: false), now: 179) == .wait)
        #expect(slow.judge(Self.runs(0, passes: true), now: 180) == .failed)
        // The same status without a word of another gateway is a configuration that is wrong.
        var wrong = ComingUp(now: 0)
        var judgement = ComingUp.Judgement.wait
        for restarts in 0...4 {
            var look = Self.held(restarts)
            look.saysHeld = false
            judgement = wrong.judge(look, now: restarts)
        }
        #expect(judgement == .failed)
    }

    @Test func `waits for the lease of a gateway that was killed, however often it ends for it`() {
        var judge = ComingUp(now: 0)
        #expect(judge.judge(Self.runs(0, passes: false), now: 1) == .wait)
        for (restarts, now) in [(0, 3), (1, 5), (4, 30), (8, 170), (12, 240), (15, 299)] {
            #expect(judge.judge(Self.held(restarts), now: now) == .wait, "after \(now) s")
        }
        #expect(judge.judge(Self.runs(17, passes: false), now: 330) == .wait)
        #expect(judge.judge(Self.runs(17, passes: true), now: 345) == .well)
        var never = ComingUp(now: 0)
        _ = never.judge(Self.held(0), now: 3)
        #expect(never.judge(Self.held(40), now: 542) == .wait)
        #expect(never.judge(Self.held(40), now: 543) == .failed)
    }

    @Test func `without a check it must go on running after the lease, and is started where nobody else does`() {
        var judge = ComingUp(now: 0)
        #expect(judge.judge(Self.held(0, isRestarting: false), now: 3) == .start)
        #expect(judge.judge(Self.held(0, isRestarting: false), now: 10) == .wait)
        #expect(judge.judge(Self.held(0, isRestarting: false), now: 18) == .start)
        #expect(judge.judge(Self.runs(0, passes: nil), now: 300) == .wait)
        #expect(judge.judge(Self.runs(0, passes: nil), now: 330) == .well)
    }

    @Test(arguments: [
        ("[gateway] state owner lease is still active (held by pid 7)", true),
        ("OpenClaw startup migrations are already running for this state directory; retry after the other", true),
        ("Config invalid: gateway.auth", false),
    ])
    func `what a gateway says that finds its state held by another is known`(_ words: String, _ isHeld: Bool) {
        #expect(ContainerStart.saysHeld(words) == isHeld)
    }
}
