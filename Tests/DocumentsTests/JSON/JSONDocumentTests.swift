import MachineTesting
import Documents
import Testing

@Suite struct JSONDocumentTests {
    private func parse(_ text: String, _ dialect: JSONDocument.Dialect = .json5) throws(SyntaxError) -> JSONNode {
        try JSONDocument(Array(text.utf8), dialect: dialect).root
    }

    @Test func `reads what JSON5 adds to JSON`() throws {
        let root = try parse(
            """
            // a comment
            { unquoted: 'single \\'quoted\\'', "hex": 0xFF, dot: .5, plus: +1, /* inline */ list: [1, 2,],
              long: "one \\
            line", inf: -Infinity, }
            """
        )
        #expect(root["unquoted"]?.text == "single 'quoted'")
        #expect(root["hex"]?.integer == 255)
        #expect(root["plus"]?.integer == 1)
        #expect(root["list"]?.items?.count == 2)
        #expect(root["long"]?.text == "one line")
    }

    @Test(arguments: [
        "{a:1}", "[1,]", "{'a':1}", "// c\n1", "[.5]", "[+1]", "[0x1]", "\"\\x41\"", "[01]", "[1.]", "[\"\u{1}\"]",
        "[NaN]", "[1 2]", "{\"a\" 1}", "tru", "", "[", "{", "\"", "[1]]", "{\"a\":}", "[1e]",
    ])
    func `strict JSON refuses`(_ text: String) {
        #expect(throws: SyntaxError.self) { try parse(text, .json) }
    }

    @Test func `says the line and column of an error`() {
        #expect(throws: SyntaxError("a comma or the end is missing", at: SourcePosition(line: 3, column: 3))) {
            try parse("{\n  a: 1\n  b: 2\n}")
        }
    }

    @Test func `keeps keys that repeat, and the last one counts`() throws {
        let root = try parse("{a: 1, a: 2}")
        #expect(root.members?.count == 2)
        #expect(root["a"]?.integer == 2)
    }

    @Test func `knows the bytes of each value`() throws {
        let text = "{ \"port\" : 18789 }"
        let document = try JSONDocument(Array(text.utf8))
        let port = try #require(document.root["port"])
        #expect(String(decoding: document.bytes[port.range], as: UTF8.self) == "18789")
        #expect(document.position(of: port) == SourcePosition(line: 1, column: 12))
    }

    @Test func `joins surrogate pairs and replaces lone ones`() throws {
        #expect(try parse("\"\\ud83e\\udd9e\"").text == "🦞")
        #expect(try parse("\"\\ud83e!\"").text == "\u{FFFD}!")
    }

    @Test func `stops at its limits`() {
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(throws: SyntaxError.self) { try JSONDocument(deep) }
        #expect(throws: SyntaxError.self) { try JSONDocument([0x5B, 0x5D], limits: Limits(size: 1, depth: 9)) }
    }

    @Test func `never traps on damaged text`() throws {
        let seed = Array("{\"a\":[1,-2.5e3,true,null,'x\\u00e9\\ud83e\\udd9e'],b:{c:0x1F,/*c*/d:.5},// e\n}".utf8)
        var random = SeededGenerator(seed: 7)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(seed[Int.random(in: 0..<seed.count, using: &random)], at: place)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            if let document = try? JSONDocument(bytes) {
                accepted += 1
                #expect(document.root.range.upperBound <= bytes.count)
            }
        }
        #expect(accepted > 100)
    }
}
