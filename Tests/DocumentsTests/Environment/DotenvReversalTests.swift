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

    @Test func `an edit that changed something, or nothing, is none of these`() {
        #expect(DotenvReversal(of: "A=2\nB=1\n", to: original, in: "A=2\n") == nil)
        #expect(DotenvReversal(of: original, to: original, in: "A=2\n") == nil)
    }

    private func putBack(in current: String) -> DotenvReversal? {
        DotenvReversal(of: "A=1\n", to: "KEY=old\nA=1\nTOKEN='a b'\n", in: current)
    }

    @Test func `what was taken out comes back, and what came since stays`() throws {
        let reversal = try #require(putBack(in: "A=1\nB=2"))
        #expect(reversal.text == "A=1\nB=2\nKEY=old\nTOKEN='a b'\n")
        #expect(reversal.restored == ["KEY", "TOKEN"] && reversal.left.isEmpty && reversal.returned.isEmpty)
    }

    @Test func `what somebody put back themselves is theirs`() throws {
        let reversal = try #require(putBack(in: "A=1\nKEY=new\nTOKEN='a b'\n"))
        #expect(reversal.text == "A=1\nKEY=new\nTOKEN='a b'\n")
        #expect(reversal.left == ["KEY"] && reversal.restored == ["TOKEN"] && reversal.returned == ["KEY", "TOKEN"])
    }

    @Test func `a value that cannot be written so that all read the same is not put back`() {
        #expect(DotenvReversal(of: "A=1\n", to: "A=1\nKEY=\"it's\"\n", in: "A=1\nB=2\n") == nil)
    }
}
