import Documents
import Hardening
import Surface

/// systemd's socket for sshd, which decides the port where it is used: `Port` is then without effect.
struct SSHSocket: Sendable {
    /// `nil` where systemd could not be asked.
    var isEnabled: Bool?
    var ports: [String] = []
    var origin: Origin?
    /// Whether a generator makes the socket from sshd's own `Port`, as Ubuntu 24.04 does.
    var followsConfiguration = false
}

extension SSHObserver {
    func sshSocket() async -> SSHSocket {
        var socket = SSHSocket()
        if surface.isLive {
            switch await units() {
            case .found(let units): socket.isEnabled = units["ssh.socket"]?.isActive ?? false
            case .absent: socket.isEnabled = false
            case .unreadable: socket.isEnabled = nil
            }
        } else {
            socket.isEnabled = false
            for directory in ["sockets.target.wants", "ssh.service.requires"]
            where await surface.link("/etc/systemd/system/\(directory)/ssh.socket") != .absent {
                socket.isEnabled = true
            }
        }
        guard socket.isEnabled != false else { return socket }
        var isAdministrators = false
        for (path, text) in await storedUnit("ssh.socket").files {
            for entry in UnitFile(text).entries where entry.section == "Socket" && entry.key == "ListenStream" {
                isAdministrators = isAdministrators || path.hasPrefix("/etc/")
                socket.origin = Origin(path, line: entry.line)
                // An empty assignment takes back what was set. systemd.socket(5)
                if entry.value.isEmpty {
                    socket.ports = []
                } else if let port = entry.value.split(separator: ":").last, !socket.ports.contains(String(port)) {
                    socket.ports.append(String(port))
                }
            }
        }
        let generator = "/usr/lib/systemd/system-generators/sshd-socket-generator"
        let generates = await surface.status(generator) != .absent
        socket.followsConfiguration = !surface.isLive && generates && !isAdministrators
        return socket
    }
}
