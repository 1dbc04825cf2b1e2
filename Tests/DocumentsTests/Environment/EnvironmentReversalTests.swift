import Documents
import Testing

@Suite struct EnvironmentReversalTests {
    private let original = "# mine\nA=1\n"
    private let edited = "# mine\nA=1\nTOKEN=old\nKEY='a b'\n"

    private func takenBack(in current: String) -> EnvironmentReversal? {
        EnvironmentReversal(of: edited, to: original, in: current)
    }

    @Test(arguments: [
        ("# mine\nA=1\nTOKEN=old\nKEY='a b'\n", "# mine\nA=1\n"),
        ("# mine\r\nTOKEN=old\r\nB=2\r\nKEY=a b", "# mine\r\nB=2\r\n"),
        ("export TOKEN=old\nKEY=\"a b\"\n", ""),
        ("TOKEN=old\nKEY=a b\nA=2", "A=2"),
    ])
    func `what was added goes, and every other byte stays`(_ current: String, _ expected: String) throws {
        let reversal = try #require(takenBack(in: current))
        #expect(reversal.text == expected)
        #expect(reversal.restored == ["KEY", "TOKEN"] && reversal.left.isEmpty && reversal.gone.isEmpty)
    }

    @Test func `a value that somebody changed is theirs`() throws {
        let reversal = try #require(takenBack(in: "A=1\nTOKEN=new\n"))
        #expect(reversal.text == "A=1\nTOKEN=new\n")
        #expect(reversal.left == ["TOKEN"] && reversal.gone == ["KEY"] && reversal.restored.isEmpty)
    }

    @Test func `an edit that changed or removed something is none of these`() {
        #expect(EnvironmentReversal(of: "A=2\nB=1\n", to: original, in: "A=2\n") == nil)
        #expect(EnvironmentReversal(of: "B=1\n", to: original, in: "A=2\n") == nil)
        #expect(EnvironmentReversal(of: original, to: original, in: "A=2\n") == nil)
    }
}
