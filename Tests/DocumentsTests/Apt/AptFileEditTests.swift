import Documents
import MachineTesting
import Testing

@Suite struct AptFileEditTests {
    private func file(_ text: String) throws -> AptFile { try AptFile(Array(text.utf8)) }
    private func text(_ file: AptFile) -> String { String(decoding: file.bytes, as: UTF8.self) }

    @Test func `replaces the last statement that names the item, and nothing else`() throws {
        let before = try file("// mine\nA::B \"1\"; A::B \"2\"; // two\nA::C \"x\";\n")
        let after = try before.setting("A::B", to: "3")
        #expect(text(after) == "// mine\nA::B \"1\"; A::B \"3\"; // two\nA::C \"x\";\n")
    }

    @Test func `adds what is missing at the end, also where a block or a clearing has the item`() throws {
        #expect(text(try file("").setting("A", to: "1")) == "A \"1\";\n")
        #expect(text(try file("A { B \"0\"; };").setting("A::B", to: "1")) == "A { B \"0\"; };\nA::B \"1\";\n")
        #expect(
            text(try file("A \"1\";\n#clear A;\n").setting("A", to: "2").setting("A", to: "2"))
                == "A \"1\";\n#clear A;\nA \"2\";\n"
        )
    }

    @Test func `adds a value to a list once`() throws {
        let once = try file("L:: \"a\";\n").adding("b", to: "L")
        #expect(text(once) == "L:: \"a\";\nL:: \"b\";\n")
        #expect(text(try once.adding("b", to: "L")) == text(once))
    }

    @Test func `refuses what apt would read otherwise`() throws {
        #expect(throws: SyntaxError.self) { try file("A { ").setting("B", to: "1") }
        #expect(throws: SyntaxError.self) { try file("/* open").setting("B", to: "1") }
        #expect(throws: SyntaxError.self) { try file("").setting("B", to: "a\"; C \"1") }
    }

    @Test func `edits random files so that apt reads the value`() {
        var generator = SeededGenerator(seed: 11)
        let pieces = [
            "A::B \"1\";", "A {", "B \"2\";", "};", "//", "/*", "*/", "\n", "#clear A;", "#clear A::B;", " ", "C;",
        ]
        var edited = 0
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...9, using: &generator)).compactMap { _ in
                pieces.randomElement(using: &generator)
            }.joined()
            guard let before = try? file(text), let after = try? before.setting("A::B", to: "9") else { continue }
            edited += 1
            var configuration = AptConfiguration()
            for statement in after.statements { configuration.apply(statement, of: "f") }
            #expect(configuration.setting("A::B")?.value == "9", "\(text)")
            #expect((try? after.setting("A::B", to: "9"))?.bytes == after.bytes)
        }
        #expect(edited > 300)
    }
}
