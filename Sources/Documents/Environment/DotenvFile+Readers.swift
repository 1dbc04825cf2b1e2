extension DotenvFile {
    /// The same of a file that systemd and Compose may read, too.
    ///
    /// - Returns: nothing where one of the three would read the rest otherwise than before.
    public static func removing(_ names: Set<String>, fromSharedFile text: String) -> String? {
        guard let rest = removing(names, from: text) else { return nil }
        let before = EnvironmentFile(text).entries.filter { !names.contains($0.name) }
        guard EnvironmentFile(rest).entries == before else { return nil }
        // As they are written: what stands in them for another variable shows.
        let composed = ComposeVariables(text) { value, _ in value }
        let after = ComposeVariables(rest) { value, _ in value }
        guard after.values == composed.values.filter({ !names.contains($0.key) }), after.refusal == composed.refusal,
            !after.values.values.contains(where: { value in names.contains { value.asks(for: $0) } })
        else { return nil }
        return rest
    }
}

extension String {
    /// Whether a variable is named in it: `$NAME`, `${NAME}` and what else may stand in the braces.
    public func asks(for name: String) -> Bool {
        var rest = Substring(self)
        while let mark = rest.firstIndex(of: "$") {
            rest = rest[rest.index(after: mark)...]
            if rest.first == "$" {
                rest = rest.dropFirst()
                continue
            }
            let start = rest.first == "{" ? rest.dropFirst() : rest
            let named = start.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            if named == name { return true }
        }
        return false
    }
}
