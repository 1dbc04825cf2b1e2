import Hardening
import Testing

@testable import Commands

@Suite struct PlanMaskTests {
    /// A plan that moves these values into a gateway's environment.
    private func mask(moving values: [String], keeping kept: String = "OLD=before\n") -> PlanMask {
        let lines = values.enumerated().map { "NAME\($0.offset)=\($0.element)\n" }.joined()
        let change = Change(
            .file("/root/.openclaw/.env"),
            before: .file(.init(Array(kept.utf8), mode: 0o600)),
            after: .file(.init(Array((kept + lines).utf8), mode: 0o600)),
            because: ["secrets.keep-out-of-configuration"]
        )
        return PlanMask(Plan(profile: "standalone", stages: [Plan.Stage([change], activation: nil)]))
    }

    @Test(arguments: ["abcd", "hunter2", "correct horse battery"])
    func `what moves into the environment is shown nowhere, however short it is`(_ secret: String) {
        #expect(mask(moving: [secret]).line("it was \(secret), there") == "it was [masked], there")
    }

    @Test func `one that begins like another is masked whole`() {
        #expect(mask(moving: ["abcd", "abcdefgh"]).line("abcdefgh abcd") == "[masked] [masked]")
    }

    @Test func `words that are as short as words, and what stays, are shown`() {
        #expect(mask(moving: ["abc"]).line("abc before") == "abc before")
    }
}
