/// Ports as iptables-save writes them: `80`, `6660:6669`, `25,465,587`.
struct PortRanges {
    let ranges: [ClosedRange<UInt16>]

    init?(_ text: String) {
        var ranges: [ClosedRange<UInt16>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(ends.count), let first = UInt16(ends[0]), let last = UInt16(ends[ends.count - 1]),
                first <= last
            else { return nil }
            ranges.append(first...last)
        }
        self.ranges = ranges
    }
}

/// The flags of a TCP header by name.
enum TCPFlags {
    private static let values: [String: UInt8] = [
        "fin": 0x01, "syn": 0x02, "rst": 0x04, "psh": 0x08, "ack": 0x10, "urg": 0x20, "ecn": 0x40, "cwr": 0x80,
        "ece": 0x40, "all": 0x3f, "none": 0,
    ]

    static func bits(_ names: some StringProtocol) -> UInt8? {
        var bits: UInt8 = 0
        for name in names.lowercased().split(separator: ",") {
            guard let value = values[String(name)] else { return nil }
            bits |= value
        }
        return bits
    }
}
