import Archives
import Detection
import FoundationEssentials
import Testing

@testable import Leaks

@Suite struct DisguiseTests {
    private func look(_ bytes: [UInt8], by size: Int = 1 << 16) -> [Leak] {
        var leaks: [Leak] = []
        let scan = LeakScan(fingerprint: { "\($0)" }, leftOut: { _ in }, tell: { leaks.append($0) })
        scan.look(at: "f") { take in
            var place = 0
            while place < bytes.count {
                let next = min(bytes.count, place + size)
                take(bytes.span.bytes.extracting(place..<next))
                place = next
            }
        }
        return leaks
    }

    private static let key = "gl" + "pat-" + Sample.text(20)
    private static let text = "# a line before it\nTOKEN = \(key)\nand more of it behind\n"

    /// Every form, and how many bytes lie before the key in it.
    private static var forms: [(ValueForm, [UInt8])] {
        let plain = Array(text.utf8)
        let digits = Array("0123456789abcdef".utf8)
        let base64 = Array(encoded(plain).utf8)
        let folded = stride(from: 0, to: base64.count, by: 76).map { base64[$0..<min($0 + 76, base64.count)] }
        return [
            (.utf16, plain.flatMap { [$0, 0] }), (.utf16, plain.flatMap { [0, $0] }),
            (.utf16, [0xFF, 0xFE] + plain.flatMap { [$0, 0] }), (.utf16, [0xFE, 0xFF] + plain.flatMap { [0, $0] }),
            (.base64, base64), (.base64, Array(folded.joined(separator: Array("\r\n".utf8)))),
            (.hexadecimal, plain.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }),
            (.urlEncoded, Array(text.replacing("-", with: "%2D").utf8)),
            (.jsonEscaped, Array(text.replacing("-", with: "\\u002d").utf8)),
            (.jsonEscaped, Array(text.replacing("-", with: "\\x2d").utf8)),
            (.plain, Array(text.replacing("-", with: "\u{1B}[01;31m-\u{1B}[m").utf8)),
            (.htmlEscaped, Array(text.replacing("-", with: "&#45;").utf8)),
            (.htmlEscaped, Array(text.replacing(key, with: key.utf8.map { "&#\($0)" }.joined()).utf8)),
            (.htmlEscaped, Array(text.replacing("-", with: "&#x002D;").utf8)),
            (.quotedPrintable, Array(text.replacing("-", with: "=2D").utf8)),
            (.quotedPrintable, Array(text.replacing(key, with: mail(Array(key.utf8))).utf8)),
            (.quotedPrintable, Array(text.replacing("-", with: "-=\n").utf8)),
            (.quotedPrintable, Array(text.replacing("t-", with: "=\r\nt=\r\n-").utf8)),
        ]
    }

    private static func mail(_ bytes: [UInt8]) -> String {
        bytes.map { "=" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let three = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
            let bits = three[0] << 16 | three[1] << 8 | three[2]
            for shift in [18, 12, 6, 0].prefix(min(4, bytes.count - start + 1)) {
                text.append(letters[bits >> shift & 63])
            }
        }
        return text
    }

    @Test(arguments: [1, 77, 1 << 16])
    func `a key in another form is found, at the place where it stands`(_ size: Int) throws {
        for before in [0, 1, 5000, 262_100, 262_144 - 30] {
            for (form, bytes) in Self.forms {
                let filler =
                    String(repeating: "some words. ", count: before / 12) + String(repeating: "\n", count: before % 12)
                let leaks = look(Array(filler.utf8) + [0x0A] + bytes, by: size)
                let found = leaks.filter { $0.fingerprint == "\(Array(Self.key.utf8))" }
                #expect(found.count == 1, "\(form) behind \(before): \(leaks)")
                #expect(
                    found.allSatisfy {
                        $0.form == form && (before + 1..<before + 1 + bytes.count).contains($0.place.offset)
                    }
                )
                if size == 1 { break }
            }
        }
    }

    @Test func `a short run is found wherever it begins, and among others that are nothing`() {
        let run = Self.encoded(Array("t=\(Self.key);;".utf8))
        #expect(run.utf8.count == 40)
        for before in 0..<64 {
            for filler in [" ", "(", "-"] {
                let rule = String(repeating: filler, count: before)
                let leaks = look(Array("\(rule)\n\(rule) \(run)\n".utf8))
                #expect(leaks.map(\.form) == [.base64], "behind \(before) of \(filler)")
            }
        }
    }

    @Test func `a run is found behind what is joined to it`() {
        let text = Array("token: \(Self.key) and more of it".utf8)
        let run = Self.encoded(text)
        let digits = Array("0123456789abcdef".utf8)
        let hex = String(decoding: text.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        let joined = [
            "GET /v1/key/\(run)", "+\(run)", "-\(run)", "_\(run)", "{\"a\": \"b\\n\(run)\"}", "a%20\(run)", "0x\(hex)",
            "\\x\(hex)", "https://host.example/some/path-of_it/\(run)",
        ]
        for text in joined { #expect(look(Array("\(text)\n".utf8)).count == 1, "\(text.prefix(30))") }
    }

    @Test func `an escape is found wherever it stands`() {
        for before in 0..<80 {
            for dash in ["%2D", "\\u002d", "\\x2d", "\u{1B}[1m-\u{1B}[m", "&#45;", "&#x2d", "=2D", "=\n-", "-=\r\n"] {
                let text = Self.key.replacing("-", with: dash)
                let filler = String(repeating: "% \\n ", count: before / 5) + String(repeating: "\n", count: before % 5)
                #expect(look(Array("\(filler)\n\(text)".utf8)).count == 1, "\(dash) behind \(before)")
            }
        }
    }

    @Test(arguments: [false, true])
    func `a known value is found as programs and people write it`(_ isKnownOnly: Bool) throws {
        let value = "aT9+kq/Wz=Lm&2p<Rv>x'Y.b~C-d_E"
        var known = KnownValues()
        try unsafe Array(value.utf8).withUnsafeBytes { try unsafe known.add($0, named: "one") }
        func found(_ text: [UInt8]) -> Int {
            var leaks: [Leak] = []
            let scan = LeakScan(
                known: known,
                isKnownOnly: isKnownOnly,
                secrets: ["one": KnownSecret("web/key", isInForce: true)],
                fingerprint: { "\($0)" },
                leftOut: { _ in },
                tell: { leaks.append($0) }
            )
            scan.look(at: "f") { take in take(text.span.bytes) }
            return leaks.filter { $0.known != nil }.count
        }
        let plain = Array(value.utf8)
        let digits = Array("0123456789abcdef".utf8)
        let percent = plain.flatMap { [0x25, digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        let escaped = plain.flatMap { Array("\\u00".utf8) + [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        let forms: [[UInt8]] = [
            plain, percent, escaped,
            Array(value.replacing("&", with: "\\u0026").replacing("<", with: "\\u003c").utf8),
            Array(value.replacing("T", with: "%54").utf8), Array(value.replacing("9", with: "\\x39").utf8),
            Array(Self.encoded(Array(Self.encoded(plain + plain).utf8)).utf8),
            Array(Self.encoded(plain.flatMap { [$0, 0] }).utf8), plain.flatMap { [$0, 0] },
            Array(value.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("'", with: "&#39;").utf8),
            Array(value.replacing("=", with: "=3D").utf8), Array(Self.mail(plain).utf8),
            Array(value.replacing("=", with: "=3D").replacing("<", with: "=\n<").utf8),
        ]
        for form in forms {
            #expect(found(Array("a line\nkey: ".utf8) + form + [0x0A]) >= 1, "\(String(decoding: form, as: UTF8.self))")
        }
        #expect(found(Array("a line\nkey: aT9%2Bkq\n".utf8)) == 0)
    }

    @Test func `a value over and over ends soon`() throws {
        let line = "atk17value-of-some-length\n"
        var known = KnownValues()
        try unsafe Array(line.dropLast().utf8).withUnsafeBytes { try unsafe known.add($0, named: "one") }
        var count = 0
        let scan = LeakScan(
            known: known,
            isKnownOnly: true,
            secrets: ["one": KnownSecret("web/key", isInForce: true)],
            fingerprint: { "\($0)" },
            leftOut: { _ in },
            tell: { if $0.place.line == 40_000 { count += 1 } }
        )
        let start = ContinuousClock.now
        scan.look(at: "f") { take in take(Array(String(repeating: line, count: 40_000).utf8).span.bytes) }
        #expect(count == 1)
        // Lines that were counted from the beginning for each took minutes.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func `a key across the end of a long word is found`() {
        for count in stride(from: 4030, through: 4090, by: 4) {
            let coded = Self.key.replacing("-", with: "\\u002d")
            let text = "{\"a\":\"\\u003d" + String(repeating: "x", count: count) + "/" + coded + "\"}"
            #expect(look(Array(text.utf8)).count >= 1, "\(count)")
        }
    }

    @Test func `what stands there plainly is told once`() {
        #expect(look(Array("a=%20b&token=\(Self.key)&c=%2F\n".utf8)).count == 1)
        #expect(look(Array("\u{1B}[1m\(Self.key)\u{1B}[0m\n".utf8)).count == 1)
        #expect(look(Array("x\u{1B}[1m\(Self.key)\u{1B}[0my\n".utf8)).count == 1)
        #expect(look(Array("token=\n\(Self.key)=\nB=\n".utf8)).count == 1)
        #expect(look(Array("?a=3D&amp;token=\(Self.key)&#38;c=41=42\n".utf8)).count == 1)
    }

    @Test func `lines that end with an equals sign are not one`() {
        let text =
            "GITHUB_TOKEN=\nDATABASE_URL=postgres://localhost/x\nAWS_SECRET_ACCESS_KEY=\nAPI_KEY=\nNAME=41\nAWS_KEY=\n"
        #expect(look(Array(text.utf8)).isEmpty)
    }

    @Test(arguments: ["a=\n", "&#65;", "=41", "&amp;", "=\n", "&#", "=4A"])
    func `escapes one after the other end soon`(_ part: String) throws {
        var known = KnownValues()
        try unsafe Array("aT9+kq/Wz=Lm&2p".utf8).withUnsafeBytes { try unsafe known.add($0, named: "one") }
        let scan = LeakScan(known: known, fingerprint: { "\($0)" }, leftOut: { _ in }, tell: { _ in })
        let bytes = Array(String(repeating: part, count: 100_000).utf8)
        let start = ContinuousClock.now
        scan.look(at: "f") { take in take(bytes.span.bytes) }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func `bytes that are nothing end, whatever they are`() {
        var dice = SystemRandomNumberGenerator()
        let parts: [[UInt8]] = [
            [0], [0x41, 0], [0x25], [0x5C, 0x75, 0x30], [0x1B, 0x5B], Array("QUJD".utf8), [0x0A], [0x25, 0x34, 0x31],
            Array("=41".utf8), [0x3D, 0x0A], [0x3D, 0x0D, 0x0A], Array("&#65;".utf8), Array("&amp".utf8),
            Array("&#x".utf8),
        ]
        let rounds = ProcessInfo.processInfo.environment["NACRE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 300
        for _ in 0..<rounds {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<400, using: &dice) {
                let part = parts.randomElement(using: &dice) ?? []
                for _ in 0..<Int.random(in: 1...9, using: &dice) { bytes += part }
            }
            _ = look(bytes, by: Int.random(in: 1...2000, using: &dice))
        }
    }
}
