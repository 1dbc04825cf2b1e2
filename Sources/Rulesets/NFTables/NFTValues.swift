import Documents

/// The right side of a comparison: single values, ranges, prefixes and sets of them.
///
/// Each view is absent where an item does not fit it.
struct NFTValues {
    private let items: [JSONNode]
    private let comparison: NFTMatch.Operator

    init(_ node: JSONNode, _ comparison: NFTMatch.Operator) {
        items = Self.flat(node)
        self.comparison = comparison
    }

    /// Elements with a timeout or a comment are wrapped in `elem`.
    private static func flat(_ node: JSONNode) -> [JSONNode] {
        if let inner = node["set"] { return flat(inner) }
        if node["elem"] != nil { return node.element.map(flat) ?? [node] }
        return node.items?.flatMap(flat) ?? [node]
    }

    var names: [String] { items.map(\.compact) }

    var interfaces: [InterfaceName]? {
        // A star of the name itself is written with a backslash.
        let names = items.compactMap(\.text).filter { !$0.contains("\\") }.map {
            $0.hasSuffix("*") ? InterfaceName(String($0.dropLast()), isPrefix: true) : InterfaceName($0)
        }
        return names.count == items.count && isEquality ? names : nil
    }

    var ports: [ClosedRange<UInt16>]? {
        ranges { node in node.integer.flatMap { UInt16(exactly: $0) } ?? node.text.flatMap { UInt16($0) } }
    }

    var transports: [ClosedRange<UInt8>]? {
        ranges { node in
            node.integer.flatMap { UInt8(exactly: $0) } ?? node.text.flatMap { TransportNames.number($0) }
        }
    }

    var marks: [ClosedRange<UInt32>]? { ranges { node in node.integer.flatMap { UInt32(exactly: $0) } } }

    var bytes: [ClosedRange<UInt8>]? { ranges { node in node.integer.flatMap { UInt8(exactly: $0) } } }

    func icmpTypes(_ family: AddressFamily) -> [ClosedRange<UInt8>]? {
        ranges { node in
            node.integer.flatMap { UInt8(exactly: $0) } ?? node.text.flatMap { ICMPNames.number($0, family) }
        }
    }

    var addresses: [AddressRange]? {
        guard isEquality else { return nil }
        let found = items.compactMap { node -> AddressRange? in
            if let prefix = node["prefix"] {
                guard let address = prefix["addr"]?.text.flatMap({ Address($0) }), let length = prefix["len"]?.integer
                else { return nil }
                return AddressRange(address, length: length)
            }
            if let range = node["range"] {
                guard let first = range[0]?.text.flatMap({ Address($0) }),
                    let last = range[1]?.text.flatMap({ Address($0) })
                else { return nil }
                return AddressRange(first, last)
            }
            return node.text.flatMap { AddressRange($0) }
        }
        return found.count == items.count ? found : nil
    }

    private var isEquality: Bool { [.equal, .unequal, .among, .lacking].contains(comparison) }

    private func ranges<Number: FixedWidthInteger>(_ read: (JSONNode) -> Number?) -> [ClosedRange<Number>]? {
        var ranges: [ClosedRange<Number>] = []
        for item in items {
            if let ends = item["range"] {
                guard isEquality, let first = ends[0].flatMap(read), let last = ends[1].flatMap(read), first <= last
                else { return nil }
                ranges.append(first...last)
            } else {
                guard let value = read(item) else { return nil }
                switch comparison {
                case .equal, .unequal, .among, .lacking: ranges.append(value...value)
                case .atMost: ranges.append(.min...value)
                case .atLeast: ranges.append(value ... .max)
                case .below: if value > .min { ranges.append(.min...(value - 1)) }
                case .above: if value < .max { ranges.append((value + 1) ... .max) }
                case .unknown: return nil
                }
            }
        }
        return ranges
    }
}

/// ICMP types by the names nft writes, from nft(8).
enum ICMPNames {
    private static let version4: [String: UInt8] = [
        "echo-reply": 0, "destination-unreachable": 3, "source-quench": 4, "redirect": 5, "echo-request": 8,
        "router-advertisement": 9, "router-solicitation": 10, "time-exceeded": 11, "parameter-problem": 12,
        "timestamp-request": 13, "timestamp-reply": 14, "info-request": 15, "info-reply": 16,
        "address-mask-request": 17, "address-mask-reply": 18,
    ]
    private static let version6: [String: UInt8] = [
        "destination-unreachable": 1, "packet-too-big": 2, "time-exceeded": 3, "parameter-problem": 4,
        "echo-request": 128, "echo-reply": 129, "mld-listener-query": 130, "mld-listener-report": 131,
        "mld-listener-done": 132, "mld-listener-reduction": 132, "nd-router-solicit": 133, "nd-router-advert": 134,
        "nd-neighbor-solicit": 135, "nd-neighbor-advert": 136, "nd-redirect": 137, "router-renumbering": 138,
        "ind-neighbor-solicit": 141, "ind-neighbor-advert": 142, "mld2-listener-report": 143,
    ]

    static func number(_ name: String, _ family: AddressFamily) -> UInt8? {
        (family == .ipv4 ? version4 : version6)[name]
    }
}
