import Surface
import Testing

@testable import LinuxMachine

/// What OpenClaw says of its own references, taken at its word and no further.
@Suite struct ReferenceCheckTests {
    private func outcome(_ text: String, status: Int = 0) -> ReferenceCheck.Outcome {
        ReferenceCheck.outcome(.init(status: status, standardOutput: Array(text.utf8)))
    }

    private func report(_ status: String, skipped: Int = 0, unresolved: Int = 0, complete: Bool = true) -> String {
        """
        Config: moved something.
        {"version": 1, "status": "\(status)", "resolution": {"refsChecked": 5, "skippedExecRefs": \(skipped),
         "resolvabilityComplete": \(complete)}, "summary": {"plaintextCount": 1, "unresolvedRefCount": \(unresolved)}}
        [secrets] a line behind it
        """
    }

    @Test func `all of them resolved are so many`() {
        #expect(outcome(report("findings")) == .resolved(5))
        #expect(outcome(report("clean"), status: 1) == .resolved(5))
    }

    @Test func `one that is not resolved, or was not tried, is never passed over`() {
        for text in [
            report("unresolved", unresolved: 1), report("findings", skipped: 1), report("clean", complete: false),
            report("unresolved"),
        ] {
            guard case .unresolved = outcome(text) else {
                Issue.record("\(text)")
                return
            }
        }
    }

    @Test func `what is no report says nothing`() {
        for text in ["", "{}", "{\"resolution\": {}}", "error sk-live-key"] {
            guard case .notAsked(let why) = outcome(text, status: 3) else {
                Issue.record("\(text)")
                return
            }
            #expect(!why.contains("sk-live"))
        }
    }
}
