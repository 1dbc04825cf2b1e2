import Catalog
import Testing

@Suite struct RemedyTests {
    @Test(
        arguments: [
            ("`a b`", [.command("a b")]),
            ("look at it, then `a`; `b`", [.words("Look at it, then:"), .command("a"), .command("b")]),
            ("`a`, and then `b`", [.command("a"), .command("b")]),
            ("`a`, which keeps it; or do c", [.command("a"), .words("which keeps it; or do c")]),
            ("`a`; or do c", [.command("a"), .words("Or do c")]),
            ("cap_drop: [ALL] in the service", [.words("cap_drop: [ALL] in the service")]),
        ] as [(String, [Remedy.Step])]
    )
    func `what stands between backticks is a command, and a line of its own`(_ text: String, _ steps: [Remedy.Step]) {
        #expect(Remedy(text).steps == steps)
    }
}
