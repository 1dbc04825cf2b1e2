import Catalog
import Testing

@Suite struct ProofTests {
    private let examples = [Example("two", 2, is: true), Example("three", 3, is: false)]

    @Test func `examples that are true prove an entry`() {
        #expect(prove(examples) { $0.isMultiple(of: 2) } == [])
    }

    @Test func `one that is not true is named, with what was answered instead`() throws {
        let disproofs = prove(examples) { _ in true }
        let one = try #require(disproofs.first)
        #expect(disproofs.count == 1 && one.example == "three" && one.expected == false && one.answered == true)
    }
}

@Suite struct TermTests {
    @Test func `one is one, and everything else is many`() {
        let term = Term("log entry", many: "log entries")
        #expect([0, 1, 2].map(term.counted) == ["0 log entries", "1 log entry", "2 log entries"])
        #expect(Term("rule").many == "rules")
    }
}
