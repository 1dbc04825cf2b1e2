/// A YAML text that is changed in one place and stays as it is everywhere else, byte for byte.
///
/// Keys are added as the last ones of their map, in block style and with its indentation. What cannot be changed
/// without a doubt, such as flow maps over several lines or what an alias stands for, is an error: each outcome is
/// parsed and must say exactly what was asked for and nothing else.
public struct YAMLText: Sendable {
    public let text: String
    public let root: YAMLNode
    let lines: [YAMLLine]

    /// - Throws: where it is no YAML, or exceeds a limit.
    public init(_ text: String) throws(SyntaxError) {
        self.text = text
        root = try YAMLDocument(text).root
        lines = YAMLLine.split(text)
    }

    /// The text with the value at the path; unchanged where it already says so.
    public func setting(_ value: YAMLValue, at path: [JSONPathComponent]) throws(SyntaxError) -> YAMLText {
        if let node = root[path], YAMLValue(node) == value { return self }
        var editor = YAMLEditor(self)
        try editor.set(value, at: path)
        return try verified(editor, value, at: path)
    }

    /// The text without the key or item at the path; a list goes with its last item.
    public func removing(_ path: [JSONPathComponent]) throws(SyntaxError) -> YAMLText {
        guard root[path] != nil, let last = path.last else { return self }
        let outer = Array(path.dropLast())
        if case .index = last, root[outer]?.items?.count == 1 { return try removing(outer) }
        if case .index(let index) = last, let items = root[outer]?.items, !isInLines(items[index]) {
            var rest = items.map { YAMLValue($0) }
            rest.remove(at: index)
            return try setting(.list(rest), at: outer)
        }
        var editor = YAMLEditor(self)
        try editor.remove(path)
        return try verified(editor, nil, at: path)
    }

    /// Whether an item of a list begins a line.
    private func isInLines(_ item: YAMLNode) -> Bool {
        lines.indices.contains(item.line - 1) && lines[item.line - 1].isItem
    }

    private func verified(
        _ editor: YAMLEditor,
        _ value: YAMLValue?,
        at path: [JSONPathComponent]
    ) throws(SyntaxError) -> YAMLText {
        let edited: YAMLText
        do throws(SyntaxError) {
            edited = try YAMLText(YAMLLine.joined(editor.lines))
        } catch {
            throw failure("\(path.words) cannot be changed in the way it is written", at: path)
        }
        guard YAMLValue(root).replacing(path[...], with: value?.asRead) == YAMLValue(edited.root) else {
            throw failure("\(path.words) cannot be changed alone in the way it is written", at: path)
        }
        return edited
    }

    func failure(_ message: String, at path: [JSONPathComponent]) -> SyntaxError {
        var known = path
        while !known.isEmpty, root[known] == nil { known.removeLast() }
        let node = root[known] ?? root
        return SyntaxError(message, at: SourcePosition(line: max(node.line, 1), column: max(node.column, 1)))
    }
}

extension YAMLNode {
    /// The value at the end of a path, where there is one.
    public subscript(path: [JSONPathComponent]) -> YAMLNode? {
        var node: YAMLNode? = self
        for component in path {
            switch component {
            case .key(let key): node = node?[key]
            case .index(let index):
                let items = node?.items ?? []
                node = items.indices.contains(index) ? items[index] : nil
            }
        }
        return node
    }
}

/// A line with its end.
struct YAMLLine: Equatable, Sendable {
    /// Without the end.
    var content: [Unicode.Scalar]
    /// A newline, with a carriage return where the file has them; nothing at the end of a file without one.
    var end: String

    static func split(_ text: String) -> [YAMLLine] {
        var lines: [YAMLLine] = []
        var content: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            guard scalar == "\n" else {
                content.append(scalar)
                continue
            }
            let isWindows = content.last == "\r"
            if isWindows { content.removeLast() }
            lines.append(YAMLLine(content: content, end: isWindows ? "\r\n" : "\n"))
            content = []
        }
        if !content.isEmpty { lines.append(YAMLLine(content: content, end: "")) }
        return lines
    }

    static func joined(_ lines: [YAMLLine]) -> String {
        var text = String.UnicodeScalarView()
        for line in lines {
            text.append(contentsOf: line.content)
            text.append(contentsOf: line.end.unicodeScalars)
        }
        return String(text)
    }

    var indent: Int { content.prefix { $0 == " " }.count }
    /// Whether it holds nothing but blanks or a comment.
    var isVoid: Bool {
        let first = content.first { $0 != " " && $0 != "\t" }
        return first == nil || first == "#"
    }
    /// Whether it begins an item of a list.
    var isItem: Bool {
        let rest = content.dropFirst(indent)
        return rest.first == "-" && (rest.count == 1 || rest.dropFirst().first == " ")
    }
}
