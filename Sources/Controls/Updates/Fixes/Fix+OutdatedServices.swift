import Hardening

extension Fix {
    /// Restarting is a person's: it cannot be undone, and only they know who is at work.
    static let outdatedServices: Self = .manual(
        "`sudo systemctl restart {UNIT}`; dbus and systemd-logind only with a reboot, Docker and the "
            + "gateway in a quiet hour",
        because: "A restart ends what a service is doing.",
        naming: { fault in
            let ways = fault.records.map { (RestartWay($0), $0.name) }
            return RestartWay.allCases.compactMap { way in
                let names = ways.filter { $0.0 == way }.map(\.1)
                return names.isEmpty ? nil : "\(way.rawValue): \(names.joined(separator: ", "))"
            }.joined(separator: "; ")
        }
    )
}

/// How a service comes to run what is installed.
enum RestartWay: String, CaseIterable {
    case now = "Can be restarted, sshd without ending logins"
    case quietHour =
        "In a quiet hour, as it ends what agents and containers do (Docker without live-restore stops every container)"
    case manager = "With sudo systemctl daemon-reexec"
    case ofAccount = "With systemctl --user restart, as the account"
    case byHand = "Not started by systemd, to be restarted as it was started"
    case reboot = "With a reboot only, as logins or the network would end"

    init(_ record: Record) {
        guard case .text(let unit) = record[.outdatedUnit] else {
            self = .byHand
            return
        }
        if record[.startsGateway] == true {
            self = .quietHour
        } else if record[.isAccountsUnit] == true {
            self = .ofAccount
        } else {
            self =
                switch unit {
                case "init.scope": .manager
                case "docker.service", "containerd.service", "snap.docker.dockerd.service", "podman.service",
                    "libvirtd.service":
                    .quietHour
                case "dbus.service", "dbus-broker.service", "systemd-logind.service", "networking.service":
                    .reboot
                case let name
                where name.hasPrefix("user@") || name.hasPrefix("ifup@") || name.hasPrefix("getty@")
                    || name.hasPrefix("serial-getty@"):
                    .reboot
                default: .now
                }
        }
    }
}
