/// One file of fail2ban's configuration, as Python's configparser reads it.
public struct JailFile: Sendable {
    /// Sections in order, each with its options by lower-case name.
    public private(set) var sections: [(name: String, options: [String: JailConfiguration.Option])] = []

    /// Files named by `before` and `after` of `[INCLUDES]`.
    public func includes(_ when: String) -> [String] {
        let option = sections.first { $0.name == "INCLUDES" }?.options[when]
        return option?.raw.split(whereSeparator: \.isNewline).map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
            ?? []
    }

    /// - Throws: what configparser refuses: text outside a section, a line that sets nothing, a name set twice.
    public init(_ text: String, file: String) throws(SyntaxError) {
        var current: (name: String, indent: Int, line: Int, lines: [Substring])?
        var names: Set<String> = []
        for (number, whole) in TextLines(text) {
            let position = SourcePosition(line: number, column: 1)
            let line = Self.withoutComment(whole)
            let trimmed = String(line).trimmingSpaces
            if trimmed.isEmpty { continue }
            let indent = line.prefix(while: \.isWhitespace).count
            if let open = current, indent > open.indent {
                current?.lines.append(Substring(trimmed))
                continue
            }
            try close(&current, file)
            if trimmed.first == "[", let end = trimmed.lastIndex(of: "]") {
                let name = String(trimmed[trimmed.index(after: trimmed.startIndex)..<end])
                guard !name.isEmpty, names.insert(name).inserted || name == "DEFAULT" else {
                    throw SyntaxError("the section [\(name)] stands twice", at: position)
                }
                sections.append((name, [:]))
                continue
            }
            guard !sections.isEmpty else { throw SyntaxError("text before the first section", at: position) }
            guard let sign = trimmed.firstIndex(where: { $0 == "=" || $0 == ":" }), sign != trimmed.startIndex else {
                throw SyntaxError("neither a section nor a setting", at: position)
            }
            let name = String(trimmed[..<sign]).trimmingSpaces.lowercased()
            let value = String(trimmed[trimmed.index(after: sign)...]).trimmingSpaces
            current = (name, indent, number, [Substring(value)])
        }
        try close(&current, file)
    }

    private mutating func close(
        _ current: inout (name: String, indent: Int, line: Int, lines: [Substring])?,
        _ file: String
    ) throws(SyntaxError) {
        guard let done = current, !sections.isEmpty else { return }
        let last = sections.count - 1
        guard sections[last].options[done.name] == nil else {
            throw SyntaxError("\(done.name) is set twice", at: SourcePosition(line: done.line, column: 1))
        }
        sections[last].options[done.name] = .init(raw: done.lines.joined(separator: "\n"), file: file, line: done.line)
        current = nil
    }

    /// Lines that begin with `#` or `;` are comments, and so is what follows a `;` after white space.
    static func withoutComment(_ line: Substring) -> Substring {
        let start = line.drop(while: \.isWhitespace)
        if start.first == "#" || start.first == ";" { return "" }
        var previous: Character = " "
        for index in line.indices {
            if line[index] == ";", previous.isWhitespace { return line[..<index] }
            previous = line[index]
        }
        return line
    }
}
