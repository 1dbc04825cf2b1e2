/// Options of iptables itself; from its manual and `original_opts` of its sources.
enum BaseOptions {
    static let short: [String: String] = [
        "-s": "-s", "-d": "-d", "-p": "-p", "-i": "-i", "-o": "-o", "-m": "-m", "-j": "-j", "-g": "-g", "-c": "-c",
        "-f": "-f", "-4": "-4", "-6": "-6",
    ]

    /// By its long name; those that are no part of a rule count where a beginning may mean them as well.
    static let long: [String: String] = [
        "--source": "-s", "--src": "-s", "--destination": "-d", "--dst": "-d", "--protocol": "-p",
        "--in-interface": "-i", "--out-interface": "-o", "--match": "-m", "--jump": "-j", "--goto": "-g",
        "--set-counters": "-c", "--fragments": "-f", "--ipv4": "-4", "--ipv6": "-6", "--append": "--append",
        "--delete": "--delete", "--check": "--check", "--insert": "--insert", "--replace": "--replace",
        "--list": "--list", "--list-rules": "--list-rules", "--flush": "--flush", "--zero": "--zero",
        "--new-chain": "--new-chain", "--delete-chain": "--delete-chain", "--rename-chain": "--rename-chain",
        "--policy": "--policy", "--table": "--table", "--numeric": "--numeric", "--verbose": "--verbose",
        "--wait": "--wait", "--wait-interval": "--wait-interval", "--exact": "--exact", "--version": "--version",
        "--help": "--help", "--line-numbers": "--line-numbers", "--modprobe": "--modprobe",
    ]
}

/// Options of match extensions by the name that iptables-save writes; from iptables-extensions(8).
enum MatchOptions {
    private static let ports = [
        "--source-port": "--sport", "--sport": "--sport", "--destination-port": "--dport", "--dport": "--dport",
    ]

    static let names: [String: [String: String]] = [
        "tcp": ports.merging(same("--syn", "--tcp-flags", "--tcp-option")) { $1 },
        "udp": ports,
        "sctp": ports.merging(same("--chunk-types")) { $1 },
        "dccp": ports.merging(same("--dccp-types", "--dccp-option")) { $1 },
        "icmp": same("--icmp-type"),
        "icmp6": same("--icmpv6-type"),
        "esp": same("--espspi"),
        "ah": same("--ahspi", "--ahlen", "--ahres"),
        "mh": same("--mh-type"),
        "multiport": [
            "--source-ports": "--sports", "--sports": "--sports", "--destination-ports": "--dports",
            "--dports": "--dports", "--ports": "--ports",
        ],
        "comment": same("--comment"),
        "limit": same("--limit", "--limit-burst"),
        "hashlimit": same(
            "--hashlimit",
            "--hashlimit-upto",
            "--hashlimit-above",
            "--hashlimit-burst",
            "--hashlimit-mode",
            "--hashlimit-srcmask",
            "--hashlimit-dstmask",
            "--hashlimit-name",
            "--hashlimit-htable-size",
            "--hashlimit-htable-max",
            "--hashlimit-htable-expire",
            "--hashlimit-htable-gcinterval",
            "--hashlimit-rate-match",
            "--hashlimit-rate-interval"
        ),
        "connlimit": same(
            "--connlimit-upto",
            "--connlimit-above",
            "--connlimit-mask",
            "--connlimit-saddr",
            "--connlimit-daddr"
        ),
        "recent": same(
            "--set",
            "--rcheck",
            "--update",
            "--remove",
            "--seconds",
            "--reap",
            "--hitcount",
            "--rttl",
            "--name",
            "--rsource",
            "--rdest",
            "--mask"
        ),
        "addrtype": same("--src-type", "--dst-type", "--limit-iface-in", "--limit-iface-out"),
        "state": same("--state"),
        "conntrack": same(
            "--ctstate",
            "--ctproto",
            "--ctorigsrc",
            "--ctorigdst",
            "--ctreplsrc",
            "--ctrepldst",
            "--ctorigsrcport",
            "--ctorigdstport",
            "--ctreplsrcport",
            "--ctrepldstport",
            "--ctstatus",
            "--ctexpire",
            "--ctdir"
        ),
        "policy": same(
            "--dir",
            "--pol",
            "--strict",
            "--reqid",
            "--spi",
            "--proto",
            "--mode",
            "--tunnel-src",
            "--tunnel-dst",
            "--next"
        ),
        "mark": same("--mark"),
        "connmark": same("--mark"),
        "iprange": same("--src-range", "--dst-range"),
        "mac": same("--mac-source"),
        "ttl": ["--ttl": "--ttl-eq"].merging(same("--ttl-eq", "--ttl-lt", "--ttl-gt")) { $1 },
        "hl": same("--hl-eq", "--hl-lt", "--hl-gt"),
        "length": same("--length"),
        "pkttype": same("--pkt-type"),
        "rpfilter": same("--loose", "--validmark", "--accept-local", "--invert"),
    ]

    private static func same(_ names: String...) -> [String: String] {
        Dictionary(names.map { ($0, $0) }, uniquingKeysWith: { $1 })
    }

    /// The option that a word names in full, or by a beginning that fits no other one of the match.
    static func resolve(_ option: String, of match: String) -> String? {
        guard let names = names[match], option.hasPrefix("--"), option.count > 2 else { return nil }
        if let name = names[option] { return name }
        let found = Set(names.filter { $0.key.hasPrefix(option) }.values)
        return found.count == 1 ? found.first : nil
    }

    /// As `find_match` calls it.
    static func canonical(_ match: String) -> String {
        ["icmpv6", "ipv6-icmp"].contains(match) ? "icmp6" : ["ipv6-mh"].contains(match) ? "mh" : match
    }

    /// The match that iptables loads by itself for an option that nothing else has.
    static func match(ofTransport number: UInt8, named name: String, _ family: AddressFamily) -> String? {
        switch number {
        case 6: "tcp"
        case 17: "udp"
        case 33: "dccp"
        case 132: "sctp"
        case 50: "esp"
        case 51: "ah"
        case 1: family == .ipv4 ? "icmp" : nil
        case 58: family == .ipv6 ? "icmp6" : nil
        // By its number it gets the name of /etc/protocols, and no match is called so.
        case 135: family == .ipv6 && name == "mh" ? "mh" : nil
        default: nil
        }
    }
}

/// Addresses as people give them to iptables.
enum TypedAddresses {
    /// Several stand for as many rules, of which a packet meets those that have its address.
    static func test(_ text: String, _ test: ([AddressRange]) -> Test) -> Test {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let ranges = parts.compactMap { range(String($0)) }
        return ranges.count == parts.count && !ranges.isEmpty ? test(ranges) : .other(text)
    }

    /// `10/8` and `0/0`, where the rest of the address is zero.
    private static func range(_ text: String) -> AddressRange? {
        if let range = AddressRange(text) { return text.contains("-") ? nil : range }
        guard let slash = text.firstIndex(of: "/"), !text.contains(":") else { return nil }
        let numbers = text[..<slash].split(separator: ".", omittingEmptySubsequences: false)
        guard (1...3).contains(numbers.count), numbers.allSatisfy({ UInt8($0) != nil }) else { return nil }
        let rest = String(repeating: ".0", count: 4 - numbers.count)
        return AddressRange("\(text[..<slash])\(rest)\(text[slash...])")
    }
}
