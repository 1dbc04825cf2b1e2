import Documents
import Testing

@Suite struct JSONWriterTests {
    @Test func `members keep their order, and each stands on a line of its own`() {
        let value = JSONValue.object([
            ("b", .strings(["x"])), ("a", .object([("n", 7), ("none", .optional(nil))])), ("e", []), ("o", [:]),
        ])
        #expect(
            value.document == """
                {
                  "b": [
                    "x"
                  ],
                  "a": {
                    "n": 7,
                    "none": null
                  },
                  "e": [],
                  "o": {}
                }

                """
        )
    }

    @Test(arguments: ["\"\\/", "\u{0}\u{8}\t\n\u{C}\r\u{1F}", "\u{7F}", "\u{2028}\u{2029}", "\u{1F980}é", ""])
    func `any text is read again as it was, and steers no terminal`(_ text: String) throws {
        let written = JSONValue.object([(text, .string(text))]).document
        let root = try JSONDocument(Array(written.utf8), dialect: .json).root
        #expect(root.members?.first?.key == text && root[text]?.text == text)
        for scalar in written.unicodeScalars where scalar != "\n" {
            #expect(scalar.value >= 0x20 && scalar.value != 0x7F && !(0x2028...0x2029).contains(scalar.value))
        }
    }
}
