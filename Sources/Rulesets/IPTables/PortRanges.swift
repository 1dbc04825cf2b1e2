/// Ports as iptables-save writes them: `80`, `6660:6669`, `25,465,587`; and as people do: `ssh`, `:1023`, `0x50`.
struct PortRanges {
    let ranges: [ClosedRange<UInt16>]

    init?(_ text: String) {
        var ranges: [ClosedRange<UInt16>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(ends.count), !part.isEmpty else { return nil }
            let isOpen = ends.count == 2
            guard let first = isOpen && ends[0].isEmpty ? 0 : Self.number(ends[0]),
                let last = isOpen && ends[1].isEmpty ? .max : Self.number(ends[ends.count - 1]), first <= last
            else { return nil }
            ranges.append(first...last)
        }
        self.ranges = ranges
    }

    /// By number, or by a name that every system has for it.
    ///
    /// What begins with a zero is octal to iptables or not, as the protocol was given by name or by number.
    private static func number(_ text: Substring) -> UInt16? {
        guard let first = text.first, first.isASCII else { return nil }
        guard first.isNumber else { return PortNames.number(String(text)) }
        if text.hasPrefix("0x") || text.hasPrefix("0X") { return hexadecimal(text.dropFirst(2)) }
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return first == "0" && text.count > 1 ? nil : UInt16(text)
    }

    private static func hexadecimal(_ text: Substring) -> UInt16? {
        text.first.map { $0 != "+" && $0 != "-" } ?? false ? UInt16(text, radix: 16) : nil
    }
}

/// Names of ports as `/etc/services` of Debian has them; another system may have others.
enum PortNames {
    private static let numbers: [String: UInt16] = [
        "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "mail": 25, "time": 37, "domain": 53,
        "bootps": 67, "bootpc": 68, "tftp": 69, "http": 80, "www": 80, "kerberos": 88, "pop3": 110, "sunrpc": 111,
        "portmapper": 111, "auth": 113, "ntp": 123, "netbios-ns": 137, "netbios-dgm": 138, "netbios-ssn": 139,
        "imap2": 143, "imap": 143, "snmp": 161, "snmp-trap": 162, "snmptrap": 162, "bgp": 179, "ldap": 389,
        "https": 443, "microsoft-ds": 445, "submissions": 465, "ssmtp": 465, "smtps": 465, "syslog": 514,
        "printer": 515, "submission": 587, "ipp": 631, "ldaps": 636, "domain-s": 853, "rsync": 873, "imaps": 993,
        "pop3s": 995, "openvpn": 1194, "mysql": 3306, "postgresql": 5432, "sip": 5060, "mdns": 5353, "redis": 6379,
        "http-alt": 8080,
    ]

    static func number(_ name: String) -> UInt16? { numbers[name] }
}

/// Names of ICMP types without a code; from `libxt_icmp.h` of iptables.
enum ICMPTypeNames {
    private static let version4: [String: UInt8] = [
        "echo-reply": 0, "pong": 0, "destination-unreachable": 3, "source-quench": 4, "redirect": 5,
        "echo-request": 8, "ping": 8, "router-advertisement": 9, "router-solicitation": 10, "time-exceeded": 11,
        "ttl-exceeded": 11, "parameter-problem": 12, "timestamp-request": 13, "timestamp-reply": 14,
        "address-mask-request": 17, "address-mask-reply": 18,
    ]
    private static let version6: [String: UInt8] = [
        "destination-unreachable": 1, "packet-too-big": 2, "time-exceeded": 3, "ttl-exceeded": 3,
        "parameter-problem": 4, "echo-request": 128, "ping": 128, "echo-reply": 129, "pong": 129,
        "router-solicitation": 133, "router-advertisement": 134, "neighbour-solicitation": 135,
        "neighbor-solicitation": 135, "neighbour-advertisement": 136, "neighbor-advertisement": 136, "redirect": 137,
    ]

    static func number(_ name: String, isVersion6: Bool) -> UInt8? {
        (isVersion6 ? version6 : version4)[name.lowercased()]
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
