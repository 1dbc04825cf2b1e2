import Exchanges
import Testing

@Suite struct JSONTextTests {
    private func fault(_ text: String) -> JSONFault? {
        do {
            _ = try JSONText(Array(text.utf8))
            return nil
        } catch { return error }
    }

    @Test(
        "what RFC 8259 allows is read",
        arguments: ["0", "-0.5e+7", "\"\\u00e9\\ud83d\\ude00\"", " [ ] ", "{\"a\":{}}", "[1,[2]]", "true"]
    )
    func valid(text: String) { #expect(fault(text) == nil) }

    @Test(
        "what it does not allow is refused, with the place",
        arguments: [
            ("", "line 1, column 1: it ends too early"), ("[1,]", "line 1, column 4: unexpected byte"),
            ("{\"a\":1,\n\"a\":2}", "line 2, column 1: a key that stands twice"),
            ("01", "line 1, column 3: not a number"),
            ("1.", "line 1, column 3: not a number"), ("\"\\x\"", "line 1, column 3: not an escape"),
            ("\"a\nb\"", "line 1, column 3: control character in a string"),
            ("[] x", "line 1, column 4: something follows its end"),
            ("nul", "line 1, column 4: it ends too early"), ("{\"a\"}", "line 1, column 5: unexpected byte"),
            ("{\"a\":1,\"\\u0061\":2}", "line 1, column 8: a key that stands twice"),
        ]
    )
    func invalid(text: String, words: String) { #expect(fault(text)?.description == words) }

    @Test func bytesThatAreNotUTF8AreRefused() {
        for bytes in [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
        ] {
            #expect(throws: JSONFault.self) { try JSONText(bytes.map { UInt8($0) }) }
        }
    }

    @Test func depthIsLimited() {
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(fault(deep)?.cause == .tooDeep)
        #expect(fault(String(repeating: "[", count: 128) + String(repeating: "]", count: 128)) == nil)
    }

    @Test func valuesAreFoundByTheirKeys() throws {
        let json = try JSONText(Array(#"{"a":[1,"x",{"b":"\u0041\n"}],"c":null,"n":-12}"#.utf8))
        #expect(json.root["a"]?.elements.count == 3)
        #expect(json.root["a"]?.elements[2]["b"]?.words == "A\n")
        #expect(json.root["n"]?.integer == -12)
        #expect(json.root["missing"] == nil)
        #expect(json.root.members.map { $0.key.words } == ["a", "c", "n"])
    }

    /// Also half of a pair, which JavaScript cuts strings into.
    @Test func stringsComeBackAsTheyWere() throws {
        for text in [#""a\"b\\c\u0001""#, #""\ud800x""#, #""😀é""#, #""\ude00""#] {
            let json = try JSONText(Array(text.utf8))
            let said = try #require(json.root.string)
            let again = try JSONText(JSONString.escaped(said))
            #expect(again.root.string == said)
        }
    }

    @Test func onlyWhatIsReplacedChanges() throws {
        let json = try JSONText(Array(#"{ "a" : "x" , "b":[ "y" ] }"#.utf8))
        let other = json.replacing([(try #require(json.root["a"]).range, Array("\"z\"".utf8))])
        #expect(String(decoding: other, as: UTF8.self) == #"{ "a" : "z" , "b":[ "y" ] }"#)
    }

    @Test func randomBytesNeverTrap() {
        var random = SystemRandomNumberGenerator()
        let seed = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00",{"b":null}],"c":true}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: Int.random(in: bytes.indices, using: &random))
                default: bytes = Array(bytes.prefix(Int.random(in: 1...bytes.count, using: &random)))
                }
                if bytes.isEmpty { bytes = [0x5B] }
            }
            guard let json = try? JSONText(bytes) else { continue }
            #expect(json.root.all.allSatisfy { $0.range.upperBound <= bytes.count })
            for node in json.root.all { _ = node.string }
        }
    }
}
