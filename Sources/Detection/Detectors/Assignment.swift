/// A value under a name: `NAME=value`, `"name": "value"`, `name: value`, `--name value`, `<name>value</name>`.
struct Assignment {
    private let view: ByteView
    let name: Range<Int>
    /// Where the value begins, past a quote.
    let value: Int
    /// The quote that encloses it, if one does.
    let quote: UInt8?
    /// Whether the sign was a comma, as between the arguments of a function.
    let isArgument: Bool
    /// Whether blanks stand before the sign.
    let isSpaced: Bool

    /// Names longer than this are something else; blanks as well.
    static let longestName = 64
    private static let longestGap = 16

    /// Reads the assignment to the name that the word is a part of.
    init?(around place: Place) {
        let view = place.view
        let start = view.start(of: .dotted, before: place.word.lowerBound, limit: Self.longestName)
        let end = view.end(of: .dotted, from: place.word.upperBound, limit: Self.longestName)
        // The usual case in sources: a name that nothing is assigned to.
        var next = end
        var isClosed = false
        if view[next] == UInt8(ascii: "\\") { next += 1 }
        if view[next].isQuote {
            next += 1
            isClosed = true
        }
        if view[next] == UInt8(ascii: "]") { next += 1 }
        let isOption = view.has("--", at: start) && Alphabet.blank.contains(view[next])
        let isElement = view[start - 1] == UInt8(ascii: "<") && view[next] == UInt8(ascii: ">")
        var sign = next
        if isElement {
            next = view.end(of: .space, from: next + 1, limit: 64)
        } else {
            next = view.end(of: .blank, from: next, limit: Self.longestGap)
            sign = next
            if let sign = Self.sign(in: view, at: next, isClosed: isClosed) {
                next = view.end(of: .blank, from: sign, limit: Self.longestGap)
            } else if !isOption {
                return nil
            }
        }
        if view[next] == UInt8(ascii: "\\"), view[next + 1].isQuote { next += 1 }
        quote = view[next].isQuote ? view[next] : nil
        if quote != nil { next += 1 }
        for scheme in ["bearer ", "basic ", "token "] as [StaticString] where view.hasFolded(scheme, at: next) {
            next += scheme.utf8CodeUnitCount
        }
        guard next < view.count else { return nil }
        self.view = view
        isArgument = view[sign] == UInt8(ascii: ",")
        isSpaced = sign > end && Alphabet.blank.contains(view[sign - 1])
        name = start..<end
        value = next
    }

    /// Where the sign between a name and its value ends: `=`, `:`, `:=`, `=>`, `||=`, `==`, and `: string =`.
    private static func sign(in view: ByteView, at start: Int, isClosed: Bool) -> Int? {
        var next = start
        if Alphabet.letter.contains(view[next]), next > 0, Alphabet.blank.contains(view[next - 1]) {
            // var name string = "value"
            let type = view.end(of: .alphanumeric, from: next, limit: 16)
            next = view.end(of: .blank, from: type, limit: longestGap)
            return view[next] == UInt8(ascii: "=") && type < next ? next + 1 : nil
        }
        if isClosed, view[next] == UInt8(ascii: ",") {
            // set("name", "value")
            let after = view.end(of: .blank, from: next + 1, limit: longestGap)
            return view[after].isQuote ? next + 1 : nil
        }
        let signs = view.end(of: .signs, from: next, limit: 3)
        guard signs > next, view[next] != UInt8(ascii: ">") else { return nil }
        let text = view.bytes(next..<signs)
        guard text.contains(UInt8(ascii: "=")) || text.first == UInt8(ascii: ":") else { return nil }
        next = signs
        if text == [UInt8(ascii: ":")] {
            // name: string = "value"
            let word = view.end(of: .blank, from: next, limit: longestGap)
            let type = view.end(of: .alphanumeric, from: word, limit: 16)
            let sign = view.end(of: .blank, from: type, limit: longestGap)
            if type > word, view[sign] == UInt8(ascii: "="), view[sign + 1] != UInt8(ascii: "=") { next = sign + 1 }
        }
        return next
    }

    /// Whether a value may end here, rather than go on as something else.
    func ends(at place: Int) -> Bool {
        if let quote { return view[place] == quote || view[place] == UInt8(ascii: "\\") }
        return Self.ends(view[place])
    }

    /// A value without quotes ends at a blank, a comma, a semicolon; at a bracket it was code.
    static func ends(_ byte: UInt8) -> Bool { byte <= 0x20 || byte.isQuote || Alphabet.closing.contains(byte) }

    /// Whether the provider's word begins where a word of the name does, and not in the middle of one (`getSystem`).
    func isWord(_ word: Range<Int>) -> Bool {
        let first = view[word.lowerBound]
        let before = view[word.lowerBound - 1]
        guard word.lowerBound > name.lowerBound, Alphabet.letter.contains(before) else { return true }
        return first.folded != first
    }

    /// Names of hashes have values that look like keys.
    func isNamedAfterHash(but word: Range<Int>) -> Bool {
        [name.lowerBound..<word.lowerBound, word.upperBound..<name.upperBound]
            .contains { Self.hashes.isAnyInside(view.bytes($0).map(\.folded)) }
    }

    private static let hashes = ByteWords([
        "sha1", "sha2", "sha5", "_sha", "md5", "hash", "digest", "checksum", "commit", "revision", "integrity", "etag",
        "fingerprint", "uuid", "guid", "version", "signature", "public", "cursor",
    ])
}

extension Alphabet {
    fileprivate static let signs = Alphabet("=:>|?")
    fileprivate static let closing = Alphabet(",;}<&\\")
}
