import Hardening
import Testing

@testable import Operations

/// What is done about a generation, by how far it is and what happens.
@Suite struct LifecycleTests {
    static let process = ProcessIdentity(pid: 10, began: 1)
    static let journals: [(Progress, [JournalEntry])] = [
        (.applying, [.putting(0)]),
        (.unconfirmed, [.putting(0), .put(0), .applied]),
        (.confirming, [.putting(0), .put(0), .applied, .confirming]),
        (.confirmed, [.putting(0), .put(0), .applied, .confirming, .confirmed]),
        (.rollingBack, [.putting(0), .put(0), .applied, .rollingBack(.failed("why"))]),
        (.rolledBack, [.putting(0), .put(0), .applied, .rollingBack(.failed("why")), .rolledBack]),
    ]

    static func life(_ entries: [JournalEntry], lifts: Bool? = nil, reverts: [Int]? = nil) -> Lifecycle {
        var about = Generation.About(
            version: "1",
            profile: "test",
            created: 5,
            boot: "b",
            process: process,
            deadline: 60,
            lifts: lifts,
            reverts: reverts
        )
        about.applied = 1000
        return Lifecycle(
            Generation(number: 1, about: about, plan: Plan(profile: "test", stages: []), entries: entries)
        )
    }

    static func looked(_ now: Int = 0, boot: String = "b", isAlive: Bool = true) -> Lifecycle.Event {
        .looked(now: now, boot: boot, applierIsAlive: isAlive)
    }

    private static func actions(_ event: Lifecycle.Event) -> [Progress: Lifecycle.Action] {
        Dictionary(uniqueKeysWithValues: journals.map { ($0.0, life($0.1).handle(event)) })
    }

    @Test func `it waits up to its deadline, and not a second longer`() {
        let life = Self.life([.applied])
        #expect(life.handle(Self.looked(59)) == .answerLook)
        for now in [60, 61, 86459, 86460] {
            #expect(life.handle(Self.looked(now)) == .lock(evicting: .notConfirmed))
        }
    }

    @Test func `what was lifted ends when its time is over`() {
        let life = Self.life([.applied], lifts: true)
        #expect(life.handle(Self.looked(59)) == .answerLook)
        #expect(life.handle(Self.looked(60)) == .lock(evicting: .timeOver))
    }

    @Test func `a look in the same boot, with nothing due`() {
        #expect(
            Self.actions(Self.looked()) == [
                .applying: .answerLook, .unconfirmed: .answerLook, .confirming: .lockIfFree, .rollingBack: .lockIfFree,
                .confirmed: .release, .rolledBack: .release,
            ]
        )
    }

    @Test func `a look in another boot undoes what was not confirmed, whatever the clock says`() {
        let due = Lifecycle.Action.lock(evicting: .restarted)
        #expect(
            Self.actions(Self.looked(boot: "c")) == [
                .applying: due, .unconfirmed: due, .confirming: .lockIfFree, .rollingBack: .lockIfFree,
                .confirmed: .release, .rolledBack: .release,
            ]
        )
    }

    @Test func `the death of the process that applies it matters only while it applies`() {
        let actions = Self.actions(Self.looked(isAlive: false))
        #expect(actions[.applying] == .lock(evicting: .applierGone))
        #expect(actions[.unconfirmed] == .answerLook)
    }

    @Test func `before daemons start, the files of what was not confirmed come back, and no others`() {
        #expect(
            Self.actions(.bootedBeforeDaemons) == [
                .applying: .rollBackFiles, .unconfirmed: .rollBackFiles, .rollingBack: .rollBackFiles,
                .confirming: .wait, .confirmed: .wait, .rolledBack: .wait,
            ]
        )
    }

    @Test func `what was confirmed while the lock was waited for is not undone`() {
        let due = Self.actions(.locked(due: .failed("late")))
        #expect(
            due[.applying] == .rollBack(because: .failed("late"))
                && due[.unconfirmed] == .rollBack(because: .failed("late"))
        )
        for progress in [Progress.confirming, .confirmed, .rollingBack, .rolledBack] { #expect(due[progress] == .wait) }
        let free = Self.actions(.locked(due: nil))
        #expect(free[.confirming] == .finishConfirming && free[.rollingBack] == .finishRollingBack)
        for progress in [Progress.applying, .unconfirmed, .confirmed, .rolledBack] { #expect(free[progress] == .wait) }
    }

    @Test func `what failed is put back, unless it is settled`() {
        let actions = Self.actions(.stepFailed("no room"))
        #expect(actions[.confirmed] == .wait && actions[.rolledBack] == .wait)
        for progress in [Progress.applying, .unconfirmed, .confirming, .rollingBack] {
            #expect(actions[progress] == .rollBack(because: .failed("no room")))
        }
    }

    @Test func `another change begins only where nothing waits`() {
        let actions = Self.actions(.anotherChange(applierIsAlive: false))
        #expect(actions[.confirmed] == .release && actions[.rolledBack] == .release)
        for progress in [Progress.applying, .unconfirmed, .confirming, .rollingBack] {
            #expect(actions[progress] == .refuse(.unsettled))
        }
        #expect(Self.life([.applied], lifts: true).handle(.anotherChange(applierIsAlive: false)) == .refuse(.lifted))
        let ended = Lifecycle.Action.rollBack(because: .endedBeforeFirstChange)
        #expect(Self.life([]).handle(.anotherChange(applierIsAlive: false)) == ended)
        #expect(Self.life([]).handle(.anotherChange(applierIsAlive: true)) == .refuse(.unsettled))
    }

    @Test func `undoing what was confirmed is a change of its own, unless it is for good`() {
        let asked = Lifecycle.Action.rollBack(because: .asked)
        #expect(Self.actions(.rollbackAsked(atOnce: false))[.confirmed] == .revert)
        #expect(Self.actions(.rollbackAsked(atOnce: true))[.confirmed] == asked)
        for isAtOnce in [false, true] {
            let actions = Self.actions(.rollbackAsked(atOnce: isAtOnce))
            for progress in [Progress.applying, .unconfirmed, .confirming, .rollingBack] {
                #expect(actions[progress] == asked)
            }
            #expect(actions[.rolledBack] == .wait)
        }
    }

    @Test func `only what was lifted is locked`() {
        #expect(Self.life([.applied]).handle(.lockAsked) == .refuse(.nothingLifted))
        #expect(Self.life([.applied], lifts: true).handle(.lockAsked) == .rollBack(because: .lockedAgain))
        let over = Self.life([.applied, .rollingBack(.failed("")), .rolledBack], lifts: true)
        #expect(over.handle(.lockAsked) == .refuse(.nothingLifted))
    }

    /// Its last entries but one say that it is rolled back; what it took back must not come again by that.
    @Test func `undoing that was confirmed stays so, up to its last entry`() {
        for entries in [
            [JournalEntry.applied, .confirming], [.applied, .confirming, .rollingBack(.failed("its end"))],
        ] {
            let life = Self.life(entries, reverts: [1])
            #expect(life.handle(.bootedBeforeDaemons) == .wait)
            #expect(life.handle(Self.looked(boot: "c")) == .lockIfFree)
            #expect(life.handle(.locked(due: nil)) == .finishConfirming)
            #expect(life.handle(.rollbackAsked(atOnce: false)) == .finishConfirming)
        }
        let undone = Self.life([.applied, .rollingBack(.notConfirmed)], reverts: [1])
        #expect(undone.handle(.locked(due: nil)) == .finishRollingBack)
    }
}
