import Documents

/// Reads a comparison of a packet's field with a value.
struct NFTMatch {
    enum Operator {
        case equal, unequal, below, above, atMost, atLeast
        /// At least one of some bits is set; of one that is no bit field, equality.
        case among
        /// None of some bits is set.
        case lacking
        case unknown

        init(_ text: String?) {
            self =
                switch text {
                case "==", nil: .equal
                case "in": .among
                case "!": .lacking
                case "!=": .unequal
                case "<": .below
                case ">": .above
                case "<=": .atMost
                case ">=": .atLeast
                default: .unknown
                }
        }
    }

    let lookup: (String) -> JSONNode?

    /// Several matches where the field implies a protocol or a family.
    func matches(_ left: JSONNode, _ comparison: Operator, _ right: JSONNode) -> [Match] {
        let unknown = Self.context(of: left) + [Match(.other("\(left.compact) \(right.compact)"))]
        guard comparison != .unknown, Self.isUnderstood(left), let right = resolved(right) else { return unknown }
        if let keys = left["concat"]?.items {
            guard comparison == .equal || comparison == .unequal, let test = combination(keys, right) else {
                return unknown
            }
            return Self.context(of: left) + [Match(test, isNegated: comparison == .unequal)]
        }
        if let question = reversePath(left, comparison, right) { return question }
        if left["exthdr"]?["field"] != nil { return [Match(.family(.ipv6)), NFTExtensionHeader.asked] }
        guard let test = test(left, comparison, right) else { return unknown }
        let isNegated = comparison == .unequal || comparison == .lacking
        // The first header behind IPv6's own, which is another one's where the sender puts an extension between.
        if left["payload"]?["protocol"]?.text == "ip6", left["payload"]?["field"]?.text == "nexthdr" {
            return isNegated
                ? unknown : Self.context(of: left) + [Match(test, isNegated: isNegated), NFTExtensionHeader.missing]
        }
        return Self.context(of: left) + [Match(test, isNegated: isNegated)]
    }

    /// `fib saddr . iif oif missing`: of those whose route leads back it does not hold, of others it may.
    private func reversePath(_ left: JSONNode, _ comparison: Operator, _ right: JSONNode) -> [Match]? {
        guard let route = left["fib"], route["result"]?.text == "oif", comparison == .equal, right.flag == false,
            let flags = route["flags"]?.items?.compactMap(\.text), flags.contains("saddr"), flags.contains("iif"),
            Set(flags).isSubset(of: ["saddr", "iif", "mark"])
        else { return nil }
        return [Match(.routedBack, isNegated: true), Match(.other("\(left.compact) missing"))]
    }

    /// One of the elements of a set of concatenations; a set has no two that a packet could both be.
    private func combination(_ keys: [JSONNode], _ right: JSONNode) -> Test? {
        let elements = right["set"]?.items ?? right.items ?? [right]
        var lists: [[Match]] = []
        for element in elements {
            guard let parts = element.element?["concat"]?.items, parts.count == keys.count else {
                return nil
            }
            var list: [Match] = []
            for (key, part) in zip(keys, parts) {
                guard let test = test(key, .equal, part) else { return nil }
                list.append(Match(test))
            }
            lists.append(list)
        }
        return .either(lists)
    }

    private func test(_ left: JSONNode, _ comparison: Operator, _ right: JSONNode) -> Test? {
        let values = NFTValues(right, comparison)
        let isEquality = [.equal, .unequal, .among, .lacking].contains(comparison)
        if !isEquality, left["fib"] != nil || ["nfproto", "protocol"].contains(left["meta"]?["key"]?.text) {
            return nil
        }
        if !isEquality, ["state", "direction"].contains(left["ct"]?["key"]?.text) { return nil }
        if let meta = left["meta"]?["key"]?.text { return self.meta(meta, values) }
        if left["ct"]?["key"]?.text == "status" { return status(comparison, values.names) }
        if let key = left["ct"]?["key"]?.text { return connection(key, values) }
        if let payload = left["payload"], let name = payload["protocol"]?.text, let field = payload["field"]?.text {
            if name == "tcp", field == "flags" { return flags(comparison, right, mask: nil) }
            return header(name, field, values)
        }
        if let parts = left["&"]?.items, parts.count == 2 {
            if parts[0]["payload"]?["field"]?.text == "flags" { return flags(comparison, right, mask: parts[1]) }
            guard let mask = parts[1].integer.flatMap({ UInt32(exactly: $0) }), let values = values.marks else {
                return nil
            }
            if parts[0]["meta"]?["key"]?.text == "mark" { return .mark(mask: mask, values) }
            if parts[0]["ct"]?["key"]?.text == "mark" { return .connectionMark(mask: mask, values) }
            return nil
        }
        guard left["fib"]?["result"]?.text == "type", let flags = left["fib"]?["flags"]?.compact,
            flags == "saddr" || flags == "daddr"
        else { return nil }
        let types = values.names.compactMap { AddressType(rawValue: $0) }
        guard types.count == values.names.count, !types.isEmpty else { return nil }
        return flags == "saddr" ? .sourceType(Set(types)) : .destinationType(Set(types))
    }

    /// `ct status dnat` asks for the bit; `==` and `!=` compare the whole word, in which it never stands alone.
    private func status(_ comparison: Operator, _ names: [String]) -> Test? {
        guard names == ["dnat"] else { return nil }
        return switch comparison {
        case .among, .lacking: .destinationTranslated
        case .equal, .unequal: .either([])
        default: nil
        }
    }

