/// Changes lines; whether the outcome says what was asked for is checked by who calls.
struct YAMLEditor {
    private let source: YAMLText
    private(set) var lines: [YAMLLine]

    init(_ source: YAMLText) {
        self.source = source
        lines = source.lines
    }

    private var newline: String { lines.first.map { $0.end.isEmpty ? "\n" : $0.end } ?? "\n" }

    mutating func set(_ value: YAMLValue, at path: [JSONPathComponent]) throws(SyntaxError) {
        guard let last = path.last else { throw source.failure("a whole document is not replaced", at: path) }
        let outer = Array(path.dropLast())
        if let node = source.root[path], isWritten(last, outer) {
            if isScalar(node), isScalar(value), replaceScalar(node, with: value) { return }
            if !isScalar(node), replaceFlow(node, with: value) { return }
            guard case .key(let key) = last else {
                throw source.failure("the item \(path.words) is replaced by a scalar only", at: path)
            }
            return try rewrite(key, value, at: path)
        }
        // The deepest map that is there gets the rest of the path.
        var known = outer
        while !known.isEmpty, source.root[known] == nil { known.removeLast() }
        guard case .key(let key) = path[known.count] else {
            throw source.failure("\(path.words) is not there", at: path)
        }
        var value = value
        for component in path[(known.count + 1)...].reversed() {
            guard case .key(let inner) = component else { throw source.failure("\(path.words) is not there", at: path) }
            value = .map([inner: value])
        }
        try add(key, value, to: known)
    }

    mutating func remove(_ path: [JSONPathComponent]) throws(SyntaxError) {
        let outer = Array(path.dropLast())
        guard let last = path.last, isWritten(last, outer), let range = extent(of: path) else {
            throw source.failure("\(path.words) cannot be taken away in the way it is written", at: path)
        }
        lines.removeSubrange(range)
    }

    /// Whether the key stands in the map itself, and does not come from another one by a merge key.
    private func isWritten(_ component: JSONPathComponent, _ outer: [JSONPathComponent]) -> Bool {
        guard case .key(let key) = component else { return true }
        return source.root[outer]?.entries?.contains { $0.key == key && !$0.isInherited } ?? false
    }

    private func isScalar(_ node: YAMLNode) -> Bool { node.items == nil && node.entries == nil && !isNull(node) }
    private func isNull(_ node: YAMLNode) -> Bool { if case .null = node.value { true } else { false } }
    private func isScalar(_ value: YAMLValue) -> Bool {
        switch value {
        case .list, .map: false
        default: true
        }
    }

    // MARK: Scalars

    /// Puts the value in the place of a scalar that ends on the line it begins on.
    private mutating func replaceScalar(_ node: YAMLNode, with value: YAMLValue) -> Bool {
        let index = node.line - 1
        let start = node.column - 1
        guard lines.indices.contains(index), start >= 0, start < lines[index].content.count,
            let end = scalarEnd(lines[index].content, from: start)
        else { return false }
        let first = lines[index].content[start]
        var spelled = value.flow
        // What was quoted stays quoted, in its own way where nothing must be escaped.
        if case .text(let text) = value, first == "\"" || first == "'" {
            let isTame = text.unicodeScalars.allSatisfy { $0 != "'" && $0 != "\"" && $0 != "\\" && $0.value >= 0x20 }
            if isTame { spelled = "\(first)\(text)\(first)" }
        }
        lines[index].content.replaceSubrange(start..<end, with: spelled.unicodeScalars)
        return true
    }

    /// Puts the value in the place of a list or map in brackets that close on the line they open on.
    private mutating func replaceFlow(_ node: YAMLNode, with value: YAMLValue) -> Bool {
        let index = node.line - 1
        let start = node.column - 1
        guard lines.indices.contains(index), start >= 0, start < lines[index].content.count,
            ["[", "{"].contains(lines[index].content[start])
        else { return false }
        var depth = 0
        var quote: Unicode.Scalar?
        for place in start..<lines[index].content.count {
            let scalar = lines[index].content[place]
            if let open = quote {
                // An escaped quote ends the text too early, and what comes of it does not say what was asked for.
                if scalar == open { quote = nil }
                continue
            }
            switch scalar {
            case "\"", "'": quote = scalar
            case "[", "{": depth += 1
            case "]", "}": depth -= 1
            default: continue
            }
            guard depth == 0 else { continue }
            lines[index].content.replaceSubrange(start...place, with: value.flow.unicodeScalars)
            return true
        }
        return false
    }

