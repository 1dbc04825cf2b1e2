import Glibc
import Testing

@testable import Commands

/// Whoever presses Ctrl-C is told what becomes of what was begun.
@Suite struct InterruptionTests {
    private func said(_ result: ExitTest.Result?) -> String {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }

    @Test func `a look says that nothing was changed`() async {
        let result = await #expect(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
            Interruption.isTold(.looking)
            raise(SIGINT)
        }
        #expect(said(result) == "\nInterrupted. Nothing was changed.\n")
    }

    @Test func `a change says that it is put back by itself, by whatever it was ended`() async {
        let result = await #expect(processExitsWith: .exitCode(143), observing: [\.standardErrorContent]) {
            Interruption.isTold(.looking)
            Interruption.isTold(.applying)
            raise(SIGTERM)
        }
        #expect(said(result).hasPrefix("\nInterrupted. What was begun is put back by itself within a minute"))
        #expect(said(result).hasSuffix("Where that is: sudo nacre status\n"))
    }

    @Test func `an undoing that is interrupted goes on, or what was confirmed is in force again`() async {
        let undoing = await #expect(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
            Interruption.isTold(.undoing)
            raise(SIGINT)
        }
        #expect(said(undoing).contains("Undoing goes on by itself"))
        let reverting = await #expect(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
            Interruption.isTold(.reverting)
            raise(SIGINT)
        }
        #expect(said(reverting).contains("What was confirmed comes into force again by itself"))
    }

    @Test func `once it is done, an interruption promises nothing`() async {
        let result = await #expect(processExitsWith: .signal(SIGINT), observing: [\.standardErrorContent]) {
            Interruption.isTold(.applying)
            Interruption.isOver()
            raise(SIGINT)
        }
        #expect(said(result).isEmpty)
    }
}
