import MachineTesting
import Documents
import Testing

@Suite struct AptFileTests {
    private func configuration(_ text: String) throws -> AptConfiguration {
        var configuration = AptConfiguration()
        for statement in try AptFile(Array(text.utf8)).statements { configuration.apply(statement, of: "test") }
        return configuration
    }

    @Test func `scopes nest, lists grow, and a line is remembered`() throws {
        let configuration = try configuration("A { B \"1\";\n list { \"x\"; \"y\"; }; };\na::b \"2\"; A::list:: \"z\";")
        #expect(configuration.setting("A::B")?.value == "2")
        #expect(configuration.setting("a::B")?.line == 3)
        #expect(configuration.list("A::list").map(\.value) == ["x", "y", "z"])
    }

    @Test func `clearing removes a whole tree`() throws {
        let configuration = try configuration("A { B { \"x\"; }; }; #clear A::B; A::B:: \"y\";")
        #expect(configuration.list("A::B").map(\.value) == ["y"])
    }

    @Test func `a statement knows its bytes`() throws {
        let text = "// first\nA /* c */ \"1\"  ;\n"
        let file = try AptFile(Array(text.utf8))
        #expect(file.statements.map { String(decoding: file.bytes[$0.range], as: UTF8.self) } == ["A /* c */ \"1\"  ;"])
    }

    @Test func `what apt refuses is refused with its line`() {
        #expect(throws: SyntaxError.self) { try AptFile(Array("A \"1\";\nB \"2\"".utf8)) }
        #expect(throws: SyntaxError.self) { try AptFile(Array("{ A; };".utf8)) }
        #expect(throws: SyntaxError.self) { try AptFile(Array(String(repeating: "a {", count: 500).utf8)) }
    }

    @Test func `never traps on random bytes`() {
        var generator = SeededGenerator(seed: 23)
        let alphabet = Array("aB:;{}\"/*#[]% \n\tclear include\\=".utf8) + [0, 0xFF, 0xC3]
        for _ in 0..<4000 {
            let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            guard let file = try? AptFile(bytes) else { continue }
            for statement in file.statements { #expect(file.bytes.indices.contains(statement.range.lowerBound)) }
        }
    }
}
