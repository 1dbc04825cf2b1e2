import Catalog
import Hardening

extension Control {
    static let synCookies = Control(
        .kernel,
        "enable-syn-cookies",
        title: "SYN cookies are on",
        rationale: "A flood of half-open connections fills the backlog, and real clients no longer get an answer.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "3.3.10"), Reference("tcp(7)", "tcp_syncookies")],
        remedy: "sysctl -w net.ipv4.tcp_syncookies=1, and the same line in /etc/sysctl.d/60-nacre.conf",
        requires: [.kernel("net.ipv4.tcp_syncookies", atLeast: 1)],
        examples: [
            .compliant("on", [.kernelParameter("net.ipv4.tcp_syncookies"): .value("1")]),
            .compliant("always, which is stricter", [.kernelParameter("net.ipv4.tcp_syncookies"): .value("2")]),
            .drifted("off", [.kernelParameter("net.ipv4.tcp_syncookies"): .value("0")]),
        ]
    )
}