    /// `tcp flags syn` asks for the bit, `tcp flags == syn` for it and no other, `tcp flags { … }` for one of several.
    private func flags(_ comparison: Operator, _ right: JSONNode, mask: JSONNode?) -> Test? {
        var bits: UInt8 = .max
        if let mask {
            guard let some = TCPFlags.bits(mask.flagNames) else { return nil }
            bits = some
        }
        guard let set = right["set"]?.items else {
            guard let value = TCPFlags.bits(right.flagNames) else { return nil }
            return switch comparison {
            case .among, .lacking: mask == nil ? .anyTCPFlag(value) : nil
            case .equal, .unequal: .tcpFlags(mask: bits, set: value)
            default: nil
            }
        }
        guard comparison == .equal || comparison == .unequal else { return nil }
        let values = set.compactMap { TCPFlags.bits($0.flagNames) }
        guard values.count == set.count, Set(values).count == values.count else { return nil }
        return .either(values.map { [Match(.tcpFlags(mask: bits, set: $0))] })
    }

    /// `@name` stands for the elements of a set; one that packets fill is not known.
    private func resolved(_ node: JSONNode) -> JSONNode? {
        guard let name = node.text, name.hasPrefix("@") else { return node }
        guard let set = lookup(String(name.dropFirst())), !set.isDynamic, set["map"] == nil else { return nil }
        return set["elem"] ?? JSONNode(value: .array([]), range: set.range)
    }

    /// Whether an expression has no part that is not read.
    private static func isUnderstood(_ node: JSONNode) -> Bool {
        guard let members = node.members else { return true }
        guard members.count == 1, let member = members.first else { return false }
        let value = member.value
        switch member.key {
        case "concat", "&": return value.items?.allSatisfy(isUnderstood) ?? false
        case "payload": return value.has(only: ["protocol", "field"])
        case "meta": return value.has(only: ["key"])
        case "fib": return value.has(only: ["result", "flags"])
        // What the answer to a connection looks like is not modeled.
        case "ct": return value.has(only: ["key", "dir"]) && [nil, "original"].contains(value["dir"]?.text)
        default: return true
        }
    }

    private func meta(_ key: String, _ values: NFTValues) -> Test? {
        switch key {
        case "iifname", "iif": values.interfaces.map(Test.inputInterface)
        case "oifname", "oif": values.interfaces.map(Test.outputInterface)
        case "l4proto": values.transports.map(Test.transport)
        case "mark": values.marks.map { .mark(mask: .max, $0) }
        case "skuid": values.marks.map(Test.socketAccount)
        case "nfproto", "protocol":
            switch values.names {
            case ["ipv4"], ["ip"]: .family(.ipv4)
            case ["ipv6"], ["ip6"]: .family(.ipv6)
            default: nil
            }
        default: nil
        }
    }

    private func connection(_ key: String, _ values: NFTValues) -> Test? {
        switch key {
        case "state":
            values.names.reduce(into: Set<ConnectionState>?.some([])) { found, name in
                if let state = ConnectionState(rawValue: name) { found?.insert(state) } else { found = nil }
            }.map(Test.connectionState)
        case "direction": values.names == ["original"] ? .originalDirection : nil
        case "mark": values.marks.map { .connectionMark(mask: .max, $0) }
        case "proto-dst": values.ports.map(Test.originalDestinationPort)
        case "daddr", "ip daddr", "ip6 daddr": values.addresses.map(Test.originalDestination)
        default: nil
        }
    }

    private func header(_ name: String, _ field: String, _ values: NFTValues) -> Test? {
        switch (name, field) {
        case ("tcp", "dport"), ("udp", "dport"), ("th", "dport"), ("sctp", "dport"), ("dccp", "dport"):
            values.ports.map(Test.destinationPort)
        case ("tcp", "sport"), ("udp", "sport"), ("th", "sport"), ("sctp", "sport"), ("dccp", "sport"):
            values.ports.map(Test.sourcePort)
        case ("ip", "saddr"), ("ip6", "saddr"): values.addresses.map(Test.source)
        case ("ip", "daddr"), ("ip6", "daddr"): values.addresses.map(Test.destination)
        case ("ip", "protocol"), ("ip6", "nexthdr"): values.transports.map(Test.transport)
        case ("ip", "ttl"), ("ip6", "hoplimit"): values.bytes.map(Test.hopLimit)
        case ("icmp", "type"): values.icmpTypes(.ipv4).map(Test.icmpType)
        case ("icmpv6", "type"): values.icmpTypes(.ipv6).map(Test.icmpType)
        default: nil
        }
    }

    /// What reading a field implies about the packet; nft leaves it out of its listing.
    static func context(of left: JSONNode) -> [Match] {
        if let keys = left["concat"]?.items {
            return keys.flatMap { context(of: $0) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        if let inner = left["&"]?[0] { return context(of: inner) }
        if left["ct"]?["key"]?.text == "status" { return [Match(.connectionState([.new, .established, .related]))] }
        return switch left["payload"]?["protocol"]?.text {
        case "ip": [Match(.family(.ipv4))]
        case "ip6": [Match(.family(.ipv6))]
        case "icmp": [Match(.transport([Packet.icmp...Packet.icmp]))]
        case "icmpv6": [Match(.transport([Packet.icmpv6...Packet.icmpv6]))]
        case let name?: TransportNames.number(name).map { [Match(.transport([$0...$0]))] } ?? []
        case nil: []
        }
    }
}

extension JSONNode {
    /// Whether a set or map is one that packets fill.
    var isDynamic: Bool {
        (self["flags"]?.items?.compactMap(\.text) ?? [self["flags"]?.text].compactMap { $0 }).contains("dynamic")
    }

    /// Names of flags, however they are joined.
    fileprivate var flagNames: String {
        if integer == 0 { return "none" }
        if let text { return text }
        if let parts = self["|"]?.items ?? self["set"]?.items ?? items {
            return parts.map(\.flagNames).joined(separator: ",")
        }
        return "?"
    }
}
