import Documents

/// Reads the statements that write something into a packet or its connection.
enum NFTChange {
    /// - Returns: nothing where the statement changes nothing that rules ask about.
    static func change(_ key: String, _ value: JSONNode) -> Change? {
        if key == "notrack" { return .untrack }
        guard key == "mangle" else { return nil }
        guard let left = value["key"], let right = value["value"], left.members?.count == 1 else {
            return .rewrite(.unknown)
        }
        if let payload = left["payload"] { return rewriting(payload, right).map { .rewrite($0) } }
        if left["tcp option"] != nil || left["ip option"] != nil || left["exthdr"] != nil { return nil }
        let holder: MarkChange.Holder
        switch (left["meta"]?["key"]?.text, left["ct"]?["key"]?.text) {
        case ("mark", nil): holder = .packet
        case (nil, "mark"): holder = .connection
        case ("priority", nil), ("nftrace", nil), ("secmark", nil), (nil, "label"), (nil, "event"), (nil, "secmark"):
            return nil
        case (nil, "zone"): return .rewrite(Rewriting([.state]))
        default: return .rewrite(.unknown)
        }
        return mark(holder, right).map { .mark($0) } ?? .unknownMark
    }

    /// Fields that no rule asks for in a way that is modeled, and that decide nothing else.
    private static let idle: Set<String> = [
        "dscp", "ecn", "id", "frag-off", "flowlabel", "window", "urgptr", "priority",
    ]

    private static func rewriting(_ payload: JSONNode, _ value: JSONNode) -> Rewriting? {
        guard payload.has(only: ["protocol", "field"]), let name = payload["protocol"]?.text,
            let field = payload["field"]?.text
        else { return .unknown }
        let port = value.integer.flatMap { UInt16(exactly: $0) } ?? value.text.flatMap { UInt16($0) }
        let address = value.text.flatMap { Address($0) }
        switch (name, field) {
        case ("ether", _), ("vlan", _): return nil
        case ("ip", "saddr"), ("ip6", "saddr"): return Rewriting([.source])
        case ("ip", "daddr"), ("ip6", "daddr"): return Rewriting([.destination], address: address)
        case ("tcp", "dport"), ("udp", "dport"), ("th", "dport"): return Rewriting([.destinationPort], port: port)
        case ("tcp", "sport"), ("udp", "sport"), ("th", "sport"): return Rewriting([.sourcePort])
        case ("ip", "ttl"), ("ip6", "hoplimit"): return .hops(value.integer)
        case ("tcp", "flags"): return Rewriting([.flags, .state])
        case ("ip", _), ("ip6", _), ("tcp", _): return idle.contains(field) ? nil : .unknown
        default: return .unknown
        }
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
        guard node.members?.count == 1, node.members?.first?.value.has(only: ["key"]) == true else { return nil }
        if node["meta"]?["key"]?.text == "mark" { return .packet }
        return node["ct"]?["key"]?.text == "mark" ? .connection : nil
    }

    /// Whether a statement asks something, so that what follows it may not be reached.
    static func asks(_ statement: JSONNode) -> Bool {
        guard let member = statement.members?.first, NFTReading.isUnderstood(statement) else { return true }
        if ["match", "vmap", "limit", "ct count", "quota", "dnat", "meter"].contains(member.key) { return true }
        return !NFTReading.questions(member.key, member.value).isEmpty
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
        case _ where needsTracking: true
        case .either(let lists): lists.joined().contains { $0.test.asksOfChanges }
        default: false
        }
    }
}
