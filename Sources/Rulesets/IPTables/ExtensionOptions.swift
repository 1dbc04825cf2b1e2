/// The options one match extension was given.
struct ExtensionOptions {
    struct Option {
        let name: String
        let isNegated: Bool
        let values: [String]

        init(_ name: String, isNegated: Bool, values: [String]) {
            self.name = name
            self.isNegated = isNegated
            self.values = values
        }

        var value: String { values.first ?? "" }
    }

    let name: String
    var options: [Option] = []

    private subscript(_ name: String) -> Option? { options.first { $0.name == name } }

    /// What the extension asks, as far as it is modeled.
    func matches(family: AddressFamily) -> [Match] {
        switch name {
        // Options without -m belong to no extension: their words are kept as a question nobody can answer.
        case "": options.map { Match(.other(words($0)), isNegated: $0.isNegated) }
        case "comment": []
        case "limit": [Match(.rate(RateLimit(.everybody, isExceeding: false, rate: self["--limit"]?.value ?? "")))]
        case "hashlimit": [hashlimit]
        case "connlimit": [connlimit]
        case "recent": recent
        case "addrtype" where family == .ipv6: options.map(kindOfVersion6)
        case "policy" where options.contains { $0.name == "--pol" && $0.value == "none" }: []
        case "icmp", "icmp6": options.flatMap(icmp)
        // Who is routed back never matches; of the others it depends on more than the routes.
        case "rpfilter" where self["--invert"] != nil:
            [Match(.routedBack, isNegated: true), Match(.other("rpfilter --invert"))]
        // Extension headers and fragments: the packets of a plain connection have none, and no answer holds for them.
        case "rt", "frag", "dst", "hbh", "srh": [Match(.either([]))]
        default: options.map { Match(test($0, family) ?? .other(words($0)), isNegated: $0.isNegated) } + implied
        }
    }

    private func words(_ option: Option) -> String { ([name, option.name] + option.values).joined(separator: " ") }

    /// An extension without options can still ask something, such as `-m socket`.
    private var implied: [Match] {
        let silent = ["tcp", "udp", "icmp", "icmp6", "conntrack", "state", "multiport", "sctp", "dccp", "udplite"]
        return options.isEmpty && !silent.contains(name) ? [Match(.other(name))] : []
    }

    private func test(_ option: Option, _ family: AddressFamily) -> Test? {
        switch (name, option.name) {
        case ("multiport", "--ports"): PortRanges(option.value).map { eitherPort($0.ranges) }
        case ("mark", "--mark"): MaskedNumber.read(option.value).map { .mark(mask: $0.mask, [$0.value...$0.value]) }
        case ("connmark", "--mark"):
            MaskedNumber.read(option.value).map { .connectionMark(mask: $0.mask, [$0.value...$0.value]) }
        case (_, "--dport"), ("multiport", "--dports"): PortRanges(option.value).map { .destinationPort($0.ranges) }
        case (_, "--sport"), ("multiport", "--sports"): PortRanges(option.value).map { .sourcePort($0.ranges) }
        case ("tcp", "--tcp-flags"): flags(option.values)
        case ("tcp", "--syn"): .tcpFlags(mask: 0x17, set: 0x02)
        case ("conntrack", "--ctstate"), ("state", "--state"): states(option.value)
        case ("conntrack", "--ctorigdstport"): PortRanges(option.value).map { .originalDestinationPort($0.ranges) }
        case ("conntrack", "--ctorigdst"): AddressRange(option.value).map { .originalDestination([$0]) }
        case ("conntrack", "--ctdir"): option.value == "ORIGINAL" ? .originalDirection : nil
        case ("hl", "--hl-eq"), ("ttl", "--ttl-eq"): UInt8(option.value).map { .hopLimit([$0...$0]) }
        case ("hl", "--hl-lt"), ("ttl", "--ttl-lt"):
            UInt8(option.value).map { .hopLimit($0 > 0 ? [0...($0 - 1)] : []) }
        case ("hl", "--hl-gt"), ("ttl", "--ttl-gt"):
            UInt8(option.value).map { .hopLimit($0 < 255 ? [($0 + 1)...255] : []) }
        case ("addrtype", "--dst-type"): types(option.value).map(Test.destinationType)
        case ("addrtype", "--src-type"): types(option.value).map(Test.sourceType)
        case ("owner", "--uid-owner"): accounts(option.value).map { .socketAccount([$0]) }
        case ("iprange", "--src-range"): AddressRange(option.value).map { .source([$0]) }
        case ("iprange", "--dst-range"): AddressRange(option.value).map { .destination([$0]) }
        default: nil
        }
    }

    private func states(_ text: String) -> Test? {
        let names = text.lowercased().split(separator: ",")
        let states = Set(names.compactMap { ConnectionState(rawValue: String($0)) })
        let isTranslated = names.contains("dnat")
        guard states.count + (isTranslated ? 1 : 0) == names.count else { return nil }
        guard isTranslated else { return .connectionState(states) }
        let others = Set(ConnectionState.allCases).subtracting(states)
        return .either([
            [Match(.connectionState(states))], [Match(.connectionState(others)), Match(.destinationTranslated)],
        ])
    }

