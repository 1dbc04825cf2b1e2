import Catalog
import Hardening

extension Catalogue {
    static let dockerAccess: [Control] = [
        .forbid(
            .docker,
            "close-tcp-api",
            .dockerDaemon,
            where: .tcpHosts != [] && .tcpVerified == false,
            title: "The Docker API does not listen on TCP without client certificates",
            rationale:
                "Whoever reaches the port starts a privileged container and is root on the server; scanners try it daily.",
            .critical,
            [Reference("CIS Docker", "2.7"), Reference("OWASP Docker Security", "rule 1")],
            remedy:
                "remove tcp:// from \"hosts\" in daemon.json and from the unit's ExecStart, then sudo systemctl restart docker",
            good: [.tcpHosts: [], .tcpVerified: false],
            [.tcpHosts: ["tcp://10.0.0.1:2376"], .tcpVerified: true],
            bad: [.tcpHosts: ["tcp://0.0.0.0:2375"], .tcpVerified: false]
        ),
        .field(
            .docker,
            "close-engine-sockets",
            .dockerSockets,
            .mode,
            .modeWithin(0o660),
            title: "Nobody but root and the engine's group opens the engine's sockets",
            rationale: "Any account that may write to the socket mounts the host's disk into a container and is root.",
            .critical,
            [Reference("CIS Docker", "3.16")],
            remedy: "sudo chmod 660 PATH, and SocketMode=0660 in a drop-in of docker.socket",
            good: .mode(0o660),
            bad: .mode(0o666)
        ),
        .forbid(
            .docker,
            "empty-docker-group",
            .dockerMembers,
            where: Field.rootGroup.isSet,
            title: "No account is in a group that is root in all but name",
            rationale:
                "Whoever takes over the account starts a container with the host's disk, and is root without a password.",
            .high,
            [Reference("CIS Docker", "1.1.2"), Reference("Docker documentation", "Linux post-installation")],
            remedy: "sudo gpasswd -d ACCOUNT GROUP, and a sudo rule for the commands it needs",
            good: [.rootGroup: .unset],
            bad: [.rootGroup: "docker"]
        ),
    ]
}
