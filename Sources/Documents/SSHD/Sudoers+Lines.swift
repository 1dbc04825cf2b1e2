/// How lines of the file become lines of sudo's grammar.
extension Sudoers {
    /// A line with all that it goes on with.
    struct LogicalLine {
        /// That of its first line.
        let number: Int
        let text: String
        /// Whether sudo reads it as if it had been written in one.
        let isWhole: Bool
    }

    /// Lines joined at a backslash; a comment ends with its line.
    static func logicalLines(_ text: String) -> [LogicalLine] {
        var found: [LogicalLine] = []
        var pending = ""
        var start = 1
        var isWhole = true
        // Behind the last line feed stands no line: where a backslash comes before it, nothing follows.
        let lines = text.utf8.last == UInt8(ascii: "\n") ? Substring(text.utf8.dropLast()) : text[...]
        for (number, raw) in TextLines(lines) {
            if pending.isEmpty { (start, isWhole) = (number, true) }
            let isQuoted = !isBalanced(pending)
            let line = isQuoted ? raw.drop { isBlank($0) } : raw[...]
            let all = pending + line
            let code = withoutComment(all)
            // Blanks may stand behind the backslash.
            let end = code.lastIndex { !isBlank($0) }
            if let end, code[end] == "\\", code.utf8.count == all.utf8.count {
                let left = String(code[..<end])
                let isBeside = code.index(after: end) == code.endIndex || !isQuoted && left.last.map(isBlank) == true
                isWhole = isWhole && isBeside && !endsWithTag(left) && left.trimmed != "Defaults"
                // Quoted text goes on as if nothing were between.
                pending = isBalanced(left) ? apart(left) + " " : left
                continue
            }
            found.append(LogicalLine(number: start, text: code, isWhole: isWhole))
            pending = ""
        }
        // Where nothing follows, sudo passes over the line.
        if !pending.isEmpty { found.append(LogicalLine(number: start, text: pending, isWhole: false)) }
        return found
    }

    private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

    /// Whether a tag or a kind of digest stands last, which its colon must stand beside.
    private static func endsWithTag(_ text: String) -> Bool {
        let word = text.trimmed.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return belongsToColon(String(word.reversed()))
    }

    /// `Defaults` with a mark that stands beside nothing: sudo takes the mark as the first of what follows.
    private static func apart(_ text: String) -> String {
        let line = text.trimmed
        guard line.hasPrefix("Defaults"), let mark = line.dropFirst(8).first, ":@>!".contains(mark) else { return text }
        return beginsScope(line.dropFirst(8)) ? text : "Defaults " + line.dropFirst(8)
    }

    /// Whether what stands behind `Defaults` says for whom: a mark, and a word behind it and its exclamation marks.
    static func beginsScope(_ text: Substring) -> Bool {
        let behind = text.dropFirst().drop { $0 == " " || $0 == "\t" }.drop { $0 == "!" }
        let word = behind.first == "\"" ? behind.dropFirst() : behind
        guard let first = word.first else { return false }
        if first == "#" { return word.dropFirst().drop { $0 == "-" }.first?.isNumber ?? false }
        return !first.isWhitespace && !">!=:,()\"".contains(first)
    }

    /// Whether exclamation marks are as the grammar has it: of those with blanks between, one odd number at most.
    static func negatesOnce(_ text: some StringProtocol) -> Bool {
        var odd = 0
        var length = 0
        for character in text {
            if character == "!" {
                length += 1
                continue
            }
            odd += length % 2
            length = 0
            if odd > 1 { return false }
            if character != " ", character != "\t" { odd = 0 }
        }
        return true
    }
}