    /// iptables-save writes numbers, and two of them with a dash between.
    private func accounts(_ text: String) -> ClosedRange<UInt32>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt32($0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
            return nil
        }
        return first...last
    }

    private func eitherPort(_ ports: [ClosedRange<UInt16>]) -> Test {
        .either([
            [Match(.destinationPort(ports))],
            [Match(.destinationPort(ports), isNegated: true), Match(.sourcePort(ports))],
        ])
    }

    /// In IPv6, `UNICAST` and `MULTICAST` ask about the address itself and the others about routes, and all must agree:
    /// `match_type6` in xt_addrtype.c.
    private func kindOfVersion6(_ option: Option) -> Match {
        let unknown = Match(.other(words(option)), isNegated: option.isNegated)
        guard let types = types(option.value), option.name == "--dst-type" || option.name == "--src-type" else {
            return unknown
        }
        let isSource = option.name == "--src-type"
        func side(_ ranges: [AddressRange]) -> Test { isSource ? .source(ranges) : .destination(ranges) }
        guard let multicast = AddressRange("ff00::/8"), let none = AddressRange("::") else { return unknown }
        var all: [Match] = []
        if types.contains(.multicast) { all.append(Match(side([multicast]))) }
        if types.contains(.unicast) { all.append(Match(side([multicast, none]), isNegated: true)) }
        let routed = types.intersection([.local, .anycast, .unreachable])
        if !routed.isEmpty { all.append(Match(isSource ? .sourceType(routed) : .destinationType(routed))) }
        return Match(.either([all]), isNegated: option.isNegated)
    }

    /// A code after the type is not modeled, but only such packets can have it.
    private func icmp(_ option: Option) -> [Match] {
        guard option.name == "--icmp-type" || option.name == "--icmpv6-type" else {
            return [Match(.other(words(option)), isNegated: option.isNegated)]
        }
        let parts = option.value.split(separator: "/").map(String.init)
        guard parts.count == 2, !option.isNegated, let type = icmpType(parts[0]) else {
            return [Match(icmpType(option.value) ?? .other(words(option)), isNegated: option.isNegated)]
        }
        return [Match(type), Match(.other(words(option)))]
    }

    private func types(_ text: String) -> Set<AddressType>? {
        let names = text.lowercased().split(separator: ",")
        let types = names.compactMap { AddressType(rawValue: String($0)) }
        return types.count == names.count ? Set(types) : nil
    }

    /// iptables-save writes numbers, with the code after a slash; people write names.
    ///
    /// `any` is 255.
    private func icmpType(_ text: String) -> Test? {
        if text == "any" || text == "255" { return .always }
        let number = UInt8(text) ?? ICMPTypeNames.number(text, isVersion6: name == "icmp6")
        return number.map { .icmpType([$0...$0]) }
    }

    private func flags(_ values: [String]) -> Test? {
        guard values.count == 2, let mask = TCPFlags.bits(values[0]), let set = TCPFlags.bits(values[1]) else {
            return nil
        }
        return .tcpFlags(mask: mask, set: set)
    }

    private var hashlimit: Match {
        let above = self["--hashlimit-above"]
        let mode = self["--hashlimit-mode"]?.value.split(separator: ",") ?? []
        let scope: RateLimit.Scope = mode.contains("srcip") ? .source : mode.isEmpty ? .everybody : .other
        let rate = (above ?? self["--hashlimit-upto"])?.value ?? ""
        return Match(.rate(RateLimit(scope, isExceeding: above != nil, rate: rate)))
    }

    private var connlimit: Match {
        let above = self["--connlimit-above"]
        let mask = self["--connlimit-mask"]?.value
        let scope: RateLimit.Scope = mask == "0" ? .everybody : self["--connlimit-daddr"] == nil ? .source : .other
        let count = (above ?? self["--connlimit-upto"])?.value ?? ""
        let isExceeding = (above != nil) != (above?.isNegated ?? false)
        return Match(.rate(RateLimit(scope, isExceeding: isExceeding, rate: "\(count) connections")))
    }

    /// `--set` remembers and always holds; the others hold for sources that came too often.
    private var recent: [Match] {
        if let set = self["--set"] { return [Match(.always, isNegated: set.isNegated)] }
        let isNegated = (self["--update"] ?? self["--rcheck"])?.isNegated ?? false
        let scope: RateLimit.Scope = self["--rdest"] == nil ? .source : .other
        let rate = "\(self["--hitcount"]?.value ?? "1") in \(self["--seconds"]?.value ?? "any number of") s"
        return [Match(.rate(RateLimit(scope, isExceeding: !isNegated, rate: rate)))]
    }
}
