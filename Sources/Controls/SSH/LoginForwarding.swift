import Catalog
import Hardening

// What a login may carry besides a shell.
extension Control {
    static let denyAgentForwarding = login(
        "disable-agent-forwarding",
        title: "Agent forwarding is off",
        rationale:
            "Whoever is root here uses the forwarded agent of each visitor to log in to every other server "
            + "that visitor can reach.",
        severity: .low,
        reference: "AllowAgentForwarding",
        remedy: ByHand.sshd("AllowAgentForwarding no"),
        .agentForwarding,
        .is(false),
        good: false,
        bad: true
    )

    static let denyX11 = login(
        "disable-x11-forwarding",
        title: "X11 forwarding is off",
        rationale:
            "A compromised server reads keystrokes and takes screenshots of the workstation whose display was "
            + "forwarded to it.",
        severity: .medium,
        reference: "X11Forwarding",
        remedy: ByHand.sshd("X11Forwarding no"),
        .x11Forwarding,
        .is(false),
        good: false,
        bad: true
    )

    static let denyGatewayPorts = login(
        "keep-forwarded-ports-local",
        title: "Forwarded ports listen on loopback only",
        rationale:
            "A client that forwards a port back opens it to the whole internet, past what anybody meant to "
            + "publish.",
        severity: .medium,
        reference: "GatewayPorts",
        remedy: ByHand.sshd("GatewayPorts no"),
        .gatewayPorts,
        .is("no"),
        good: "no",
        bad: "yes"
    )

    static let denyTunnels = login(
        "disable-tunnel-devices",
        title: "SSH makes no tunnel devices",
        rationale:
            "With a tunnel device an account builds a private network into the server, behind the packet "
            + "filter's interfaces.",
        severity: .medium,
        reference: "PermitTunnel",
        remedy: ByHand.sshd("PermitTunnel no"),
        .tunnels,
        .is("no"),
        good: "no",
        bad: "yes"
    )

    static let limitForwarding = login(
        "limit-tcp-forwarding",
        title: "TCP forwarding reaches no further than the client asks for itself",
        rationale:
            "With a stolen key, forwarding turns the server into a way to every service on its loopback: the "
            + "gateway on 18789, the Docker API, the proxy's admin port. Remote forwarding opens new listeners.",
        severity: .low,
        reference: "AllowTcpForwarding",
        remedy: ByHand.sshd("AllowTcpForwarding no")
            + "; or AllowTcpForwarding local, where the dashboard is reached through ssh -L",
        .tcpForwarding,
        .isOne(of: "local", "no"),
        good: "local",
        bad: "yes"
    )
}
