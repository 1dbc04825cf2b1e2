import Exchanges
import SampleStreams

/// Chance that is the same whenever its seed is.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// What models write that holds no secret, however much it looks like one.
enum BenignText {
    private static let words = [
        "the", "func", "return", "{", "}\n", "let x = 1;", "https://example.com/path", "0x7fff", "password", "key:",
        "token =",
        "—", "日本語", "😀", "👩‍👩‍👧", "e\u{301}", "\"quoted\"", "a\\nb", "&amp;", "%20", "c29tZSB0ZXh0IGluIGJhc2U2NA==",
        "ghp_…",
        "ask", "sk-…", "sk-ant-…", "AKIA…", "xoxb-…", "glpat-…", "-----BEGIN CERTIFICATE-----\n",
        "-----BEGIN PUBLIC KEY-----",
        "deadbeefdeadbeefdeadbeef", "Tr0ub4dor", "Tr0ub4dor&3-of", "the-vault!", "\t", "\n\n", "\u{0}", "\u{7F}",
        "\u{2028}", "\r\n",
        "```swift\n", "```\n", "| a | b |\n|---|---|\n", "1.", "* [ ] ", "$HOME", "${API_KEY}", "<your-api-key>",
        "export TOKEN=…",
        "Bearer $TOKEN", "user@example.com", "127.0.0.1:8080", "/etc/passwd", "SELECT * FROM t;", "\\u0041", "\\\\",
        "/\\/", "[1]",
    ]
    private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/".utf8)
    private static let digits = Array("0123456789abcdef".utf8)

    /// Texts, then arguments, as upstreams have them.
    static func pieces(with dice: inout Dice) -> [Streams.Piece] {
        var texts: [Streams.Piece] = []
        var kind = Channel.Kind.text
        for _ in 0..<Int.random(in: 1...40, using: &dice) {
            if dice.next() % 6 == 0 { kind = kind == .text ? .reasoning : .text }
            texts.append((kind, text(with: &dice)))
        }
        let count = Int.random(in: 0...8, using: &dice)
        return texts + (0..<count).map { _ in (.arguments, text(with: &dice)) }
    }

    private static func text(with dice: inout Dice) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            switch dice.next() % 12 {
            case 0: text += random(digits, [7, 32, 40, 64], with: &dice)
            case 1: text += random(letters, [3, 10, 22, 44, 150], with: &dice)
            case 2: text += [8, 4, 4, 4, 12].map { random(digits, [$0], with: &dice) }.joined(separator: "-")
            case 3: text += String(dice.next())
            case 4:
                // A hyphen alone would make the beginning of a key of two letters before it.
                let scalar = Unicode.Scalar(UInt32.random(in: 1...0xFFFF, using: &dice)) ?? "x"
                text.unicodeScalars.append(scalar == "-" ? "x" : scalar)
            default: text += words.randomElement(using: &dice) ?? ""
            }
            // What follows an address without a blank would be a part of it.
            if dice.next() & 1 == 0 || text.hasSuffix("/path") { text += " " }
        }
        // A word may go on in the next piece; what would become the beginning of a key may not, as "sk" and then "-" would.
        guard dice.next() % 4 == 0 else { return text }
        let cut = String(text.unicodeScalars.prefix(Int.random(in: 1...2, using: &dice)))
        return cut.hasPrefix("-") ? "x" : cut
    }

    private static func random(_ letters: [UInt8], _ lengths: [Int], with dice: inout Dice) -> String {
        let length = lengths.randomElement(using: &dice) ?? 1
        return String(decoding: (0..<length).map { _ in letters.randomElement(using: &dice) ?? 0x61 }, as: UTF8.self)
    }
}
