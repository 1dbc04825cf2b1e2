/// What tools a name may be read as: the client looks for a tool that it has until one fits, and its versions differ
/// in what they try, so these are all that any of them tries.
struct NameReadings {
    typealias Word = [Unicode.Scalar]

    /// Longer names are not looked at.
    static let maximumLength = 512

    /// In the order of trying, without those that are equal.
    private(set) var words: [Word] = []
    private var seen: Set<Word> = []

    /// Names that models write for tools that are called otherwise.
    static let aliases: [String: String] = ["bash": "exec", "apply-patch": "apply_patch", "cron": "automations"]

    init(_ name: String) {
        let whole = ScriptText.trimmed(name.unicodeScalars)
        add(structured: whole)
        // A counter at the end, a kind at the beginning: `functions.exec:0`.
        for seed in [whole, Word(whole.prefix { $0 != ":" })] {
            let seed = ScriptText.trimmed(seed)
            for base in [seed, Self.dotted(seed)] {
                add(counted: base)
                for kind in ["function", "tool"] { for rest in Self.strip(kind, from: base) { add(counted: rest) } }
            }
        }
    }

    private mutating func add(_ word: some Sequence<Unicode.Scalar>) {
        let word = ScriptText.trimmed(Array(word))
        guard !word.isEmpty else { return }
        if seen.insert(word).inserted { words.append(word) }
        let folded = ScriptText.lowercased(word)
        if let other = Self.aliases[ScriptText.string(folded)].map({ Word($0.unicodeScalars) }),
            seen.insert(other).inserted
        {
            words.append(other)
        }
    }

    /// A word, with what follows each of its dots and slashes, whole and up to a quotation mark or tag.
    private mutating func add(structured word: Word) {
        let end = word.firstIndex { $0 == "\"" || $0 == "'" || $0 == "<" } ?? word.count
        for seed in end > 0 && end < word.count ? [word, Word(word[..<end])] : [word] {
            add(seed)
            let parts = Self.dotted(seed).split(separator: ".").map { ScriptText.trimmed($0) }.filter { !$0.isEmpty }
            for index in parts.indices { add(parts[index...].joined(separator: ["." as Unicode.Scalar])) }
        }
    }

    /// A word, and without the number at its end.
    private mutating func add(counted word: Word) {
        add(structured: word)
        let digits = word.reversed().prefix(while: ScriptText.isDigit).count
        guard digits > 0 else { return }
        let rest = Word(word.dropLast(digits))
        add(structured: rest)
        if let last = rest.last, [":", ".", "_", "/", "-"].contains(last) { add(structured: Word(rest.dropLast())) }
    }

    private static func dotted(_ word: Word) -> Word { word.map { $0 == "/" ? "." : $0 } }

    /// What follows `function`, `functions.` and the like.
    private static func strip(_ kind: String, from word: Word) -> [Word] {
        let folded = ScriptText.lowercased(word)
        guard folded.count == word.count, folded.starts(with: kind.unicodeScalars) else { return [] }
        var rest = word.dropFirst(kind.unicodeScalars.count)
        if rest.first == "s" || rest.first == "S" { rest = rest.dropFirst() }
        if let mark = rest.first, [".", "_", "-"].contains(mark) { rest = rest.dropFirst() }
        return [Word(rest)]
    }
}
