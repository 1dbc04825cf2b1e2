import Documents
import Hardening

extension SSHDirectives {
    /// Moves sshd to the port.
    ///
    /// Until the confirmation it listens on the old ports as well: whoever cannot reach the new one can still log in.
    func move(to port: Int) -> Fix.Answer {
        guard case .list(let open) = self[.sshPorts] else {
            return .advise("Where sshd listens now could not be determined.")
        }
        let wanted = String(port)
        let both = open.filter { $0 != wanted } + [wanted]
        if self[.socketActivated] == true { return .amend([.sshSocketDirectory, .sshSocket(wanted, until: both)]) }
        let bound = lines("ListenAddress").filter { Self.port(of: $0.value).map { $0 != wanted } ?? false }
        if let line = bound.first {
            return .advise(
                "\(line.file) has ListenAddress \(line.value), with a port of its own. Remove the port from the line, then "
                    + "apply again: Nacre sets Port \(wanted)."
            )
        }
        let edit = Amendment.sshd(
            "Port \(wanted)",
            interim: { _, after in
                guard case .file(var file) = after else { return after }
                var document = SSHDDropIn(file.bytes)
                document.set("Port", to: both)
                file.bytes = document.bytes
                return .file(file)
            },
            edit: { $0.set("Port", to: [wanted]) }
        )
        // Ports add up, whichever file they stand in.
        let others = files(setting: "Port") { $0.value != wanted }
        return .amend(
            groundwork + [edit]
                + others.map { .commentingOut("Port", in: $0) { arguments in arguments != [wanted] } }
        )
    }

    /// The port in an address to listen on, where it has one.
    private static func port(of address: String) -> String? {
        let text = address.split(separator: " ").first.map(String.init) ?? ""
        if text.hasPrefix("[") { return text.contains("]:") ? text.split(separator: ":").last.map(String.init) : nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[1]) : nil
    }
}

extension Amendment {
    /// A drop-in by which systemd listens on the port, in place of sshd.
    fileprivate static func sshSocket(_ port: String, until confirmed: [String]) -> Amendment {
        let path = "/etc/systemd/system/ssh.socket.d/nacre.conf"
        @Sendable func file(_ ports: [String]) -> State {
            // The empty assignment takes back the unit's own. A bare port is both families, where there are two, unless
            // the unit says otherwise. systemd.socket(5)
            let text =
                "# Written by Nacre: where systemd listens for sshd.\n[Socket]\nBindIPv6Only=both\nListenStream=\n"
                + ports.map { "ListenStream=\($0)\n" }.joined()
            return .file(State.File(Array(text.utf8), mode: 0o644))
        }
        return Amendment(
            .file(path),
            "ssh.socket listens on \(port)",
            activation: .sshd,
            interim: { _, _ in file(confirmed) },
            amend: { _ in file([port]) }
        )
    }

    static let sshSocketDirectory = Amendment(
        .directory("/etc/systemd/system/ssh.socket.d"),
        "the directory for drop-ins of ssh.socket"
    ) { $0 == .absent ? .permissions(.init(mode: 0o755)) : $0 }
}
