extension JailFile {
    /// The text with an option of a section set, every byte outside that option as it was.
    ///
    /// An option that is there is replaced with the lines that continue it, a missing one comes at the end of its
    /// section, a missing section at the end of the file. Further lines of the value are indented, as configparser
    /// wants them.
    ///
    /// - Throws: where the text cannot be read, or the value would be read as something else.
    public static func text(
        _ text: String,
        setting option: String,
        to value: String,
        in section: String
    ) throws(SyntaxError) -> String {
        let before = try JailFile(text, file: "")
        if before.raw(option, in: section) == value { return text }
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        // What follows the last line feed is no line of its own.
        if lines.last?.isEmpty == true { lines.removeLast() }
        let setting = ("\(option) = " + value).split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated().map { $0.offset == 0 ? String($0.element) : "    " + $0.element }
        if let place = place(of: option, in: section, lines) {
            lines.replaceSubrange(place, with: setting)
        } else {
            if let last = lines.last, !last.isEmpty { lines.append("") }
            lines += ["[\(section)]"] + setting
        }
        let edited = lines.joined(separator: "\n") + "\n"
        guard try JailFile(edited, file: "").raw(option, in: section) == value else {
            throw SyntaxError("\(option) would not be read as it is meant", at: SourcePosition(line: 1, column: 1))
        }
        return edited
    }

    /// The option as it is written; of a section that stands more than once, as `DEFAULT` may, in the last.
    private func raw(_ option: String, in section: String) -> String? {
        sections.last { $0.name == section && $0.options[option.lowercased()] != nil }?
            .options[option.lowercased()]?.raw
    }

    /// The lines of an option, or the empty place at the end of the section it belongs to; none without the section.
    private static func place(of option: String, in section: String, _ lines: [String]) -> Range<Int>? {
        var isInside = false
        var found: Range<Int>?
        var end: Int?
        var open: (indent: Int, isWanted: Bool)?
        for (index, whole) in lines.enumerated() {
            let line = withoutComment(Substring(whole))
            let trimmed = String(line).trimmingSpaces
            if trimmed.isEmpty { continue }
            let indent = line.prefix(while: \.isWhitespace).count
            if let current = open, indent > current.indent {
                if isInside { end = index + 1 }
                if current.isWanted, let place = found { found = place.lowerBound..<(index + 1) }
                continue
            }
            open = nil
            if trimmed.first == "[", let close = trimmed.lastIndex(of: "]") {
                isInside = trimmed[trimmed.index(after: trimmed.startIndex)..<close] == section
                if isInside { end = index + 1 }
                continue
            }
            let sign = trimmed.firstIndex { $0 == "=" || $0 == ":" } ?? trimmed.endIndex
            let isWanted = isInside && String(trimmed[..<sign]).trimmingSpaces.lowercased() == option.lowercased()
            open = (indent, isWanted)
            if isInside { end = index + 1 }
            if isWanted { found = index..<(index + 1) }
        }
        return found ?? end.map { $0..<$0 }
    }
}
