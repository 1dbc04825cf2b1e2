/// How the values of a question are written in a file for nft.
enum NFTValueKind: Equatable {
    case address(AddressFamily)
    case port, transport, family, state, packetType, icmp, icmpv6
    /// The name of an interface, there or not.
    case name
    /// One that has to be there when the file is loaded: of these, loopback alone is known to be.
    case here

    private static let services: Set<String> = [
        "ssh", "http", "https", "domain", "ntp", "smtp", "imap", "imaps", "pop3", "pop3s", "submission", "ftp",
    ]
    private static let messages: Set<String> = [
        "echo-request", "echo-reply", "destination-unreachable", "parameter-problem",
    ]
    private static let messages4: Set<String> = messages.union([
        "time-exceeded", "redirect", "source-quench", "router-advertisement", "router-solicitation",
        "timestamp-request",
    ])
    private static let messages6: Set<String> = messages.union([
        "time-exceeded", "packet-too-big", "nd-router-solicit", "nd-router-advert", "nd-neighbor-solicit",
        "nd-neighbor-advert",
        "nd-redirect", "mld-listener-query", "mld-listener-report", "mld-listener-done", "mld2-listener-report",
    ])

    /// Whether values can stand together: each of them written as nft takes it, none twice or within another, and all of
    /// them together few.
    func takes(_ values: [String]) -> Bool {
        guard !values.isEmpty, Set(values).count == values.count, values.allSatisfy(takes) else { return false }
        switch self {
        case .address(let family): return Self.areFew(values.compactMap { AddressRange($0) }, values, family)
        case .port: return Self.areFew(values)
        default: return true
        }
    }

    private func takes(_ text: String) -> Bool {
        switch self {
        case .address(let family): return AddressRange(text)?.first.family == family
        case .port:
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
            if ends.count == 2, let first = ends[0], let last = ends[1] { return first < last }
            return UInt16(text) != nil || Self.services.contains(text)
        case .transport: return ["tcp", "udp", "icmp", "ipv6-icmp", "esp", "ah"].contains(text)
        case .family: return ["ipv4", "ipv6"].contains(text)
        case .state: return ["new", "established", "related", "invalid", "untracked"].contains(text)
        case .packetType: return ["host", "unicast", "broadcast", "multicast"].contains(text)
        case .icmp: return Self.messages4.contains(text)
        case .icmpv6: return Self.messages6.contains(text)
        case .here: return text == "lo" || text == "\"lo\""
        case .name:
            let isQuoted = text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 2
            let name = isQuoted ? String(text.dropFirst().dropLast()) : text
            return name.utf8.count < 16 && !name.isEmpty
                && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
                && name.first?.isLetter == true
        }
    }

    /// Networks that nobody outside has an address of, and of multicast.
    private static let nearby: Set<String> = ["fe80::/10", "fc00::/7", "ff00::/8", "224.0.0.0/4", "100.64.0.0/10"]

    private static func areFew(_ ranges: [AddressRange], _ texts: [String], _ family: AddressFamily) -> Bool {
        let sorted = ranges.sorted { $0.first.bits < $1.first.bits }
        guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0.last.bits < $1.first.bits }) else { return false }
        let wide = zip(ranges, texts).filter { !nearby.contains($1) }.map { $0.0.last.bits - $0.0.first.bits }
        // Twice the largest private network; of IPv6, so many networks of a provider.
        let most: UInt128 = family == .ipv4 ? 1 << 25 : 1 << 100
        return wide.allSatisfy { $0 < most } && wide.reduce(0, +) < most
    }

    /// A range beside a service by its name may hold it.
    private static func areFew(_ ports: [String]) -> Bool {
        var ranges: [ClosedRange<UInt16>] = []
        var count = 0
        for port in ports {
            let ends = port.split(separator: "-").compactMap { UInt16($0) }
            guard let first = ends.first, let last = ends.last else {
                guard ports.allSatisfy({ !$0.contains("-") }) else { return false }
                continue
            }
            guard !ranges.contains(where: { $0.overlaps(first...last) }) else { return false }
            ranges.append(first...last)
            count += Int(last - first) + 1
        }
        return count < 10_000
    }
}
