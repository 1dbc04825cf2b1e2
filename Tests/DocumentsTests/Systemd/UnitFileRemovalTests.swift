import Documents
import Testing

/// Variables taken out of a unit.
@Suite struct UnitFileRemovalTests {
    @Test(arguments: [
        ("[Service]\nEnvironment=KEY=x\nEnvironment=B=c\n", "[Service]\nEnvironment=B=c\n"),
        ("[Service]\nEnvironment=A=1 KEY=x  B=2\n", "[Service]\nEnvironment=A=1 B=2\n"),
        ("[Service]\nEnvironment=\"A=1 2\" 'KEY=x y'\n", "[Service]\nEnvironment=\"A=1 2\"\n"),
        ("[Service]\nEnvironment = KEY=x \\\n# so\n  KEY=y\nB=2", "[Service]\n# so\nB=2"),
        ("[Unit]\nEnvironment=KEY=x\n# Environment=KEY=x\n", "[Unit]\nEnvironment=KEY=x\n# Environment=KEY=x\n"),
        ("[Service]\nEnvironment=KEYS=x\nEnvironment=\n", "[Service]\nEnvironment=KEYS=x\nEnvironment=\n"),
    ])
    func `they go, and every other byte stays`(_ text: String, _ expected: String) {
        #expect(UnitFile.removing(variables: ["KEY"], from: text) == expected)
    }

    @Test func `one of several on continued lines stays`() {
        #expect(UnitFile.removing(variables: ["KEY"], from: "[Service]\nEnvironment=KEY=x \\\n  B=2\n") == nil)
    }

    @Test func `the rest reads as before, or nothing is written`() {
        let parts = [
            "Environment=", "KEY=x", "A=1", " ", "\n", "\"", "'", " \\\n", "# d\n", "[Service]\n",
            "ExecStart=/a KEY=x\n",
        ]
        var state: UInt64 = 11
        for _ in 0..<5000 {
            var text = "[Service]\n"
            for _ in 0..<9 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += parts[Int(state >> 33) % parts.count]
            }
            guard let rest = UnitFile.removing(variables: ["KEY"], from: text) else { continue }
            func words(_ text: String) -> [String] {
                UnitFile(text).values("Environment", in: "Service").flatMap { UnitFile.words($0) }
            }
            #expect(words(rest) == words(text).filter { !$0.hasPrefix("KEY=") }, "\(text)")
        }
    }
}
