/// Values that stand in documentation and tests where a real one will stand, or never.
enum Placeholder {
    /// Whether it may be a password that somebody uses, and does not say of itself that it is none.
    static func isPassword(_ view: ByteView, _ range: Range<Int>) -> Bool {
        guard range.count >= 3, !Randomness.isMadeUp(view, range), !isReference(view, range) else { return false }
        let text = view.bytes(range).map(\.folded)
        let others = text.drop { $0 == text[0] }
        return others.contains { $0 != text[0] && $0 != others.first } && !names(text)
    }

    /// A variable or a hole of a template, not a value.
    static func isReference(_ view: ByteView, _ range: Range<Int>) -> Bool {
        let first = view[range.lowerBound]
        let last = view[range.upperBound - 1]
        switch first {
        case UInt8(ascii: "$"), UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "%"): return true
        case UInt8(ascii: "["), UInt8(ascii: "#"): return first == last || last == UInt8(ascii: "]")
        default: return false
        }
    }

    /// Whether letters, with two digits at the end at most, name what should stand there: `anewpassword`, `user_pass2`.
    private static func names(_ text: [UInt8]) -> Bool {
        let digits = text.reversed().prefix { Alphabet.digit.contains($0) }.count
        let name = text.dropLast(min(digits, 3))
        guard name.allSatisfy({ Alphabet.naming.contains($0) }) else { return false }
        let letters = name.filter { Alphabet.letter.contains($0) }
        return words.contains(String(decoding: letters, as: UTF8.self)) || parts.isAnyInside(letters)
    }

    private static let parts = ByteWords([
        "pass", "pwd", "secret", "test", "user", "token", "apikey", "word", "sample", "demo", "wrong", "admin",
    ])
    private static let words: Set<String> = [
        "postgres", "root", "guest", "pw", "key", "null", "none", "foo", "bar", "baz", "foobar", "hunter", "letmein",
        "abc", "xyz", "port", "host", "empty", "string", "false", "true", "hello", "world", "mysql", "redis",
        "rabbitmq",
        "mongo", "tiger", "swordfish", "bob", "alice", "me", "you", "mine", "auth", "login", "name", "value", "welcome",
    ]

    /// The name of a constant of a program, or an option of a command: `MAX_KEY_SIZE_2`, `--device=auto`.
    static func isConstant(_ view: ByteView, _ range: Range<Int>) -> Bool {
        view.has("--", at: range.lowerBound)
            || view.end(of: .constant, from: range.lowerBound, limit: range.count) == range.upperBound
                && view.first(UInt8(ascii: "_"), from: range.lowerBound, limit: range.count) != nil
    }

    /// Whether it is made of words, as names in code and texts are, rather than at random.
    ///
    /// Pairs of letters that are frequent in English are a fifth of all pairs, and four fifths of those in words.
    static func isWordy(_ view: ByteView, _ range: Range<Int>) -> Bool {
        var count = 0
        var frequent = 0
        for index in range.dropLast() {
            let first = view[index].folded &- 97
            let second = view[index + 1].folded &- 97
            guard first < 26, second < 26 else { continue }
            count += 1
            if pairs[Int(first) * 26 + Int(second)] { frequent += 1 }
        }
        return count >= 6 && frequent * 100 > count * (count < 12 ? 70 : 58) && count * 2 > range.count
    }

    private static let pairs: [Bool] = {
        var pairs = [Bool](repeating: false, count: 676)
        let text = Array(
            "thheinerreanonatendntiesorteofedisitalarsttontngsehaasouioleevecomedehiriroicneearacelichllbemasiomurcaeltala"
                .utf8
        )
        let more = Array(
            "nsdifohopeecprnoctusacotiltrlyncetutssorsunlowageiewheewiemadolrtpoulnitsmoowpaimmaaishirsuidosivamfivipl"
                .utf8
        )
        for list in [text, more] {
            for place in stride(from: 0, to: list.count - 1, by: 2) {
                pairs[Int(list[place] - 97) * 26 + Int(list[place + 1] - 97)] = true
            }
        }
        return pairs
    }()
}

extension Alphabet {
    fileprivate static let constant = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_|")
    fileprivate static let naming = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-.%0123456789")
}
