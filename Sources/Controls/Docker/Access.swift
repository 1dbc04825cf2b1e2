import Catalog
import Documents
import Hardening

extension ControlList {
    /// Ways to control the engine.
    static let dockerAccess: [Control] = [
        .forbid(
            .docker,
            "close-tcp-api",
            .dockerDaemon,
            where: .tcpHosts != [] && .tcpVerified == false,
            title: "The Docker API does not listen on TCP without client certificates",
            fault: "The Docker API listens on TCP without client certificates",
            rationale:
                "Anyone who reaches the port can start a privileged container and become root on the server. Scanners look for it every day.",
            .critical,
            [Reference("CIS Docker", "2.7"), Reference("OWASP Docker Security", "rule 1")],
            fix: .daemonFile(
                "no tcp:// among \"hosts\"",
                keys: ["hosts"],
                byHand:
                    "remove tcp:// from \"hosts\" in /etc/docker/daemon.json and from the unit's "
                    + "ExecStart, then `sudo systemctl restart docker`"
            ) { root in
                let hosts = (root["hosts"]?.items ?? []).compactMap(\.text)
                let rest = hosts.filter { !$0.hasPrefix("tcp://") && !$0.hasPrefix("http://") }
                guard rest.count < hosts.count else { return [] }
                guard rest.isEmpty else { return [.set(.array(rest.map { .string($0) }), at: ["hosts"])] }
                return [.remove(at: ["hosts"])]
            },
            good: [.tcpHosts: [], .tcpVerified: false],
            [.tcpHosts: ["tcp://10.0.0.1:2376"], .tcpVerified: true],
            bad: [.tcpHosts: ["tcp://0.0.0.0:2375"], .tcpVerified: false]
        ),
        .field(
            .docker,
            "restrict-engine-sockets",
            .dockerSockets,
            .mode,
            .modeWithin(0o660),
            title: "Container engine sockets are open only to root and their group",
            fault: "The mode of a container engine socket is wider than 0660",
            rationale: "Any account that can write to the socket mounts the host's disk into a container and is root.",
            .critical,
            [Reference("CIS Docker", "3.16")],
            fix: .engineSockets(
                within: 0o660,
                byHand: "`sudo chmod 660 {PATH}`, and SocketMode=0660 in a drop-in of docker.socket"
            ),
            good: .mode(0o660),
            bad: .mode(0o666)
        ),
        .forbid(
            .docker,
            "empty-root-equivalent-groups",
            .dockerMembers,
            where: Field.rootGroup.isSet,
            title: "Groups that are equivalent to root have no members",
            fault: "An account is in a group that is equivalent to root",
            rationale:
                "Whoever takes over the account starts a container with the host's disk, and is root without a password.",
            .high,
            [Reference("CIS Docker", "1.1.2"), Reference("Docker documentation", "Linux post-installation")],
            fix: .manual(
                "`sudo gpasswd -d {ACCOUNT} {GROUP}`, and add a sudo rule for the commands it needs",
                because: "Removing an account from a group can stop the work of a person or of a job."
            ),
            good: [.rootGroup: .unset],
            bad: [.rootGroup: "docker"]
        ),
    ]
}
