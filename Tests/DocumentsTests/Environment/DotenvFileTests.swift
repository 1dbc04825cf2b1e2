import Documents
import Testing

/// What Node's dotenv makes of each was asked of it.
@Suite struct DotenvFileTests {
    @Test(arguments: [
        ("A=1\nexport B = 2 \n# C=3\n", ["A=1", "B=2"]),
        ("NAME: value\nB:\tx\nC:x\n", ["NAME=value", "B=x"]),
        ("export\tNAME=x\nexport=1\nexportX=2\n", ["NAME=x", "export=1", "exportX=2"]),
        ("KEY='a\nTOKEN=old\nb'\nB=1", ["KEY=a\nTOKEN=old\nb", "B=1"]),
        ("KEY=\"a\nb\\nc\"\nK2=`x\ny`", ["KEY=a\nb\nc", "K2=x\ny"]),
        ("A=x#y\nB='x#y' # z\nC=\"x", ["A=x", "B=x#y", "C=\"x"]),
        ("A=1\rB=2\r\nC=3", ["A=1", "B=2", "C=3"]),
        ("\u{a0}A\u{b}=\u{c}1\u{feff}\nB='1'\u{2028}C=2", ["A=1", "B=1", "C=2"]),
        ("NAME\n=x\n=y", ["NAME=x"]),
        ("A='it\\'s'\nB='a' b\nC='", ["A=it\\'s", "B='a' b", "C='"]),
        ("A=1\nA=2\nA.b-c=3\n__proto__=x", ["A=1", "A=2", "A.b-c=3"]),
    ])
    func `is read as dotenv reads it`(_ text: String, _ expected: [String]) {
        #expect(DotenvFile(text).entries.map { "\($0.name)=\($0.value)" } == expected)
    }

    @Test func `no length makes it slow`() {
        let hostile = ["\n", "A='\\'", "A=\"\n", "A=`'\n\\`", "export ", "A\n\n", "'\n", "A='x\u{2028}'"]
        for part in hostile { #expect(DotenvFile(String(repeating: part, count: 100_000)).entries.count >= 0) }
    }

    @Test(arguments: [
        ("A=1", "a b", "A=1\nT='a b'\n"),
        ("A=\"x\ny\"\n", "a b", "A=\"x\ny\"\nT='a b'\n"),
        ("A='x\n", "plain", "A='x\nT=plain\n"),
        // Systemd and shells would end the open quote at the next one.
        ("A='x\n", "a b", nil),
        // Node as well: the rest would be a comment.
        ("A='x\n", "#ab", nil),
        ("A=it's\n", "a b", "A=it's\nT='a b'\n"),
        ("", "it's", nil),
    ])
    func `a variable is added where every reader reads the same`(_ text: String, _ value: String, _ expected: String?) {
        #expect(DotenvFile.adding("T", value, to: text) == expected)
    }
}
