import Catalog
import Hardening

// What a login may carry besides a shell.
extension Control {
    static let disableAgentForwarding = login(
        "disable-agent-forwarding",
        title: "Agent forwarding is disabled",
        fault: "Agent forwarding is enabled",
        rationale:
            "Whoever is root here can use the forwarded agent of each visitor to log in to every other server "
            + "that visitor can reach.",
        severity: .low,
        reference: "AllowAgentForwarding",
        .agentForwarding,
        .is(false),
        fix: .sshd(.agentForwarding, cost: "forwarding of your SSH agent (ssh -A)"),
        good: false,
        bad: true
    )

    static let disableX11Forwarding = login(
        "disable-x11-forwarding",
        title: "X11 forwarding is disabled",
        fault: "X11 forwarding is enabled",
        rationale:
            "A compromised server reads keystrokes and takes screenshots of the workstation whose display was "
            + "forwarded to it.",
        severity: .medium,
        reference: "X11Forwarding",
        .x11Forwarding,
        .is(false),
        fix: .sshd(.x11Forwarding, cost: "programs with windows over SSH (ssh -X)"),
        good: false,
        bad: true
    )

    static let keepForwardedPortsLocal = login(
        "keep-forwarded-ports-local",
        title: "Forwarded ports listen on loopback only",
        fault: "Forwarded ports can listen on all addresses",
        rationale:
            "A client that forwards a port back opens it to the whole internet, beyond what anybody meant to "
            + "publish.",
        severity: .medium,
        reference: "GatewayPorts",
        .gatewayPorts,
        .is("no"),
        fix: .sshd(.gatewayPorts),
        good: "no",
        bad: "yes"
    )

    static let disableTunnelDevices = login(
        "disable-tunnel-devices",
        title: "SSH tunnel devices are disabled",
        fault: "SSH tunnel devices are enabled",
        rationale:
            "With a tunnel device an account builds a private network into the server, behind the packet "
            + "filter's interfaces.",
        severity: .medium,
        reference: "PermitTunnel",
        .tunnels,
        .is("no"),
        fix: .sshd(.tunnels),
        good: "no",
        bad: "yes"
    )

    static let disableRemoteForwarding = login(
        "disable-remote-forwarding",
        title: "Remote TCP forwarding is disabled",
        fault: "Remote TCP forwarding is enabled",
        rationale:
            "With a stolen key, remote forwarding opens new listeners on the server that lead to the attacker's own "
            + "machine; programs here that trust loopback then talk to it.",
        severity: .low,
        reference: "AllowTcpForwarding",
        .tcpForwarding,
        .isOne(of: "local", "no"),
        fix: .sshd(
            .tcpForwarding,
            byHand: ByHand.sshd("AllowTcpForwarding local")
                + "; or AllowTcpForwarding no, where nobody reaches the dashboard through ssh -L",
            cost: "tunnels from the server to you (ssh -R)"
        ),
        good: "local",
        bad: "yes"
    )
}
