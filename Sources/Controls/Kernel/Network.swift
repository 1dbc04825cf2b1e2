import Catalog
import Hardening

extension Control {
    static let filterReversePath = interfaceParameter(
        "filter-reverse-path",
        "IPv4 rp_filter",
        isOne: [2, 1],
        not: 0,
        title: "Reverse-path filtering is enabled",
        fault: "Packets with a forged source address are accepted on at least one interface",
        rationale:
            "A forged source address gets past rules that trust an address, and replies go where the attacker wants.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "3.3.7"), Reference("RFC 3704"), Reference("ip-sysctl", "rp_filter")]
    )

    static let ignoreIPv4Redirects = interfaceParameter(
        "ignore-ipv4-redirects",
        "IPv4 accept_redirects",
        isOne: [0],
        not: 1,
        title: "IPv4 ICMP redirects are ignored",
        fault: "ICMP redirects change IPv4 routes on at least one interface",
        rationale: "A neighbor sends an ICMP redirect and from then on reads and changes the server's traffic.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "3.3.5"), Reference("ip-sysctl", "accept_redirects")]
    )

    static let ignoreIPv6Redirects = interfaceParameter(
        "ignore-ipv6-redirects",
        "IPv6 accept_redirects",
        isOne: [0],
        not: 1,
        title: "ICMPv6 redirects are ignored",
        fault: "ICMPv6 redirects change IPv6 routes on at least one interface",
        rationale: "A neighbor sends an ICMPv6 redirect and from then on reads and changes the server's traffic.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "3.3.5"), Reference("RFC 4861", "8")]
    )

    static let ignoreRouterAdvertisements = interfaceParameter(
        "ignore-router-advertisements",
        "IPv6 accept_ra",
        isOne: [0],
        not: 1,
        where: .autoconfigured == false,
        title: "Interfaces with static IPv6 addresses ignore router advertisements",
        fault: "An interface with static IPv6 addresses accepts router advertisements",
        rationale: "Any neighbor announces itself as the router and becomes the way out of the server.",
        severity: .low,
        references: [Reference("CIS Debian 12", "3.3.11"), Reference("RFC 6104")]
    )

    static let logMartians = interfaceParameter(
        "log-martians",
        "IPv4 log_martians",
        isOne: [1],
        not: 0,
        title: "Packets with impossible addresses are logged",
        fault: "Packets with impossible addresses are not logged on at least one interface",
        rationale: "Somebody on the network tries forged addresses, and nothing in the logs ever tells of it.",
        severity: .low,
        references: [Reference("CIS Debian 12", "3.3.9"), Reference("ip-sysctl", "log_martians")]
    )

    static let refuseIPv4SourceRoutes = interfaceParameter(
        "refuse-ipv4-source-routes",
        "IPv4 accept_source_route",
        isOne: [0],
        not: 1,
        title: "IPv4 source routing is refused",
        fault: "IPv4 packets can choose their own route on at least one interface",
        rationale: "A sender routes packets through the server into networks that only the server can reach.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "3.3.8"), Reference("RFC 7126", "4.3")]
    )

    // Below zero, IPv6 refuses every routing header; zero lets only type 2 of Mobile IPv6 through.
    static let refuseIPv6SourceRoutes = interfaceParameter(
        "refuse-ipv6-source-routes",
        "IPv6 accept_source_route",
        isOne: [0, -1],
        not: 1,
        title: "IPv6 source routing is refused",
        fault: "IPv6 packets can choose their own route on at least one interface",
        rationale: "A sender routes packets through the server into networks that only the server can reach.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "3.3.8"), Reference("RFC 5095")]
    )

    static let disableSendingRedirects = interfaceParameter(
        "disable-sending-redirects",
        "IPv4 send_redirects",
        isOne: [0],
        not: 1,
        title: "Sending of ICMP redirects is disabled",
        fault: "The server sends ICMP redirects on at least one interface",
        rationale: "A server that forwards for containers is no router for its neighbors: its redirects reveal inner "
            + "addresses, and an attacker inside uses them to bend routes.",
        severity: .low,
        references: [Reference("CIS Debian 12", "3.3.2"), Reference("ip-sysctl", "send_redirects")]
    )

    static let ignoreBroadcastPings = kernelParameter(
        "ignore-broadcast-pings",
        "net.ipv4.icmp_echo_ignore_broadcasts",
        isOne: ["1"],
        not: "0",
        title: "Pings to broadcast addresses are ignored",
        fault: "Pings to broadcast addresses are answered",
        rationale: "One forged ping to the broadcast address makes every machine answer the victim at once.",
        severity: .low,
        references: [Reference("CIS Debian 12", "3.3.4"), Reference("RFC 2644")]
    )

    static let ignoreBogusICMPErrors = kernelParameter(
        "ignore-bogus-icmp-errors",
        "net.ipv4.icmp_ignore_bogus_error_responses",
        isOne: ["1"],
        not: "0",
        title: "Bogus ICMP errors are ignored",
        fault: "Bogus ICMP errors fill the logs",
        rationale: "Malformed answers to broadcasts fill the disk with log lines, and what matters is lost among them.",
        severity: .low,
        references: [Reference("CIS Debian 12", "3.3.3"), Reference("icmp(7)")]
    )

    static let protectTimeWait = kernelParameter(
        "protect-time-wait",
        "net.ipv4.tcp_rfc1337",
        isOne: ["1"],
        not: "0",
        title: "Connections in TIME-WAIT ignore resets",
        fault: "A forged reset can end TIME-WAIT early",
        rationale: "A stray or forged reset ends TIME-WAIT early, and old segments land in the next connection.",
        severity: .low,
        references: [Reference("RFC 1337"), Reference("ip-sysctl", "tcp_rfc1337")]
    )

    static let enableSYNCookies = kernelParameter(
        "enable-syn-cookies",
        "net.ipv4.tcp_syncookies",
        isOne: ["1", "2"],
        not: "0",
        title: "SYN cookies are enabled",
        fault: "SYN cookies are disabled",
        rationale: "A flood of half-open connections fills the backlog, and real clients no longer get an answer.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "3.3.10"), Reference("tcp(7)", "tcp_syncookies")]
    )
}
