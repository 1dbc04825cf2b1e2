import Hardening

extension ConfigurationJudge {
    /// A value that could not be determined: where it comes out of a variable, it is a text all the same.
    mutating func walkUnknown(_ value: Setting, _ why: String, _ shape: SchemaShape, _ at: At) {
        guard value.isIndirect else { return judgement.doubt(at.path, why) }
        guard shape.kinds.contains("s") else { return refuseKind(value, "the text of a variable", shape, at) }
        if !since(OpenClawVersion(2026, 3, 13)) {
            judgement.doubt(at.path, "\(why), and OpenClaw \(name) does not start while it is not set")
        } else if shape.words != nil && !shape.takesOtherWords || !shape.patterns.isEmpty || !shape.limits.isEmpty {
            judgement.doubt(at.path, why)
        }
    }

    mutating func walkNumber(_ text: String, _ value: Setting, _ shape: SchemaShape, _ at: At) {
        guard let number = Self.number(text), number.isFinite else {
            // Plugins' own tables of spring 2026 took such a number for one.
            guard at.pattern.hasPrefix("channels.") || at.pattern.hasPrefix("plugins.") else {
                return refuseKind(value, "endless", shape, at)
            }
            return judgement.doubt(at.path, "whether \(at.path) takes a number without end is not known")
        }
        judgeForm(abs(number) < 1e18 && number.rounded() == number ? "\(Int(number))" : "\(number)", value, at)
        let isWhole = number.rounded(.towardZero) == number && abs(number) <= 9_007_199_254_740_991
        guard shape.kinds.contains("n") || shape.kinds.contains("i") && isWhole else {
            return refuseKind(value, shape.kinds.contains("i") ? "a fraction" : "a number", shape, at)
        }
        if isWhole, walkedWords("\(Int(number))", "n", value, shape, at) { return }
        judge(number, items: false, value, shape, at)
    }

    mutating func walkText(_ text: String, _ value: Setting, _ shape: SchemaShape, _ at: At) {
        guard shape.kinds.contains("s") else { return refuseKind(value, "a text", shape, at) }
        if walkedWords(text, "s", value, shape, at) { return }
        let text = Self.isTrimmed(at.pattern) ? text.trimmed : text
        let length = Double(text.utf16.count)
        if let least = shape.limits["l"], length < least {
            let wanted = least == 1 ? "may not be empty" : "has fewer than \(Int(least)) characters"
            return refuse(.wrongValue, at.path, "\(at.path) \(wanted)", value)
        }
        if let most = shape.limits["L"], length > most {
            return refuse(.wrongValue, at.path, "\(at.path) has more than \(Int(most)) characters", value)
        }
        judgeForm(text, value, at)
        guard !shape.patterns.isEmpty, !isReferenceIdentifier(at) else { return }
        guard text.utf16.count <= 2000 else { return judgement.doubt(at.path, "\(at.path) is too long to be judged") }
        switch Self.matches(text, shape.patterns) {
        case true?: break
        case false?:
            refuse(.wrongValue, at.path, "\(at.path) is not written as OpenClaw \(name) wants it", value)
        case nil: judgement.doubt(at.path, "how \(at.path) has to be written is not understood")
        }
    }

    mutating func walkWord(_ word: String, _ kind: Character, _ value: Setting, _ shape: SchemaShape, _ at: At) {
        guard shape.kinds.contains(kind) else { return refuseKind(value, "true or false", shape, at) }
        _ = walkedWords(word, kind, value, shape, at)
    }

    /// Whether the words of the place decided; they hold for a kind only where some of them are of that kind.
    private mutating func walkedWords(
        _ word: String,
        _ kind: Character,
        _ value: Setting,
        _ shape: SchemaShape,
        _ at: At
    ) -> Bool {
        guard let joined = shape.words else { return false }
        let words = joined.split(separator: ",").filter { Self.kind(of: $0, in: shape) == kind }
        guard !words.isEmpty else { return false }
        if words.contains(where: { $0 == word }) { return true }
        if kind == "s", shape.takesOtherWords || isRepaired(at.pattern, word: word) { return false }
        let shown = word.count > 40 ? "\(word.prefix(40))…" : word
        let takes = words.joined(separator: ", ")
        let reason = "OpenClaw \(name) does not take \"\(shown)\" for \(at.path), but \(takes)"
        refuse(.wrongValue, at.path, reason, value)
        return true
    }

    private static func kind(of word: Substring, in shape: SchemaShape) -> Character {
        if word == "true" || word == "false", shape.kinds.contains("b") { return "b" }
        let takesNumbers = shape.kinds.contains("n") || shape.kinds.contains("i")
        return takesNumbers && Int(word) != nil ? "n" : "s"
    }

    /// Limits of a number, or of how many items a list has.
    mutating func judge(_ number: Double, items: Bool, _ value: Setting, _ shape: SchemaShape, _ at: At) {
        let what = items ? "\(at.path) has" : "\(at.path) is"
        let unit = items ? " items" : ""
        if let least = shape.limits[items ? "k" : "m"], number < least {
            refuse(.wrongValue, at.path, "\(what) less than \(Self.shown(least))\(unit)", value)
        } else if let most = shape.limits[items ? "K" : "M"], number > most {
            refuse(.wrongValue, at.path, "\(what) more than \(Self.shown(most))\(unit)", value)
        } else if !items, let bound = shape.limits["x"], number <= bound {
            refuse(.wrongValue, at.path, "\(what) not more than \(Self.shown(bound))", value)
        }
    }

    private static func shown(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }

    mutating func refuseKind(_ value: Setting, _ kind: String, _ shape: SchemaShape, _ at: At) {
        guard !isRepaired(at.pattern, given: kind) else { return }
        guard !mayBeRepaired(at.pattern) else {
            return judgement.doubt(at.path, "what OpenClaw \(name) makes of \(kind) is not known")
        }
        let names: [Character: String] = [
            "s": "a text", "b": "true or false", "i": "a whole number", "n": "a number", "o": "an object",
            "a": "a list",
        ]
        let wanted = shape.kinds.compactMap { names[$0] }.joined(separator: " or ")
        // Where a list and an object are confused, nothing can be put below either.
        let isStructural = kind == "a list" || kind == "an object"
        let verb = isStructural ? "has to be" : "takes"
        refuse(
            isStructural ? .wrongStructure : .wrongValue,
            at.path,
            "\(at.path) \(verb) \(wanted), not \(kind)",
            value
        )
    }

    /// A number as JSON5 writes it.
    static func number(_ text: String) -> Double? {
        let isNegative = text.hasPrefix("-")
        let digits = text.drop { $0 == "-" || $0 == "+" }
        if digits.lowercased().hasPrefix("0x") {
            return UInt64(digits.dropFirst(2), radix: 16).map { isNegative ? -Double($0) : Double($0) }
        }
        return Double(digits.hasSuffix(".") ? digits.dropLast() : digits).map { isNegative ? -$0 : $0 }
    }

    /// Whether a text matches one of the patterns; nothing where none could be read.
    static func matches(_ text: String, _ patterns: [Substring]) -> Bool? {
        var isUnderstood = false
        for pattern in patterns {
            guard let expression = try? Regex(String(pattern)) else { continue }
            isUnderstood = true
            // A match of JavaScript's kind looks at characters as Unicode lists them.
            if (try? expression.matchingSemantics(.unicodeScalar).firstMatch(in: text)) ?? nil != nil { return true }
        }
        return isUnderstood ? false : nil
    }
}
