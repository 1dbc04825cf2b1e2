import Documents

/// Reads the statements that write something into a packet or its connection.
enum NFTChange {
    /// - Returns: nothing where the statement changes nothing that rules ask about.
    static func change(_ key: String, _ value: JSONNode) -> Change? {
        if key == "notrack" { return .untrack }
        guard key == "mangle", let left = value["key"] else { return nil }
        let holder: MarkChange.Holder? =
            left["meta"]?["key"]?.text == "mark" ? .packet : left["ct"]?["key"]?.text == "mark" ? .connection : nil
        guard let holder, let right = value["value"] else { return nil }
        return mark(holder, right).map { .mark($0) } ?? .unknownMark
    }

    private static func mark(_ holder: MarkChange.Holder, _ value: JSONNode) -> MarkChange? {
        if let number = number(value) { return MarkChange(holder, keep: 0, flip: number) }
        if let source = source(value) { return MarkChange(holder, keep: 0, from: source, take: .max) }
        for word in ["&", "|", "^"] {
            guard let parts = value[word]?.items, parts.count == 2, let source = source(parts[0]),
                let number = number(parts[1])
            else { continue }
            return switch word {
            case "&": MarkChange(holder, keep: 0, from: source, take: number)
            case "|": MarkChange(holder, keep: 0, from: source, take: ~number, flip: number)
            default: MarkChange(holder, keep: 0, from: source, take: .max, flip: number)
            }
        }
        return nil
    }

    private static func number(_ node: JSONNode) -> UInt32? { node.integer.flatMap { UInt32(exactly: $0) } }

    private static func source(_ node: JSONNode) -> MarkChange.Holder? {
        if node["meta"]?["key"]?.text == "mark" { return .packet }
        return node["ct"]?["key"]?.text == "mark" ? .connection : nil
    }

    /// Whether a statement asks something, so that what follows it may not be reached.
    static func asks(_ statement: JSONNode) -> Bool {
        ["match", "vmap", "limit", "ct count", "set", "meter", "quota", "dnat"].contains(statement.members?.first?.key)
    }

    /// A new address or port, written without translation: where such a packet goes is not modelled.
    static func rewrites(_ value: JSONNode) -> Bool {
        let fields = ["saddr", "daddr", "sport", "dport"]
        return fields.contains(value["key"]?["payload"]?["field"]?.text ?? "")
    }
}

/// The port part of a translation: none, one, or a range.
struct NFTPorts {
    let range: ClosedRange<UInt16>?

    init?(_ node: JSONNode?) {
        guard let node else {
            range = nil
            return
        }
        guard let ranges = NFTValues(node, .equal).ports, ranges.count == 1 else { return nil }
        range = ranges[0]
    }
}

extension Test {
    /// Whether what a rule can change decides the answer.
    var asksOfChanges: Bool {
        switch self {
        case .mark, .connectionMark, .connectionState: true
        case .either(let lists): lists.joined().contains { $0.test.asksOfChanges }
        default: false
        }
    }
}
