import Leaks
import Testing

@Suite struct TextRedactionTests {
    private static let key = "gl" + "pat-" + Sample.text(20)

    @Test func `a value goes also where nothing says that it is one`() throws {
        let value = "Kq8zW3" + Sample.text(10)
        let text = "login password=\(value)\nlater: he said \(value) works\n"
        let redacted = try #require(TextRedaction().redact(Array(text.utf8)))
        let rest = String(decoding: redacted.bytes, as: UTF8.self)
        #expect(!rest.contains(value))
        #expect(rest.contains("later: he said ***REDACTED***"))
        #expect(rest.utf8.count == text.utf8.count)
    }

    @Test func `a password that is a word stays a word elsewhere`() throws {
        let text = "password=\"correcthorse\"\nthe correcthorse runs\n"
        guard let redacted = TextRedaction().redact(Array(text.utf8)) else { return }
        #expect(String(decoding: redacted.bytes, as: UTF8.self).contains("the correcthorse runs"))
    }

    @Test(arguments: ["-": "%2D", "_": "&#95;", "p": "\\u0070"].map { ($0.key, $0.value) })
    func `a name is shown without a secret in whatever form`(_ plain: String, _ escaped: String) {
        let name = "logs/" + Self.key.replacing(plain, with: escaped) + ".txt"
        let shown = SecretSearch(known: nil).redacted(name)
        #expect(shown.contains("‹"), "\(shown)")
        #expect(!shown.contains(Self.key.suffix(12)))
        #expect(SecretSearch(known: nil).redacted("logs/report-2026%20a.txt") == "logs/report-2026%20a.txt")
    }
}
