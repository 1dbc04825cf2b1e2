import Yams

/// Turns the library's nodes into ours, counting, so that aliases cannot multiply without end.
struct YAMLConverter {
    let limits: Limits
    private var count = 0

    init(limits: Limits) { self.limits = limits }

    mutating func convert(_ node: Node, depth: Int) throws(SyntaxError) -> YAMLNode {
        let line = node.mark?.line ?? 1
        let column = node.mark?.column ?? 1
        count += 1
        guard depth <= limits.depth else {
            throw SyntaxError("nested deeper than \(limits.depth)", at: SourcePosition(line: line, column: column))
        }
        guard count <= limits.values else {
            throw SyntaxError("more than \(limits.values) values", at: SourcePosition(line: line, column: column))
        }
        switch node {
        case .scalar(let scalar):
            return YAMLNode(value: Self.value(scalar), line: line, column: column)
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence { items.append(try convert(item, depth: depth + 1)) }
            return YAMLNode(value: .list(items), line: line, column: column)
        case .mapping(let mapping):
            var entries: [YAMLNode.Entry] = []
            var merged: [YAMLNode.Entry] = []
            for (key, value) in mapping {
                let name = key.string ?? "?"
                let content = try convert(value, depth: depth + 1)
                if name == "<<" {
                    merged += (content.items ?? [content]).flatMap { $0.entries ?? [] }
                } else {
                    let mark = key.mark
                    entries.append(
                        YAMLNode.Entry(
                            key: name,
                            line: mark?.line ?? line,
                            column: mark?.column ?? column,
                            value: content
                        )
                    )
                }
            }
            let own = Set(entries.map(\.key))
            var inherited = merged.filter { !own.contains($0.key) }
            for index in inherited.indices { inherited[index].isInherited = true }
            return YAMLNode(value: .map(inherited + entries), line: line, column: column)
        case .alias:
            throw SyntaxError("an alias without an anchor", at: SourcePosition(line: line, column: column))
        }
    }

    /// YAML 1.2's core: quoted text stays text; `yes` and `no` are taken as booleans as Compose does.
    private static func value(_ scalar: Node.Scalar) -> YAMLNode.Value {
        let text = scalar.string
        guard scalar.style == .plain || scalar.style == .any else { return .text(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return .flag(true)
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return .flag(false)
        default: return Int(text).map { .number($0) } ?? .text(text)
        }
    }
}
