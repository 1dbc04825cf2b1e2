import Catalog
import Hardening

extension Control {
    /// Where Linux begins to let anybody bind ports, for both families.
    static let firstFreePort = "net.ipv4.ip_unprivileged_port_start"

    static func reservePortForRoot(_ profile: Profile) -> Control {
        let port = profile.ssh.port
        let (enough, atBoot) = (max(port + 1, 1024), Field.bootValue)
        func state(_ start: Int, boot: Int? = nil) -> [Resource: State] {
            let files = boot.map { value in
                Record(
                    "\(firstFreePort) at boot",
                    [.parameter: .text(firstFreePort), atBoot: .text("\(value)")],
                    origins: [atBoot: Origin("/etc/sysctl.d/99-local.conf", line: 1)]
                )
            }
            return [
                .kernelParameter(firstFreePort): .value("\(start)"),
                .facts(.sysctlFiles): .records(files.map { [$0] } ?? []),
            ]
        }
        return Control(
            .ssh,
            "reserve-port-for-root",
            title: "Only root can bind the SSH port",
            fault: "Any account can bind port \(port), the SSH port of the profile, now or after the next boot",
            rationale:
                "sshd lets go of its port for a moment whenever it is reloaded or restarted, as at its next update. A "
                + "program of any account that waits for it takes a port that is free for all: sshd ends, and nobody can "
                + "log in.",
            severity: .medium,
            references: [Reference("Linux: networking/ip-sysctl", "ip_unprivileged_port_start"), Reference("ip(7)")],
            requires: [
                Requirement(
                    .kernelParameter(firstFreePort),
                    "\(firstFreePort) is greater than \(port)",
                    applies: { $0 != .absent }
                ) { state in
                    guard case .value(let text) = state, (Int(text) ?? 0) <= port else { return state }
                    return .value("\(enough)")
                }
            ],
            expects: [
                .fileSetting(
                    of: firstFreePort,
                    where: .parameter == .text(firstFreePort)
                        && atBoot.satisfies { if case .text(let text) = $0 { (Int(text) ?? 0) <= port } else { false } },
                    "no file sets \(firstFreePort) to \(port) or less at boot"
                )
            ],
            fix: .reservedPort(through: port, byHand: ByHand.kernel(["\(firstFreePort) = \(enough)"])),
            examples: [
                .compliant("the ports below are root's", state(port + 1)),
                .drifted("free for all", state(port)),
                .drifted("free for all after the next boot", state(port + 1, boot: 0)),
                .notApplicable("a kernel without it", [.facts(.sysctlFiles): .records([])]),
            ]
        )
    }

    static func removeForeignListeners(_ profile: Profile) -> Control {
        let port = profile.ssh.port
        func socket(_ account: Value) -> Record {
            Record(
                "tcp 127.0.0.1:\(port)",
                [.transport: "tcp", .listeningPort: .number(port), .listeningAccount: account]
            )
        }
        return Control(
            .ssh,
            "remove-foreign-listeners",
            title: "Only root listens on the SSH port",
            fault: "An account other than root listens on the SSH port",
            rationale:
                "Whoever holds port \(port) on one address, be it loopback or IPv6 alone, keeps sshd from starting at its "
                + "next reload, and meets whoever logs in there with a server of their own.",
            severity: .high,
            references: [Reference("ip(7)"), Reference("ss(8)")],
            expects: [
                .none(
                    .listeners,
                    where: .transport == "tcp" && .listeningPort == .number(port)
                        && Field.listeningAccount.satisfies { $0 != 0 },
                    "port \(port) is root's on each address"
                )
            ],
            fix: .manual(
                "ss -tlnpe 'sport = :\(port)' names the program and its account (uid). End it, then systemctl reload ssh "
                    + "has sshd listen on each address",
                because: "Only you know whether that program may be ended."
            ),
            examples: [
                .compliant("sshd", .listeners, socket(0)),
                .drifted("another account's on loopback", .listeners, socket(1001)),
            ]
        )
    }
}

extension Fix {
    /// The kernel keeps the ports through SSH's for root, unless somebody else's program uses one of them.
    fileprivate static func reservedPort(through port: Int, byHand: String) -> Self {
        let name = Control.firstFreePort
        return Self(byHand: byHand, needs: [.facts(.listeners)]) { fault in
            let snapshot = fault.snapshot
            guard let requirement = fault.control.requirements.first,
                case .state(let now) = snapshot[.kernelParameter(name)], case .value(let start) = now
            else { return .advise("The kernel has no \(name); nothing is to be set.") }
            guard case .state(let listeners) = snapshot[.facts(.listeners)] else {
                return .advise("Who listens on the ports up to \(port) could not be determined, so \(name) stays.")
            }
            let held = listeners.records.filter { $0.loses(from: Int(start) ?? 0, to: port) }
            if let first = held.first {
                return .advise(
                    "\(first.name) is not root's, and could not be bound again. Give that program a port above \(port), or "
                        + "set ssh.port in the profile to one below \(start); then apply again."
                )
            }
            if let file = SysctlFile.overruler(of: name, snapshot) { return .overruled(name, by: file) }
            guard case .value(let wanted) = requirement.amend(now) else { return .amend([]) }
            let summary = "\(name) = \(wanted): only root's programs listen on ports below that"
            return .amend([
                Amendment(.kernelParameter(name), summary) { state in
                    state == .absent ? state : requirement.amend(state)
                },
                SysctlFile.sets([.init(name: name, value: wanted)], because: summary),
            ])
        }
    }
}

extension Record {
    /// Whether it is somebody's socket that could not be made again if these ports were root's.
    fileprivate func loses(from start: Int, to last: Int) -> Bool {
        guard case .number(let port) = self[.listeningPort], case .number(let account) = self[.listeningAccount] else {
            return false
        }
        return account != 0 && (start...max(start, last)).contains(port) && self[.bindsLowPorts] != true
    }
}
