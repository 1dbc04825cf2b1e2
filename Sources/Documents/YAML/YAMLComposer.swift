/// Builds a document from libyaml's events, counting, so that neither depth nor aliases grow without end.
struct YAMLComposer: ~Copyable {
    private let limits: Limits
    private var events: YAMLEvents
    private var count = 0
    /// What anchors name, and how many values that is.
    private var anchors: [String: (node: YAMLNode, size: Int)] = [:]

    init(_ text: String, limits: Limits) {
        self.limits = limits
        events = YAMLEvents(text)
    }

    /// The one document of the text, or nothing where it is empty.
    mutating func document() throws(SyntaxError) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let (event, position) = try events.next()
            switch event {
            case .end: return root
            case .documentStart:
                guard root == nil else {
                    throw SyntaxError("a second document begins (---), and only one is expected", at: position)
                }
            case .other: continue
            default: root = try node(event, at: position, depth: 0)
            }
        }
    }

    private mutating func node(
        _ event: YAMLEvents.Event,
        at position: SourcePosition,
        depth: Int
    ) throws(SyntaxError) -> YAMLNode {
        guard depth <= limits.depth else { throw SyntaxError("nested deeper than \(limits.depth)", at: position) }
        try take(1, at: position)
        let before = count
        let tag = events.tag
        let value: YAMLNode.Value
        var name: String?
        switch event {
        case .scalar(let text, let isPlain, let anchor):
            value = isPlain ? Self.plain(text) : .text(text)
            name = anchor
        case .sequenceStart(let anchor):
            value = .list(try items(depth: depth))
            name = anchor
        case .mappingStart(let anchor):
            value = .map(try entries(depth: depth))
            name = anchor
        case .alias(let anchor):
            guard let named = anchors[anchor] else { throw SyntaxError("an alias without an anchor", at: position) }
            try take(named.size, at: position)
            value = named.node.value
        default: throw SyntaxError("a value was expected", at: position)
        }
        var node = YAMLNode(value: value, line: position.line, column: position.column)
        node.overlaying = tag.flatMap { YAMLNode.Overlaying(rawValue: $0) } ?? .merging
        if let name { anchors[name] = (node, count - before) }
        return node
    }

    private mutating func take(_ number: Int, at position: SourcePosition) throws(SyntaxError) {
        count += number
        guard count <= limits.values else { throw SyntaxError("more than \(limits.values) values", at: position) }
    }

    private mutating func items(depth: Int) throws(SyntaxError) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let (event, position) = try events.next()
            if case .sequenceEnd = event { return items }
            items.append(try node(event, at: position, depth: depth + 1))
        }
    }

    /// The entries of a map; what merge keys bring comes first, and only where the map has no such key of its own.
    private mutating func entries(depth: Int) throws(SyntaxError) -> [YAMLNode.Entry] {
        var own: [YAMLNode.Entry] = []
        var merged: [YAMLNode.Entry] = []
        var names: Set<String> = []
        while true {
            let (event, position) = try events.next()
            if case .mappingEnd = event { break }
            let key: String
            if case .scalar(let text, _, _) = event {
                _ = try node(event, at: position, depth: depth + 1)
                key = text
            } else {
                key = try node(event, at: position, depth: depth + 1).text ?? "?"
            }
            guard names.insert(key).inserted else { throw SyntaxError("\(key) is set twice", at: position) }
            let (next, place) = try events.next()
            let value = try node(next, at: place, depth: depth + 1)
            if key == "<<" {
                merged += (value.items ?? [value]).flatMap { $0.entries ?? [] }
            } else {
                own.append(YAMLNode.Entry(key: key, line: position.line, column: position.column, value: value))
            }
        }
        var inherited = merged.filter { !names.contains($0.key) }
        for index in inherited.indices { inherited[index].isInherited = true }
        return inherited + own
    }

    /// YAML 1.2's core; `yes` and `no` are taken as booleans, as Compose does.
    static func plain(_ text: String) -> YAMLNode.Value {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": .flag(true)
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": .flag(false)
        default: Int(text).map { .number($0) } ?? .text(text)
        }
    }
}