    private func scalarEnd(_ content: [Unicode.Scalar], from start: Int) -> Int? {
        let first = content[start]
        if first == "\"" || first == "'" {
            var index = start + 1
            while index < content.count {
                if content[index] == "\\", first == "\"" {
                    index += 1
                } else if content[index] == first {
                    // A single quote is doubled inside.
                    guard first == "'", index + 1 < content.count, content[index + 1] == "'" else { return index + 1 }
                    index += 1
                }
                index += 1
            }
            return nil
        }
        guard !["|", ">", "*", "&", "!"].contains(first) else { return nil }
        let isFlow = content[..<start].contains { $0 == "[" || $0 == "{" }
        var end = start
        for index in start..<content.count {
            if content[index] == "#", index > start, content[index - 1] == " " { break }
            if isFlow, [",", "]", "}"].contains(content[index]) { break }
            if content[index] != " ", content[index] != "\t" { end = index + 1 }
        }
        return end
    }

    // MARK: Lines

    /// The lines of a key or an item with all that belongs to it.
    private func extent(of path: [JSONPathComponent]) -> Range<Int>? {
        guard let last = path.last, let outer = source.root[Array(path.dropLast())] else { return nil }
        switch last {
        case .key(let key):
            guard let entry = outer.entries?.last(where: { $0.key == key && !$0.isInherited }) else { return nil }
            let start = entry.line - 1
            guard lines.indices.contains(start), lines[start].indent == entry.column - 1 else { return nil }
            return start..<end(from: start, indent: entry.column - 1, allowingItems: entry.value.items != nil)
        case .index(let index):
            guard let items = outer.items, items.indices.contains(index) else { return nil }
            let start = items[index].line - 1
            guard lines.indices.contains(start), lines[start].isItem else { return nil }
            return start..<end(from: start, indent: lines[start].indent, allowingItems: false)
        }
    }

    /// Behind the last line that is indented deeper than the first one; comments and blanks after it are not its own.
    private func end(from start: Int, indent: Int, allowingItems: Bool) -> Int {
        var end = start + 1
        for index in (start + 1)..<max(lines.count, start + 1) where !lines[index].isVoid {
            let isOwn =
                lines[index].indent > indent || (allowingItems && lines[index].indent == indent && lines[index].isItem)
            guard isOwn else { break }
            end = index + 1
        }
        return end
    }

    /// Writes a key and its value anew in the place where they stand.
    private mutating func rewrite(_ key: String, _ value: YAMLValue, at path: [JSONPathComponent]) throws(SyntaxError) {
        guard let range = extent(of: path) else {
            throw source.failure("\(path.words) cannot be replaced in the way it is written", at: path)
        }
        let written = block(key, value, indent: lines[range.lowerBound].indent, step: 2)
        lines.replaceSubrange(range, with: written)
    }

    /// Adds a key as the last one of a block map, or of a document that is still empty.
    private mutating func add(_ key: String, _ value: YAMLValue, to path: [JSONPathComponent]) throws(SyntaxError) {
        guard let node = source.root[path] else { throw source.failure("\(path.words) is not there", at: path) }
        let own = node.entries?.filter { !$0.isInherited } ?? []
        if let first = own.first {
            let indent = first.column - 1
            let start = first.line - 1
            guard lines.indices.contains(start),
                lines[start].content.prefix(indent).allSatisfy({ $0 == " " || $0 == "-" })
            else { throw source.failure("\(path.words) is not written in lines of its own", at: path) }
            var place = end(from: start, indent: indent - 1, allowingItems: false)
            if indent == 0 { place = (lines.lastIndex { !$0.isVoid } ?? -1) + 1 }
            return insert(block(key, value, indent: indent, step: 2), at: place)
        }
        guard isNull(node) || node.entries?.isEmpty == false else {
            throw source.failure("\(path.words) is not a map in lines of its own", at: path)
        }
        if path.isEmpty { return insert(block(key, value, indent: 0, step: 2), at: lines.count) }
        guard let range = extent(of: path) else {
            throw source.failure("\(path.words) is not written in a line of its own", at: path)
        }
        let indent = lines[range.lowerBound].indent + 2
        insert(block(key, value, indent: indent, step: 2), at: range.lowerBound + 1)
    }

    private mutating func insert(_ new: [YAMLLine], at place: Int) {
        if place > 0, lines[place - 1].end.isEmpty { lines[place - 1].end = newline }
        lines.insert(contentsOf: new, at: place)
    }

    /// A key with its value: maps in lines of their own, lists in one line.
    private func block(_ key: String, _ value: YAMLValue, indent: Int, step: Int) -> [YAMLLine] {
        let margin = String(repeating: " ", count: indent)
        let name = YAMLValue.text(key).flow
        guard case .map(let entries) = value, !entries.isEmpty else {
            return [YAMLLine(content: Array((margin + name + ": " + value.flow).unicodeScalars), end: newline)]
        }
        let head = YAMLLine(content: Array((margin + name + ":").unicodeScalars), end: newline)
        return entries.sorted { $0.key < $1.key }.reduce(into: [head]) { lines, entry in
            lines += block(entry.key, entry.value, indent: indent + step, step: step)
        }
    }
}
