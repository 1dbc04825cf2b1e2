extension YAMLNode {
    /// The node without what tags take away; of a first file, which lies over nothing.
    public var settled: YAMLNode {
        switch value {
        case .map(let entries):
            replacing(
                entries.filter { $0.value.overlaying != .removing }
                    .map { Entry(changing: $0, to: $0.value.settled) }
            )
        case .list(let items): replacing(items: items.filter { $0.overlaying != .removing }.map(\.settled))
        default: self
        }
    }

    /// This node with another one laid over it, as compose merges its files: maps key by key, lists one after the other.
    ///
    /// What a list names and a map lays over it, such as variables, becomes a map.
    ///
    /// - Parameters:
    ///   - other: the node of the later file.
    ///   - replacing: keys whose value is replaced as a whole.
    /// - Returns: what both say together.
    public func overlaid(by other: YAMLNode, replacing: Set<String>) -> YAMLNode {
        switch (value, other.value) {
        case (.map(let own), .map(let new)):
            var entries = own
            for entry in new {
                // What is taken away is not there afterwards, whatever the tag stands before.
                if entry.value.overlaying == .removing {
                    entries.removeAll { $0.key == entry.key }
                    continue
                }
                guard entry.value.overlaying == .merging, let index = entries.lastIndex(where: { $0.key == entry.key }),
                    !replacing.contains(entry.key)
                else {
                    entries.removeAll { $0.key == entry.key }
                    entries.append(entry)
                    continue
                }
                let merged = entries[index].value.overlaid(by: entry.value, replacing: replacing)
                entries[index] = Entry(key: entry.key, line: entry.line, column: entry.column, value: merged)
            }
            return YAMLNode(value: .map(entries), line: line, column: column)
        case (.list(let own), .list(let new)): return YAMLNode(value: .list(own + new), line: line, column: column)
        case (.list(let own), .map):
            return YAMLNode(value: .map(own.compactMap(Self.assignment)), line: line, column: column)
                .overlaid(by: other, replacing: replacing)
        case (.map, .list(let new)):
            let map = YAMLNode(value: .map(new.compactMap(Self.assignment)), line: other.line, column: other.column)
            return overlaid(by: map, replacing: replacing)
        case (_, .null): return self
        default: return other
        }
    }

    /// `NAME=VALUE`, or a name alone.
    private static func assignment(_ node: YAMLNode) -> Entry? {
        guard let text = node.text else { return nil }
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let value = YAMLNode(
            value: halves.count == 2 ? .text(halves[1]) : .null,
            line: node.line,
            column: node.column
        )
        return Entry(key: halves[0], line: node.line, column: node.column, value: value)
    }
}
