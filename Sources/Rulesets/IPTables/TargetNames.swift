/// Targets of iptables, by what becomes of the packet; from iptables-extensions(8).
enum TargetNames {
    private static let proceeding: Set<String> = [
        "AUDIT", "CHECKSUM", "CLASSIFY", "CLUSTERIP", "CONNMARK", "CONNSECMARK", "CT", "DSCP", "ECN", "HL", "HMARK",
        "IDLETIMER", "LED", "LOG", "MARK", "NFLOG", "NOTRACK", "RATEEST", "SECMARK", "SET", "TCPMSS", "TCPOPTSTRIP",
        "TEE", "TOS", "TRACE", "TTL", "ULOG",
    ]

    /// Long options of targets, as far as they are known; a target that has none is one with an empty list.
    static let options: [String: Set<String>] = [
        "ACCEPT": [], "DROP": [], "RETURN": [], "QUEUE": [],
        "REJECT": ["--reject-with"],
        "LOG": [
            "--log-level", "--log-prefix", "--log-tcp-sequence", "--log-tcp-options", "--log-ip-options", "--log-uid",
            "--log-macdecode",
        ],
        "DNAT": ["--to-destination", "--random", "--persistent"],
        "SNAT": ["--to-source", "--random", "--random-fully", "--persistent"],
        "MASQUERADE": ["--to-ports", "--random", "--random-fully"],
        "REDIRECT": ["--to-ports", "--random"],
    ]

    /// What a target changes in packets before it goes on.
    static func changes(_ name: String, _ options: [String]) -> [Change] {
        switch name {
        case "CT" where options.contains("--notrack"), "NOTRACK": [.untrack]
        case "MARK": [mark(.packet, options)]
        case "CONNMARK": [mark(.connection, options)]
        case "HMARK": [.unknownMark]
        case "TTL", "HL":
            [
                .rewrite(
                    .hops(
                        (value(of: "--ttl-set", in: options) ?? value(of: "--hl-set", in: options)).flatMap { Int($0) }
                    )
                )
            ]
        default: []
        }
    }

    static func action(_ name: String, _ options: [String]) -> Action {
        switch name {
        case "ACCEPT": .accept
        case "MASQUERADE": .disguise(as: nil)
        case "SNAT": source(value(of: "--to-source", in: options))
        case "DROP", "TARPIT", "DELUDE": .drop
        case "REJECT": .reject
        case "RETURN": .return
        case "DNAT": destination(value(of: "--to-destination", in: options))
        case "REDIRECT": redirection(value(of: "--to-ports", in: options))
        case _ where proceeding.contains(name): .proceed
        default: .other(name)
        }
    }

    private static func value(of option: String, in options: [String]) -> String? {
        guard let index = options.firstIndex(of: option), index + 1 < options.count else { return nil }
        return options[index + 1]
    }

    /// Reads `192.0.2.1:80`, `192.0.2.1`, `:80`, `[2001:db8::1]:80`, `2001:db8::1`, and ranges of both parts.
    private static func destination(_ text: String?) -> Action {
        guard let text else { return .other("DNAT") }
        if let addresses = AddressRange(text) { return translation(addresses, nil) }
        guard let colon = text.lastIndex(of: ":"), let ports = ports(text[text.index(after: colon)...]) else {
            return .other("DNAT \(text)")
        }
        if colon == text.startIndex { return translation(nil, ports) }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        guard let addresses = AddressRange(host) else { return .other("DNAT \(text)") }
        return translation(addresses, ports)
    }

    /// The port that may follow the address changes no answer: rules come before source translation.
    private static func source(_ text: String?) -> Action {
        guard let text else { return .other("SNAT") }
        if let addresses = AddressRange(text) { return .disguise(as: addresses) }
        let host = text.lastIndex(of: ":").map { text[..<$0].filter { $0 != "[" && $0 != "]" } }
        return host.flatMap { AddressRange($0) }.map { .disguise(as: $0) } ?? .other("SNAT \(text)")
    }

    static func translation(_ addresses: AddressRange?, _ ports: ClosedRange<UInt16>?) -> Action {
        let isOne = addresses.map { $0.first == $0.last } ?? true && ports.map { $0.count == 1 } ?? true
        return isOne
            ? .redirect(to: addresses?.first, port: ports?.lowerBound) : .redirectToOne(of: addresses, ports: ports)
    }

    private static func redirection(_ text: String?) -> Action {
        guard let text else { return .redirectHere(ports: nil) }
        return ports(text[...]).map { .redirectHere(ports: $0) } ?? .other("REDIRECT \(text)")
    }

    private static func ports(_ text: Substring) -> ClosedRange<UInt16>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(ends.count), let first = UInt16(ends[0]), let last = UInt16(ends[ends.count - 1]),
            first <= last
        else { return nil }
        return first...last
    }

    /// iptables-save writes every way to set a mark as `--set-xmark VALUE/MASK`.
    private static func mark(_ holder: MarkChange.Holder, _ options: [String]) -> Change {
        if let text = value(of: "--set-xmark", in: options), let (value, mask) = MaskedNumber.read(text) {
            return .mark(MarkChange(holder, keep: ~mask, flip: value))
        }
        let packetMask = value(of: "--nfmask", in: options).flatMap { MaskedNumber.number($0[...]) } ?? .max
        let connectionMask = value(of: "--ctmask", in: options).flatMap { MaskedNumber.number($0[...]) } ?? .max
        if options.contains("--save-mark") {
            return .mark(MarkChange(.connection, keep: ~connectionMask, from: .packet, take: packetMask))
        }
        guard options.contains("--restore-mark") else { return .unknownMark }
        return .mark(MarkChange(.packet, keep: ~packetMask, from: .connection, take: connectionMask))
    }
}

/// `0x1/0xff`, or `1`, whose mask is everything.
enum MaskedNumber {
    static func read(_ text: String) -> (value: UInt32, mask: UInt32)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let value = number(parts[0]) else { return nil }
        guard parts.count == 2 else { return (value, .max) }
        return number(parts[1]).map { (value, $0) }
    }

    static func number(_ text: Substring) -> UInt32? {
        text.hasPrefix("0x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
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
