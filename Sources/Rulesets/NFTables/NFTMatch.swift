import Documents

/// Reads a comparison of a packet's field with a value.
struct NFTMatch {
    enum Operator {
        case equal, unequal, below, above, atMost, atLeast, unknown

        /// `in` is how nft spells the comparison of a bit field; without an operator it is equality.
        init(_ text: String?) {
            self =
                switch text {
                case "==", "in", nil: .equal
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
        let unknown = [Match(.other("\(left.compact) \(right.compact)"))]
        guard comparison != .unknown, let right = resolved(right) else { return unknown }
        let values = NFTValues(right, comparison)
        let isNegated = comparison == .unequal
        func one(_ test: Test?, implying context: [Match] = []) -> [Match] {
            test.map { context + [Match($0, isNegated: isNegated)] } ?? unknown
        }
        if let meta = left["meta"]?["key"]?.text { return one(self.meta(meta, values)) }
        if let key = left["ct"]?["key"]?.text { return one(connection(key, values)) }
        if let payload = left["payload"], let name = payload["protocol"]?.text, let field = payload["field"]?.text {
            return one(header(name, field, values), implying: Self.context(name))
        }
        if let parts = left["&"]?.items, parts.count == 2, parts[0]["payload"]?["field"]?.text == "flags" {
            let mask = TCPFlags.bits(parts[1].flagNames)
            let set = TCPFlags.bits(right.flagNames)
            guard let mask, let set else { return unknown }
            return one(.tcpFlags(mask: mask, set: set), implying: Self.context("tcp"))
        }
        if left["fib"]?["result"]?.text == "type" {
            let types = values.names.compactMap { AddressType(rawValue: $0) }
            guard types.count == values.names.count, !types.isEmpty else { return unknown }
            let isSource = left["fib"]?["flags"]?.compact.contains("saddr") == true
            return one(isSource ? .sourceType(Set(types)) : .destinationType(Set(types)))
        }
        return unknown
    }

    /// `@name` stands for the elements of a set; one that packets fill is not known.
    private func resolved(_ node: JSONNode) -> JSONNode? {
        guard let name = node.text, name.hasPrefix("@") else { return node }
        guard let set = lookup(String(name.dropFirst())) else { return nil }
        let flags = set["flags"]?.items?.compactMap(\.text) ?? []
        guard !flags.contains("dynamic") else { return nil }
        return set["elem"] ?? JSONNode(value: .array([]), range: set.range)
    }

    private func meta(_ key: String, _ values: NFTValues) -> Test? {
        switch key {
        case "iifname", "iif": values.interfaces.map(Test.inputInterface)
        case "oifname", "oif": values.interfaces.map(Test.outputInterface)
        case "l4proto": values.transports.map(Test.transport)
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
        case "status": values.names == ["dnat"] ? .destinationTranslated : nil
        case "direction": values.names == ["original"] ? .originalDirection : nil
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
        // `tcp flags syn`, without a mask, asks whether the bit is set.
        case ("tcp", "flags"): TCPFlags.bits(values.names.joined(separator: ",")).map(Test.anyTCPFlag)
        default: nil
        }
    }

    /// What reading a field of a header implies about the packet; nft leaves it out of its listing.
    private static func context(_ name: String) -> [Match] {
        switch name {
        case "ip": [Match(.family(.ipv4))]
        case "ip6": [Match(.family(.ipv6))]
        case "icmp": [Match(.transport([Packet.icmp...Packet.icmp]))]
        case "icmpv6": [Match(.transport([Packet.icmpv6...Packet.icmpv6]))]
        default: TransportNames.number(name).map { [Match(.transport([$0...$0]))] } ?? []
        }
    }
}

extension JSONNode {
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
