/// What stands behind a name in the code of programs where no value does: expressions, and constants made of words.
enum SourceCode {
    /// Whether a value that no quote encloses is an expression: `params.auth?.token`, `a.b===!0`, `pki_1.PrivateKey;`.
    static func isExpression(_ view: ByteView, _ range: Range<Int>, isPassword: Bool) -> Bool {
        view.spend(range.count * 2)
        let start = view.end(of: .not, from: range.lowerBound, limit: 2)
        let isNegated = start > range.lowerBound
        let path = isNegated && Alphabet.digit.contains(view[start]) ? Path(end: start + 1) : Path(view, start, range)
        guard path.end > start else { return false }
        if path.isOptional || path.isQualified && !isPassword { return true }
        let sum = path.links > 0 ? view.end(of: .sum, from: path.end, limit: 6) : path.end
        guard sum < range.upperBound else {
            // What people choose is short, and may have a dot.
            return isInCode(view, after: range.upperBound) && (!isPassword || range.count >= 20)
                && path.isNamed(view, startsAt: start)
        }
        return isOperator(view, at: path.end, range, hasPath: path.links > 0 || isNegated)
    }

    /// Whether something is done there with what a name stands for; base64 ends in signs of its own.
    private static func isOperator(_ view: ByteView, at place: Int, _ range: Range<Int>, hasPath: Bool) -> Bool {
        for sign in ["===", "!==", "??", "||", "&&"] as [StaticString] where view.has(sign, at: place) {
            return place + sign.utf8CodeUnitCount < range.upperBound
        }
        if view[place] == UInt8(ascii: "=") {
            let next = view.end(of: .equal, from: place, limit: 2)
            return hasPath && next < range.upperBound && Alphabet.beginning.contains(view[next])
        }
        guard view[place] == UInt8(ascii: "?") else { return false }
        if view.has("?void", at: place) { return true }
        let rest = view.bytes(place..<range.upperBound)
        return rest.contains(UInt8(ascii: ":")) && (hasPath || rest.contains(UInt8(ascii: ".")))
    }

    /// Whether what follows goes on as code does: with an operator, or the end of a statement, an argument or a block.
    private static func isInCode(_ view: ByteView, after end: Int) -> Bool {
        let next = view.end(of: .blank, from: end, limit: 16)
        if Alphabet.ends.contains(view[next]) || next > end && Alphabet.operators.contains(view[next]) { return true }
        guard view[next] == UInt8(ascii: "\n") || view[next] == UInt8(ascii: "\r") else { return false }
        return Alphabet.brackets.contains(view[view.end(of: .space, from: next, limit: 64)])
    }

    /// Names one after the other, such as `exports.token`, `a?.b`, `Tag::string`.
    private struct Path {
        private(set) var end: Int
        private(set) var links = 0
        private(set) var isOptional = false
        private(set) var isQualified = false

        init(end: Int) { self.end = end }

        init(_ view: ByteView, _ start: Int, _ range: Range<Int>) {
            end = start
            while Alphabet.beginning.contains(view[end]), end < range.upperBound {
                end = min(view.end(of: .identifier, from: end, limit: range.count), range.upperBound)
                guard let link = ["?.", "::", "."].first(where: { view.has(Array($0.utf8), at: end) }) else { return }
                let next = end + link.utf8.count
                guard next < range.upperBound, Alphabet.beginning.contains(view[next]) else { return }
                links += 1
                if link == "?." { isOptional = true }
                if link == "::" { isQualified = true }
                end = next
            }
        }

        /// Whether its parts are names, rather than drawn at random.
        func isNamed(_ view: ByteView, startsAt start: Int) -> Bool {
            var parts: [Range<Int>] = []
            var place = start
            while place < end {
                let next = view.end(of: .identifier, from: place, limit: end - place)
                if next > place { parts.append(place..<next) }
                place = max(next, place) + 1
            }
            let long = parts.filter { $0.count >= 12 }
            return (links > 0 || !long.isEmpty) && long.allSatisfy { isName(view, $0) }
        }
    }

    private static let words = ByteWords(["token", "secret", "credential", "passw", "auth", "key"])

    private static func isName(_ view: ByteView, _ range: Range<Int>) -> Bool {
        let text = view.bytes(range).map(\.folded)
        guard text.count(where: { Alphabet.digit.contains($0) }) * 4 <= text.count else { return false }
        return words.isAnyInside(text) || Placeholder.frequency(view, range) >= 40
    }

    /// Whether a value is its own name, spelled as programs do: `oauth2MetadataSecrets: "oauth2_metadata_secrets"`.
    static func isNamesake(_ view: ByteView, _ range: Range<Int>, of name: Range<Int>) -> Bool {
        func letters(_ range: Range<Int>) -> [UInt8] {
            view.bytes(range).filter { Alphabet.letter.contains($0) }.map(\.folded)
        }
        guard range.count < 2 * Assignment.longestName else { return false }
        return letters(range) == letters(name)
    }

    /// Whether a value names something by words and a number at most, as `agent:main:task-1` and `memoryIndexV2` do.
    ///
    /// It is asked of what was looked at for its randomness, which costs more and is counted.
    static func isLabel(_ view: ByteView, _ range: Range<Int>) -> Bool {
        var words = 0
        var letters = 0
        var digits = 0
        var last: UInt8 = 0
        for index in range {
            let byte = view[index]
            let isUpper = byte != byte.folded
            if Alphabet.letter.contains(byte) {
                letters += 1
                if !Alphabet.letter.contains(last) || isUpper && last == last.folded { words += 1 }
            } else if Alphabet.digit.contains(byte) {
                digits += 1
            } else if !Alphabet.joints.contains(byte) {
                return false
            }
            last = byte
        }
        return words >= 2 && letters * 2 >= words * 7 && digits <= 6 && digits * 5 <= range.count
            && Placeholder.frequency(view, range) >= 50
    }

    /// Whether it is what programs look a text up by: `login.failure.title`.
    static func isTextName(_ view: ByteView, _ range: Range<Int>) -> Bool {
        let parts = view.bytes(range).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count >= 3
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { Alphabet.letter.contains($0) } }
    }

    /// Whether it describes letters, as `[A-Za-z0-9._~+/-]+` does.
    static func isPattern(_ view: ByteView, _ range: Range<Int>) -> Bool {
        range.contains {
            view.hasFolded("[a-z", at: $0) || view.has("0-9", at: $0) && view.hasFolded("a-z", at: $0 - 3)
        }
    }
}

extension Alphabet {
    fileprivate static let not = Alphabet("!")
    fileprivate static let sum = Alphabet("+-0123456789")
    fileprivate static let equal = Alphabet("=")
    fileprivate static let beginning = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$")
    fileprivate static let identifier = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$")
    fileprivate static let ends = Alphabet(";,)]}")
    fileprivate static let brackets = Alphabet(")]}")
    fileprivate static let operators = Alphabet("=?:|&+")
    fileprivate static let joints = Alphabet("-_:/.%#~")
}
