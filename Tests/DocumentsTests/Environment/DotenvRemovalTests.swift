import Documents
import Testing

/// Variables taken out of a `.env` file.
@Suite struct DotenvRemovalTests {
    @Test(arguments: [
        ("A=1\nKEY=x\nB=2\n", "A=1\nB=2\n"), ("KEY=x", ""), ("A=1\r\nexport KEY='x\ny'\r\nB=2", "A=1\r\nB=2"),
        ("KEY=x\n# about\nKEY=y\n", "# about\n"), ("# KEY=x\nA=KEY=x\n", "# KEY=x\nA=KEY=x\n"),
        ("A='q\nKEY=z\nr'\nKEY=x\n", "A='q\nKEY=z\nr'\n"),
    ])
    func `they go with their lines, and every other byte stays`(_ text: String, _ expected: String) {
        #expect(DotenvFile.removing(["KEY"], from: text) == expected)
    }

    @Test func `the rest reads as before, or nothing is written`() {
        let parts = [
            "A=1\n", "KEY=x\n", "KEY='a\nb'\n", "B=\"c\n", "# d\n", "export KEY=e f\n", "C='g\n", "KEY\n=h\n", "'\n",
        ]
        var state: UInt64 = 7
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<6 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += parts[Int(state >> 33) % parts.count]
            }
            guard let rest = DotenvFile.removing(["KEY"], from: text) else { continue }
            var values = DotenvFile(text).values
            values["KEY"] = nil
            #expect(DotenvFile(rest).values == values, "\(text)")
        }
    }
}
