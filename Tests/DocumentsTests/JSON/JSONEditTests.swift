import Documents
import Testing

@Suite struct JSONEditTests {
    private func edit(
        _ text: String,
        _ dialect: JSONDocument.Dialect = .json5,
        _ edits: JSONEdit...
    ) throws(SyntaxError) -> String {
        String(decoding: try JSONDocument(Array(text.utf8), dialect: dialect).applying(edits).bytes, as: UTF8.self)
    }

    @Test func `changes a value and nothing else`() throws {
        let text = "// mine\n{ gateway: { \"bind\" : 'lan' , /* why */ port: 0x4965, },\n}\n"
        #expect(
            try edit(text, .json5, .set("loopback", at: ["gateway", "bind"]))
                == "// mine\n{ gateway: { \"bind\" : 'loopback' , /* why */ port: 0x4965, },\n}\n"
        )
    }

    @Test func `leaves a value that already says so as it is written`() throws {
        let text = "{port:0x4965,ratio:1.50,list:[1,2,],o:{b:1,a:2}}"
        #expect(try edit(text, .json5, .set(18789, at: ["port"])) == text)
        #expect(try edit(text, .json5, .set(.number("1.5"), at: ["ratio"])) == text)
        #expect(try edit(text, .json5, .set([1, 2], at: ["list"])) == text)
        #expect(try edit(text, .json5, .set(["a": 2, "b": 1], at: ["o"])) == text)
    }

    @Test func `adds a member on a line of its own, behind the remark on the last one`() throws {
        #expect(
            try edit("{\n\t\"a\": 1 // one\n\t// the end\n}\n", .json5, .set(true, at: ["b", "c"]))
                == "{\n\t\"a\": 1, // one\n\t\"b\": {\n\t\t\"c\": true\n\t}\n\t// the end\n}\n"
        )
    }

    @Test func `follows the quotes, the comma at the end and the line ends of its neighbors`() throws {
        #expect(
            try edit("{\r\n  a: 'x',\r\n}\r\n", .json5, .set("it's", at: ["b-c"]), .set(1, at: ["d"]))
                == "{\r\n  a: 'x',\r\n  'b-c': 'it\\'s',\r\n  d: 1,\r\n}\r\n"
        )
    }

    @Test func `stays on one line where the neighbors do`() throws {
        #expect(try edit("{\"a\":1}", .json, .set(["x": [1]], at: ["b"])) == "{\"a\":1,\"b\":{\"x\":[1]}}")
        #expect(try edit("{ a: {} }", .json5, .set(1, at: ["a", "b"])) == "{ a: { b: 1 } }")
        #expect(try edit("[1,  2]", .json, .append(3, to: [])) == "[1,  2,  3]")
    }

    @Test func `fills what is empty`() throws {
        #expect(try edit("{}", .json, .set(1, at: ["a", "b"])) == "{\n  \"a\": {\n    \"b\": 1\n  }\n}")
        #expect(try edit("{\n  // nothing yet\n}", .json5, .set(1, at: ["a"])) == "{\n  // nothing yet\n  \"a\": 1\n}")
        #expect(try edit("{\n  \"a\": []\n}", .json, .append("x", to: ["a"])) == "{\n  \"a\": [\n    \"x\"\n  ]\n}")
        #expect(try edit("{\"a\": null}", .json, .set(1, at: ["a", "b"])) == "{\"a\": {\"b\": 1}}")
    }

    @Test func `takes members out with their comma and leaves the comments`() throws {
        let text = "{\n  \"a\": 1, // one\n  // about b\n  \"b\": 2,\n  \"c\": 3\n}\n"
        #expect(
            try edit(text, .json5, .remove(at: ["b"])) == "{\n  \"a\": 1, // one\n  // about b\n  \"c\": 3\n}\n"
        )
        #expect(
            try edit(text, .json5, .remove(at: ["c"]), .remove(at: ["a"]))
                == "{\n  // one\n  // about b\n  \"b\": 2\n}\n"
        )
        #expect(try edit("{ \"a\": 1, \"b\": 2 }", .json, .remove(at: ["b"])) == "{ \"a\": 1 }")
        #expect(try edit("{ \"a\": 1 }", .json, .remove(at: ["a"])) == "{}")
        #expect(try edit("[\"x\", \"*\", \"y\"]", .json, .remove(at: [1])) == "[\"x\", \"y\"]")
        #expect(try edit(text, .json5, .remove(at: ["z", 3, "y"])) == text)
    }

    @Test func `changes the last of a key that repeats, and removes them all`() throws {
        #expect(try edit("{a: 1, a: 2}", .json5, .set(3, at: ["a"])) == "{a: 1, a: 3}")
        #expect(try edit("{a: 1, b: 0, a: 2}", .json5, .remove(at: ["a"])) == "{b: 0}")
        let many = "{" + String(repeating: "a: 1, ", count: 200) + "}"
        #expect(throws: SyntaxError.self) { try edit(many, .json5, .remove(at: ["a"])) }
    }

    @Test func `refuses what has no place, and says where`() {
        #expect(throws: SyntaxError("a number has no key b", at: SourcePosition(line: 2, column: 4))) {
            try edit("{\na: 1}", .json5, .set(1, at: ["a", "b"]))
        }
        #expect(throws: SyntaxError.self) { try edit("[1]", .json, .set(1, at: [2])) }
        #expect(throws: SyntaxError.self) { try edit("{}", .json, .set(1, at: ["a", 1])) }
        #expect(throws: SyntaxError.self) { try edit("{\"a\": {}}", .json, .append(1, to: ["a"])) }
        #expect(throws: SyntaxError.self) { try edit("{}", .json, .set(.number("0x1"), at: ["a"])) }
        #expect(throws: SyntaxError.self) { try edit("{}", .json5, .set(.number("1, b: 2"), at: ["a"])) }
        let deep = (0..<100_000).map { JSONPathComponent.key("k\($0)") }
        #expect(throws: SyntaxError.self) { try edit("{}", .json5, .set(1, at: deep)) }
    }

    @Test func `ends comments where JSON5 does`() throws {
        let text = "{ // note\u{2028}a: 1 // end\u{2029}}"
        #expect(try edit(text, .json5, .set(2, at: ["a"])) == "{ // note\u{2028}a: 2 // end\u{2029}}")
        #expect(try JSONDocument(Array("'a\\\u{2028}b'".utf8)).root.text == "ab")
    }
}
