import MachineTesting
import Documents
import Testing

@Suite struct UnitFileTests {
    @Test func `reads sections, keys and lines, without comments`() {
        let unit = UnitFile("# a\n[Service]\n; b\nUser = claw\n\n[Install]\nWantedBy=default.target\nnonsense\n")
        #expect(unit.entries.map(\.section) == ["Service", "Install"])
        #expect(unit.entries.map(\.key) == ["User", "WantedBy"])
        #expect(unit.entries.map(\.value) == ["claw", "default.target"])
        #expect(unit.entries.map(\.line) == [4, 7])
    }

    @Test func `joins continued lines over comments between them`() {
        let unit = UnitFile("[Service]\nExecStart=/bin/a \\\n# not this\n  --bind lan\nUser=x")
        #expect(UnitFile.words(unit.values("ExecStart", in: "Service")[0]) == ["/bin/a", "--bind", "lan"])
        #expect(unit.entries.map(\.line) == [2, 5])
    }

    @Test func `an empty assignment forgets what was set before`() {
        let unit = UnitFile("[Service]\nExecStart=/bin/a\nExecStart=\nExecStart=/bin/b\n[Unit]\nExecStart=/bin/c")
        #expect(unit.values("ExecStart", in: "Service") == ["/bin/b"])
    }

    @Test func `splits words as systemd does`() {
        #expect(
            UnitFile.words(#"A=1 "B=two words" 'C=3 "x"' D=\"4 E="""#) == [
                "A=1", "B=two words", "C=3 \"x\"", "D=\"4", "E=",
            ]
        )
        #expect(UnitFile.words("  ").isEmpty)
    }

    @Test func `takes any text`() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("[]=\\\n#; \"'aZ\u{e9}\t\r")
        for _ in 0..<2000 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &generator)).compactMap { _ in
                    alphabet.randomElement(using: &generator)
                }
            )
            let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
            for entry in UnitFile(text).entries {
                #expect((1...lines).contains(entry.line))
                _ = UnitFile.words(entry.value)
            }
        }
    }
}
