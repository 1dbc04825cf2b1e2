import Hardening

extension Fix {
    /// Sockets of container engines that only root and their group may open, now and after the next boot.
    static func engineSockets(within mask: UInt16, byHand: String) -> Fix {
        Fix(byHand: byHand) { fault in
            let paths = fault.records.map(\.name)
            let restricted = paths.map { Amendment.mode($0, within: mask) }
            // systemd creates Docker's socket anew at each boot.
            return .amend(paths.contains("/var/run/docker.sock") ? restricted + socketMode : restricted)
        }
    }

    private static let dropIns = "/etc/systemd/system/docker.socket.d"

    private static let socketMode: [Amendment] = [
        Amendment(.directory(dropIns), "docker.socket has drop-ins", activation: .systemd) {
            $0 == .absent ? .permissions(.init(mode: 0o755)) : $0
        },
        Amendment(.file("\(dropIns)/nacre.conf"), "SocketMode=0660 for docker.socket", activation: .systemd) { _ in
            .file(.init(Array("[Socket]\nSocketMode=0660\n".utf8), mode: 0o644))
        },
    ]
}
