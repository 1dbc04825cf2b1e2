extension UnitFile {
    /// The text without variables that `Environment=` gives a service, every other byte as it is.
    ///
    /// - Returns: nothing where they cannot be taken out so that everything else is read as before.
    public static func removing(variables names: Set<String>, from text: String) -> String? {
        func goes(_ word: String) -> Bool { names.contains(String(word.prefix { $0 != "=" })) && word.contains("=") }
        let before = UnitFile(text).entries
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String?.some(String($0)) }
        for entry in before where entry.setsVariables {
            let words = words(entry.value)
            guard words.contains(where: goes) else { continue }
            let first = entry.line - 1
            guard lines.indices.contains(first), let line = lines[first] else { return nil }
            if words.allSatisfy(goes) {
                var last = first
                while lines[last]?.isContinued == true, last + 1 < lines.count {
                    last += 1
                    while lines[last]?.isComment == true, last + 1 < lines.count { last += 1 }
                }
                for index in first...last where lines[index]?.isComment != true { lines[index] = nil }
            } else {
                guard !line.isContinued, let equals = line.firstIndex(of: "=") else { return nil }
                lines[first] = without(goes, line, from: line.index(after: equals))
            }
        }
        let result = lines.compactMap(\.self).joined(separator: "\n")
        let wanted = before.compactMap { entry -> [String]? in
            guard entry.setsVariables else { return entry.plain }
            let words = words(entry.value)
            let rest = words.filter { !goes($0) }
            return rest.isEmpty && !words.isEmpty ? nil : [entry.section, entry.key] + rest
        }
        let read = UnitFile(result).entries.map { entry in
            entry.setsVariables ? [entry.section, entry.key] + words(entry.value) : entry.plain
        }
        return read == wanted ? result : nil
    }

    /// The line without words, each with the blanks after it.
    private static func without(_ goes: (String) -> Bool, _ line: String, from start: String.Index) -> String {
        var kept = line[..<start]
        var rest = line[start...]
        while !rest.isEmpty {
            let blanks = rest.prefix(while: \.isWhitespace)
            rest = rest[blanks.endIndex...]
            kept += blanks
            var end = rest.startIndex
            var quote: Character?
            var isEscaped = false
            while end < rest.endIndex, quote != nil || isEscaped || !rest[end].isWhitespace {
                let character = rest[end]
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == quote {
                    quote = nil
                } else if quote == nil, character == "\"" || character == "'" {
                    quote = character
                }
                end = rest.index(after: end)
            }
            let word = rest[..<end]
            rest = rest[end...]
            if words(word).contains(where: goes) {
                rest = rest.drop(while: \.isWhitespace)
            } else {
                kept += word
            }
        }
        while kept.last?.isWhitespace == true { kept.removeLast() }
        return String(kept)
    }
}

extension UnitFile.Entry {
    fileprivate var setsVariables: Bool { section == "Service" && key == "Environment" }
    fileprivate var plain: [String] { [section, key, value] }
}

extension String {
    fileprivate var isContinued: Bool { hasSuffix("\\") && !isComment }
    fileprivate var isComment: Bool {
        let start = drop { $0 == " " || $0 == "\t" }
        return start.hasPrefix("#") || start.hasPrefix(";")
    }
}
