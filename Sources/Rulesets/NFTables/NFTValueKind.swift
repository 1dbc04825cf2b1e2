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

    func takes(_ text: String) -> Bool {
        switch self {
        case .address(let family):
            guard let range = AddressRange(text) else { return false }
            return range.first.family == family
        case .port:
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
            if ends.count == 2, let first = ends[0], let last = ends[1] { return first < last }
            return UInt16(text) != nil || Self.services.contains(text)
        case .transport:
            return UInt8(text) != nil || ["tcp", "udp", "icmp", "ipv6-icmp", "icmpv6", "esp", "ah"].contains(text)
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

    /// Whether values are single ones, which cannot overlap.
    func isExact(_ values: [String]) -> Bool {
        switch self {
        case .address: Self.areApartAddresses(values.compactMap { AddressRange($0) })
        case .port: Self.areApart(values)
        default: true
        }
    }

    private static func areApartAddresses(_ ranges: [AddressRange]) -> Bool {
        let sorted = ranges.sorted { $0.first.bits < $1.first.bits }
        return zip(sorted, sorted.dropFirst()).allSatisfy { $0.last.bits < $1.first.bits }
    }

    private static func areApart(_ values: [String]) -> Bool {
        guard values.count > 1 else { return true }
        var ranges: [ClosedRange<UInt16>] = []
        for value in values {
            let ends = value.split(separator: "-").compactMap { UInt16($0) }
            guard let first = ends.first, let last = ends.last else { return values.allSatisfy { !$0.contains("-") } }
            guard !ranges.contains(where: { $0.overlaps(first...last) }) else { return false }
            ranges.append(first...last)
        }
        return true
    }
}
