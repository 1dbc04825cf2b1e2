import Catalog
import Hardening
import Surface

/// What the jails for SSH must fit.
struct SSHServerSeen: Sendable {
    /// Ports it really listens on; unknown, and why.
    let ports: Reading<[Int]>
    /// The name its sessions log under: `sshd-session` since OpenSSH 9.8.
    let sessionName: String?
    /// Whether something writes what sshd logs into files.
    let hasSyslog: Bool
    let hasContainers: Bool
    /// Whether fail2ban can read the journal.
    let readsJournal: Bool
}

extension IntrusionObserver {
    func sshServerSeen() async -> SSHServerSeen {
        let versions = await packages().content ?? [:]
        func has(_ names: [String]) -> Bool { names.contains { versions[$0] != nil } }
        return SSHServerSeen(
            ports: await Reading(sshPorts),
            sessionName: versions["openssh-server"].flatMap(Self.sessionName),
            hasSyslog: has(["rsyslog", "syslog-ng-core", "inetutils-syslogd", "busybox-syslogd", "metalog"]),
            hasContainers: await docker.hasDocker(),
            readsJournal: has(["python3-systemd"])
        )
    }

    private static func sessionName(_ version: String) -> String? {
        let upstream = version.drop { $0 != ":" }.dropFirst()
        let parts = (upstream.isEmpty ? version[...] : upstream).split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        guard parts.count == 2 else { return nil }
        return (parts[0], parts[1]) >= (9, 8) ? "sshd-session" : "sshd"
    }

    private func sshPorts() async throws(Unknown) -> [Int]? {
        switch try await ssh.sshServer()?.first?[.sshPorts] {
        case .list(let ports) where !ports.isEmpty: return ports.compactMap { Int($0) }
        case .unknown(let why): throw why
        default: return nil
        }
    }
}
