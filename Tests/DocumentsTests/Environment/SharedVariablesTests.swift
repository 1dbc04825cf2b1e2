import Documents
import Testing

/// Variables taken out of files that systemd and Compose read, too.
@Suite struct SharedVariablesTests {
    @Test(arguments: [
        ("A=1\nKEY=x\nB=2\n", "A=1\nB=2\n"), ("# KEY=y\nKEY='x'\n", "# KEY=y\n"), ("A=$B\nKEY=x\n", "A=$B\n"),
        ("A=1\n", "A=1\n"), ("KEY=x\nB='a\nC=d'\nE=f \\\nG=h\n", "B='a\nC=d'\nE=f \\\nG=h\n"),
    ])
    func `they go with their lines`(_ text: String, _ expected: String) {
        #expect(DotenvFile.removing(["KEY"], fromSharedFile: text) == expected)
    }

    @Test(arguments: [
        "KEY=x\nA=${KEY}\n", "KEY=x\nA=\"b $KEY\"\n", "A=b\\\nKEY=x\n",
    ])
    func `what another reader would read otherwise is not written`(_ text: String) {
        #expect(DotenvFile.removing(["KEY"], fromSharedFile: text) == nil)
    }

    @Test func `a variable is named in a text`() {
        for text in ["$KEY", "a${KEY}", "${KEY:-b}", "$$a$KEY."] { #expect(text.asks(for: "KEY"), "\(text)") }
        for text in ["KEY", "$$KEY", "${KEYS}", "$KEY_A", "$"] { #expect(!text.asks(for: "KEY"), "\(text)") }
    }
}
