extension JSONLayout {
    /// A value as it is written in place of a node, with the quotes the node has.
    func text(_ value: JSONValue, replacing node: JSONNode, in outer: Surroundings?) throws(SyntaxError) -> [UInt8] {
        var here = surroundings(of: node, in: outer)
        // What stands in the old value is no pattern for a new one that has other contents.
        here.isMultiline = outer?.isMultiline ?? true
        if node.text != nil { here.textQuote = bytes[node.range.lowerBound] }
        return try text(value, here, indent: spacing.indentation(at: node.range.lowerBound), depth: 0)
    }

    /// A value as it is written as an item.
    func text(_ value: JSONValue, in here: Surroundings) throws(SyntaxError) -> [UInt8] {
        try text(value, here, indent: here.indent, depth: 0)
    }

    /// A key and its value.
    func member(_ key: String, _ value: JSONValue, in here: Surroundings) throws(SyntaxError) -> [UInt8] {
        self.key(key, here) + here.colon + (try text(value, in: here))
    }

    private func text(
        _ value: JSONValue,
        _ here: Surroundings,
        indent: [UInt8],
        depth: Int
    ) throws(SyntaxError) -> [UInt8] {
        guard depth <= document.limits.depth else {
            throw document.failure("nested deeper than \(document.limits.depth)")
        }
        switch value {
        case .null: return Array("null".utf8)
        case .flag(let flag): return Array(String(flag).utf8)
        case .number(let number): return Array(number.utf8)
        case .string(let text): return quoted(text, here.textQuote)
        case .array(let items):
            // A list of scalars is read on one line.
            let isMultiline = here.isMultiline && items.contains(where: \.isContainer)
            var texts: [[UInt8]] = []
            for item in items { texts.append(try text(item, here, indent: indent + unit, depth: depth + 1)) }
            return enclosed(texts, in: "[]", isMultiline, [], here, indent)
        case .object(let members):
            var texts: [[UInt8]] = []
            for member in members {
                let value = try text(member.value, here, indent: indent + unit, depth: depth + 1)
                texts.append(key(member.key, here) + here.colon + value)
            }
            return enclosed(texts, in: "{}", here.isMultiline, here.padding, here, indent)
        }
    }

    private func enclosed(
        _ texts: [[UInt8]],
        in brackets: StaticString,
        _ isMultiline: Bool,
        _ padding: [UInt8],
        _ here: Surroundings,
        _ indent: [UInt8]
    ) -> [UInt8] {
        let brackets = Array("\(brackets)".utf8)
        guard !texts.isEmpty else { return brackets }
        let inner = isMultiline ? newline + indent + unit : padding
        let outer = isMultiline ? newline + indent : padding
        let blank: [UInt8] = here.colon.last == UInt8(ascii: ":") ? [] : [0x20]
        let between = [UInt8(ascii: ",")] + (isMultiline ? inner : blank)
        return [brackets[0]] + inner + texts.joined(separator: between) + outer + [brackets[1]]
    }

    private func key(_ key: String, _ here: Surroundings) -> [UInt8] {
        guard let quote = here.keyQuote else {
            let isName = key.utf8.allSatisfy { $0 < 0x80 && ($0.isLetter || $0.isDigit) }
            let isBare = isName && key.utf8.first.map { !$0.isDigit } ?? false
            return isBare ? Array(key.utf8) : quoted(key, here.textQuote)
        }
        return quoted(key, quote)
    }

    private func quoted(_ text: String, _ quote: UInt8) -> [UInt8] {
        Array(JSONString.text(text, in: Unicode.Scalar(quote)).utf8)
    }
}

extension JSONValue {
    var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}
