import Documents
import Testing

@Suite struct DotenvReversalTests {
    private let original = "# mine\nA=1\n"
    private let edited = "# mine\nA=1\nTOKEN=old\nKEY='a b'\n"

    private func takenBack(in current: String) -> DotenvReversal? {
        DotenvReversal(of: edited, to: original, in: current)
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

    @Test(arguments: [
        // The line lies in the value of another variable.
        ("PEM='x\nTOKEN=old\ny'\nTOKEN=old\n", "PEM='x\nTOKEN=old\ny'\n"),
        ("TOKEN: old\nA=2\n", "A=2\n"), ("TOKEN\n=old\nA=2\n", "A=2\n"), ("A=2\rTOKEN=old\rB=3", "A=2\rB=3"),
        ("TOKEN='old' # mine\nA=2\n", "A=2\n"),
        ("TOKEN='old'\u{2028}A=2\n", "\u{2028}A=2\n"),
        ("TOKEN=mine\nTOKEN=old\n", "TOKEN=mine\n"),
    ])
    func `only what dotenv takes for the variable goes`(_ current: String, _ expected: String) throws {
        let reversal = try #require(takenBack(in: current))
        #expect(reversal.text == expected && reversal.restored == ["TOKEN"])
    }

    @Test func `a value that somebody changed is theirs`() throws {
        let reversal = try #require(takenBack(in: "A=1\nTOKEN=new\n"))
        #expect(reversal.text == "A=1\nTOKEN=new\n")
        #expect(reversal.left == ["TOKEN"] && reversal.gone == ["KEY"] && reversal.restored.isEmpty)
    }

    @Test func `an edit that changed or removed something is none of these`() {
        #expect(DotenvReversal(of: "A=2\nB=1\n", to: original, in: "A=2\n") == nil)
        #expect(DotenvReversal(of: "B=1\n", to: original, in: "A=2\n") == nil)
        #expect(DotenvReversal(of: original, to: original, in: "A=2\n") == nil)
    }
}
