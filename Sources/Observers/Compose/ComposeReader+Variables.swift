import Documents

extension ComposeReader {
    /// The text with what its variables stand for: what `variables` say, else the default that the file gives.
    ///
    /// What has neither stays as it is, as whoever calls compose may set it; but for `${HOME}`, which everybody has.
    /// Defaults nest; interpolation deeper than any person writes stays as it is.
    static func resolved(_ text: String, _ variables: [String: String] = [:], depth: Int = 0) -> String {
        guard depth < 8, text.contains("$") else { return text }
        var result = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "$") {
            result += rest[..<mark]
            rest = rest[rest.index(after: mark)...]
            if rest.first == "$" {
                result += "$$"
                rest.removeFirst()
            } else if rest.first == "{", let end = closing(rest.dropFirst()) {
                let inner = rest[rest.index(after: rest.startIndex)..<end]
                result += value(inner, variables, depth) ?? "${\(inner)}"
                rest = rest[rest.index(after: end)...]
            } else {
                let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
                result += variables[String(name)] ?? "$\(name)"
                rest = rest.dropFirst(name.count)
            }
        }
        return result + rest
    }

    /// What stands between braces, as compose fills it in; nil where that is not known.
    private static func value(_ inner: Substring, _ variables: [String: String], _ depth: Int) -> String? {
        let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        let operation = inner.dropFirst(name.count)
        if name == "HOME" { return "~" }
        let told = variables[String(name)]
        // With a colon, an empty value is as good as none.
        let counts = told.map { !operation.hasPrefix(":") || !$0.isEmpty } ?? false
        let word = operation.drop { $0 == ":" }
        switch word.first {
        case nil: return told
        case "-": return counts ? told : resolved(String(word.dropFirst()), variables, depth: depth + 1)
        case "?": return counts ? told : nil
        case "+":
            guard told != nil else { return nil }
            return counts ? resolved(String(word.dropFirst()), variables, depth: depth + 1) : ""
        default: return nil
        }
    }

    /// The brace that closes what was opened before the text.
    private static func closing(_ text: Substring) -> Substring.Index? {
        var open = 1
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "{", previous == "$" { open += 1 }
            if text[index] == "}" { open -= 1 }
            if open == 0 { return index }
            previous = text[index]
        }
        return nil
    }
}

extension YAMLNode {
    /// The node with its variables filled in.
    ///
    /// What was filled in is taken for what it looks like, as compose takes it.
    func interpolated(_ variables: [String: String]) -> YAMLNode {
        switch value {
        case .text(let text):
            let resolved = ComposeReader.resolved(text, variables)
            return resolved == text ? self : replacing(plain: resolved)
        case .list(let items): return replacing(items: items.map { $0.interpolated(variables) })
        case .map(let entries):
            return replacing(entries.map { Entry(changing: $0, to: $0.value.interpolated(variables)) })
        default: return self
        }
    }
}
