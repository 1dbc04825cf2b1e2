import Glibc
import Hardening
import MachineTesting
import Testing

@testable import Commands

/// Whoever presses Ctrl-C is told what becomes of what was begun.
@Suite struct InterruptionTests {
    @Test(
        arguments: [
            (.looking, "Interrupted. Nothing was changed."),
            (.applying, "Interrupted. Within a minute, what was begun is put back by itself"),
            (.undoing, "Interrupted. Within a minute, undoing goes on by itself"),
            (.reverting, "Interrupted. Within a minute, what was confirmed is put in force again by itself"),
        ] as [(Interruption.Moment, String)]
    )
    func `each moment has words of its own, on a line of their own`(_ moment: Interruption.Moment, _ words: String) {
        let said = moment.words.description
        #expect(said.hasPrefix("\n" + words) && said.hasSuffix("\n"))
        #expect(said.contains("sudo nacre status") == (moment != .looking))
    }

    @Test(
        arguments: [
            ([.confirmed], false, .reverting), ([.confirmed], true, .undoing), ([.applied], false, .undoing),
            ([.applied, .confirmed], false, .reverting), ([], false, .undoing),
        ] as [([JournalEntry], Bool, Interruption.Moment)]
    )
    func `undoing what was confirmed is taken back, unless it is for good`(
        _ last: [JournalEntry],
        _ isAtOnce: Bool,
        _ moment: Interruption.Moment
    ) {
        let about = Generation.About.madeUp()
        let plan = Plan(profile: "standalone", stages: [])
        let chosen = last.map { Generation(number: 1, about: about, plan: plan, entries: [.applied, $0]) }
        #expect(Interruption.Moment(undoing: chosen, atOnce: isAtOnce) == moment)
    }

    @Test func `it is told while a change is made, and no longer once that is done`() {
        func isHandled() -> Bool {
            var action = sigaction()
            unsafe sigaction(SIGINT, nil, &action)
            return unsafe action.__sigaction_handler.sa_handler != nil
        }
        for moment in Interruption.Moment.allCases {
            Interruption.isTold(moment)
            #expect(isHandled())
            Interruption.isOver()
            #expect(!isHandled())
        }
    }
}
