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
        if isGuards(view, range) { return true }
        let first = view[range.lowerBound]
        let last = view[range.upperBound - 1]
        switch first {
        case UInt8(ascii: "$"), UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "%"): return true
        case UInt8(ascii: "["), UInt8(ascii: "#"): return first == last || last == UInt8(ascii: "]")
        default: return false
        }
    }

    /// What an agent behind Nacre's guard has instead of a key: it opens nothing anywhere but there.
    static func isGuards(_ view: ByteView, _ range: Range<Int>) -> Bool {
        range.count == 64 && view.has("nacre-guard-", at: range.lowerBound)
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
        let (count, frequent) = pairs(view, range, namePairs)
        return count >= 6 && frequent * 100 > count * (count < 12 ? 70 : 58) && count * 2 > range.count
    }

    /// How many of a hundred pairs of letters are frequent in English; nothing where there are fewer than four.
    static func frequency(_ view: ByteView, _ range: Range<Int>) -> Int {
        let (count, frequent) = pairs(view, range, frequentPairs)
        return count < 4 ? 0 : frequent * 100 / count
    }

    private static func pairs(_ view: ByteView, _ range: Range<Int>, _ pairs: [Bool]) -> (count: Int, frequent: Int) {
        var count = 0
        var frequent = 0
        for index in range.dropLast() {
            let first = view[index].folded &- 97
            let second = view[index + 1].folded &- 97
            guard first < 26, second < 26 else { continue }
            count += 1
            if pairs[Int(first) * 26 + Int(second)] { frequent += 1 }
        }
        return (count, frequent)
    }

    private static let frequentPairs = table(
        """
        th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic
        ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un
        lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl
        """
    )
    /// Those of names in code, and few enough that secrets which people make of words are not taken for names.
    private static let namePairs = table(
        """
        th he in er re an on at en dn ti es or te of ed is it al ar st to nt ng se ha as ou io le ev ec om eh ir oi cn
        ee ac el ic hl lb em mu rc ae lt ns di fo ho pe pr no ct us ot il tr ly nc et ut ss su nl ow ag ei ew ie ma do
        lr tp ln sm oo wp ai mm aa hi rs ui si va mf iv ip
        """
    )

    private static func table(_ text: String) -> [Bool] {
        var table = [Bool](repeating: false, count: 676)
        for pair in text.split(whereSeparator: \.isWhitespace) {
            let letters = pair.utf8.map { Int($0) - 97 }
            table[letters[0] * 26 + letters[1]] = true
        }
        return table
    }
}

extension Alphabet {
    fileprivate static let constant = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_|")
    fileprivate static let naming = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-.%0123456789")
}
