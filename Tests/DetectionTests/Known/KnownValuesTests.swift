import FoundationEssentials
import MachineTesting
import Testing

@testable import Detection

@Suite struct KnownValuesTests {
    private func known(_ value: String) throws -> KnownValues {
        var values = KnownValues()
        try values.add(value, named: "gateway")
        return values
    }

    private func forms(_ values: KnownValues, _ text: String) -> [String] {
        values.scan(Array(text.utf8)).map {
            "\($0.name) \($0.form.rawValue) \($0.range.lowerBound)"
        }
    }

    private static let values = [
        MadeUp.text(8), MadeUp.text(13), MadeUp.text(40), "p\"a/ss wörd\\\u{1}!", MadeUp.privateKey,
    ]

    @Test(arguments: values, 0..<6)
    func `finds a value however it is written, at any place`(_ value: String, _ before: Int) throws {
        let known = try self.known(value)
        let lead = String("abcdef".prefix(before))
        #expect(forms(known, lead + value + "zz").contains("gateway plain \(before)"))
        let data = Data((lead + value + "tail").utf8)
        let coded = data.base64EncodedString()
        #expect(forms(known, "x \(coded)").contains { $0.contains("base64") })
        let safe = coded.replacing("+", with: "-").replacing("/", with: "_")
        #expect(forms(known, "x \(safe)").contains { $0.contains("base64") })
        let hex = value.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(forms(known, lead + hex).contains("gateway hexadecimal \(before)"))
        #expect(forms(known, lead + hex.uppercased()).contains("gateway hexadecimal \(before)"))
        let json = try String(decoding: JSONEncoder().encode([value]), as: UTF8.self)
        #expect(!forms(known, lead + json).isEmpty)
        let url = value.addingPercent
        #expect(!forms(known, lead + "?a=" + url + "&b").isEmpty)
    }

    @Test(arguments: ["\n", "\r\n", "\n    ", "\\\n", "\\n", "\" \\\n  \"", "\" +\n  \"", "'\n'"], 3..<34)
    func `finds a value that is split over lines`(_ end: String, _ place: Int) throws {
        let value = MadeUp.text(40)
        let known = try self.known(value)
        let text = "say \"\(value.prefix(place))\(end)\(value.dropFirst(place))\" now"
        #expect(forms(known, text) == ["gateway plain 5"])
        let coded = Data(("some text before " + value + " and after").utf8).base64EncodedString()
        let folded = "\(coded.prefix(place + 20))\(end)\(coded.dropFirst(place + 20))"
        #expect(forms(known, folded).contains { $0.hasPrefix("gateway base64") })
    }

    @Test func `refuses what would be found by chance, and finds nothing that is not there`() throws {
        #expect(throws: KnownValues.Refusal.tooShort) { try self.known("1234567") }
        let value = MadeUp.text(40)
        let known = try self.known(value)
        for place in 0..<40 {
            var other = Array(value.utf8)
            other[place] ^= 1
            #expect(known.scan(other).isEmpty, "\(place)")
        }
        #expect(forms(known, String(value.dropLast())) == [])
        #expect(forms(KnownValues(), value) == [])
    }

    @Test func `keeps no value and no part of one`() throws {
        let value = MadeUp.text(64)
        var description = ""
        try dump(known(value), to: &description)
        for start in 0..<60 {
            let part = String(decoding: Array(value.utf8)[start..<start + 4], as: UTF8.self)
            // Numbers of a dump may be any digits.
            #expect(part.allSatisfy(\.isNumber) || !description.contains(part))
        }
    }

    @Test func `a stream finds what the whole has, whatever the pieces`() throws {
        var values = KnownValues()
        for (index, value) in Self.values.enumerated() {
            try values.add(value, named: "value \(index)")
        }
        var generator = SeededGenerator(seed: Rounds.seed)
        for _ in 0..<Rounds.count(standard: 100) {
            var text: [UInt8] = []
            for _ in 0..<20 {
                let value = Array((Self.values.randomElement(using: &generator) ?? "").utf8)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: text += value
                case 1: text += Data(value).base64EncodedString().utf8
                case 2: text += value.prefix(Int.random(in: 0...value.count, using: &generator))
                default: text.append(UInt8.random(in: 0...255, using: &generator))
                }
                text.append(10)
            }
            let whole = values.scan(text)
            var stream = KnownValueStream(values, block: Int.random(in: 1...3000, using: &generator))
            var found: [KnownValues.Found] = []
            var place = 0
            while place < text.count {
                let next = min(text.count, place + Int.random(in: 1...900, using: &generator))
                stream.read(Array(text[place..<next])) { found.append($0) }
                place = next
            }
            stream.finish { found.append($0) }
            #expect(found == whole)
        }
    }

    @Test func `the fingerprint is SipHash`() {
        // The key and the message of the reference implementation's vectors: bytes 0, 1, 2 …
        let hash = SipHash(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
        #expect(hash(Array(UInt8(0)..<15)) == 0xa129_ca61_49be_45e5)
        #expect(hash([]) == 0x726f_db47_dd0e_0e31)
    }
}

extension String {
    fileprivate var addingPercent: String {
        utf8.map { byte in
            Alphabet.tilded.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        .joined()
    }
}
