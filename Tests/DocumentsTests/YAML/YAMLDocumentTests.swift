import MachineTesting
import Documents
import Testing

@Suite struct YAMLDocumentTests {
    @Test func `works out anchors and merge keys, and knows the lines`() throws {
        let root = try YAMLDocument(
            """
            base: &base
              image: one
              ports: ["80:80"]
            services:
              gateway:
                <<: *base
                image: two
                user: "0123"
                flag: no
            """
        ).root
        let gateway = try #require(root["services"]?["gateway"])
        #expect(gateway["image"]?.text == "two")
        #expect(gateway["ports"]?.items?.first?.text == "80:80")
        #expect(gateway["user"]?.text == "0123")
        #expect(gateway["flag"]?.flag == false)
        #expect(gateway.entries?.last { $0.key == "image" }?.line == 7)
    }

    @Test func `says where the text is wrong`() throws {
        let error = #expect(throws: SyntaxError.self) { try YAMLDocument("a: 1\nb: [1, 2\nc: 3\n") }
        #expect((2...4).contains(error?.position.line ?? 0))
    }

    @Test func `refuses a key that is set twice`() {
        let error = #expect(throws: SyntaxError.self) { try YAMLDocument("a: 1\na: 2\n") }
        #expect(error?.message.contains("set twice") == true)
    }

    @Test func `stops aliases that multiply`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(items)]\n"
        }
        #expect(throws: SyntaxError.self) { try YAMLDocument(text) }
    }

    @Test func `an empty text is nothing, and a second document is refused`() throws {
        #expect(try YAMLDocument("# only a remark\n").root.kind == "nothing")
        let error = #expect(throws: SyntaxError.self) { try YAMLDocument("a: 1\n---\nb: 2\n") }
        #expect(error?.position.line == 2)
    }

    @Test func `an alias of an unknown anchor, and of the value it stands in, is refused`() {
        #expect(throws: SyntaxError.self) { try YAMLDocument("a: *b\n") }
        #expect(throws: SyntaxError.self) { try YAMLDocument("a: &b [*b]\n") }
    }

    @Test func `stops brackets that open without end`() {
        #expect(throws: SyntaxError.self) { try YAMLDocument(String(repeating: "[", count: 200_000)) }
    }

    @Test func `never traps on damaged text`() {
        let seed = Array(
            "services:\n  a: &x {image: \"b\", ports: ['1:2', 3]}\n  c:\n    <<: *x\n    d: |\n      e\n".utf8
        )
        var random = SeededGenerator(seed: 11)
        var accepted = 0
        for _ in 0..<3_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes[place] = UInt8.random(in: 9...126, using: &random)
                } else {
                    bytes.remove(at: place)
                }
            }
            if (try? YAMLDocument(String(decoding: bytes, as: UTF8.self))) != nil { accepted += 1 }
        }
        #expect(accepted > 100)
    }
}
