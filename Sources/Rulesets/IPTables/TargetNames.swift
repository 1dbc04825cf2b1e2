/// Targets of iptables, by what becomes of the packet; from iptables-extensions(8).
enum TargetNames {
    private static let proceeding: Set<String> = [
        "AUDIT", "CHECKSUM", "CLASSIFY", "CLUSTERIP", "CONNMARK", "CONNSECMARK", "CT", "DSCP", "ECN", "HL", "HMARK",
        "IDLETIMER", "LED", "LOG", "MARK", "NFLOG", "NOTRACK", "RATEEST", "SECMARK", "SET", "TCPMSS", "TCPOPTSTRIP",
        "TEE", "TOS", "TRACE", "TTL", "ULOG",
    ]

    static func action(_ name: String, _ options: [String]) -> Action {
        switch name {
        case "ACCEPT", "MASQUERADE", "SNAT", "NETMAP": .accept
        case "DROP", "TARPIT", "DELUDE": .drop
        case "REJECT": .reject
        case "RETURN": .return
        case "DNAT": destination(value(of: "--to-destination", in: options))
        case "REDIRECT": .redirect(to: nil, port: value(of: "--to-ports", in: options).flatMap { UInt16($0) })
        case _ where proceeding.contains(name): .proceed
        default: .other(name)
        }
    }

    private static func value(of option: String, in options: [String]) -> String? {
        guard let index = options.firstIndex(of: option), index + 1 < options.count else { return nil }
        return options[index + 1]
    }

    /// Reads `192.0.2.1:80`, `192.0.2.1`, `:80`, `[2001:db8::1]:80` and `2001:db8::1`.
    private static func destination(_ text: String?) -> Action {
        guard let text else { return .redirect(to: nil, port: nil) }
        if let address = Address(text) { return .redirect(to: address, port: nil) }
        guard let colon = text.lastIndex(of: ":") else { return .redirect(to: nil, port: nil) }
        let host = text[..<colon].drop { $0 == "[" }
        return .redirect(
            to: Address(host.last == "]" ? host.dropLast() : host),
            port: UInt16(text[text.index(after: colon)...])
        )
    }
}

/// Names of transport protocols as iptables-save and nft write them, from IANA's registry.
enum TransportNames {
    private static let numbers: [String: UInt8] = [
        "all": 0, "icmp": 1, "igmp": 2, "ipencap": 4, "tcp": 6, "egp": 8, "udp": 17, "dccp": 33, "ipv6": 41,
        "rsvp": 46, "gre": 47, "esp": 50, "ah": 51, "ipv6-icmp": 58, "icmpv6": 58, "ospf": 89, "ipip": 94, "pim": 103,
        "vrrp": 112, "l2tp": 115, "sctp": 132, "mh": 135, "mobility-header": 135, "udplite": 136,
    ]

    static func number(_ name: String) -> UInt8? { UInt8(name) ?? numbers[name] }
}
