import Documents
import Hardening

extension Observer {
    /// The server as a whole: what is settled before anybody says who they are.
    func sshServer() async -> Observation {
        let loaded: SSHDLoaded
        switch await sshdConfiguration() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): loaded = found
        }
        if let why = loaded.unread.first { return .unreadable("\(why), and sshd reads it") }
        let anchor = await sshdAnchor()
        var record = Record("sshd", [.sshVersion: .text(loaded.configuration.version.description)])
        let settings: SSHDSettings
        do {
            settings = try loaded.configuration.settings()
        } catch {
            record.set(.acceptsConfiguration, false, from: Origin(error.file, line: error.line))
            return .state(.records([record]))
        }
        if case .refused(let why) = anchor {
            record[.acceptsConfiguration] = .unknown("sshd says: \(why)")
            return .state(.records([record]))
        }
        record[.acceptsConfiguration] = true
        var reader = SSHDReader(settings, anchor, record)
        reader.number(.loginGraceTime, "logingracetime")
        let startups = settings.value("maxstartups")?.split(separator: ":").compactMap { Int($0) } ?? []
        reader.set(.startupsBegin, ["maxstartups"], startups.first.map { .number($0) } ?? .unset)
        reader.set(.startupsFull, ["maxstartups"], startups.last.map { .number($0) } ?? .unset)
        reader.list(.keyExchanges, "kexalgorithms")
        reader.list(.ciphers, "ciphers")
        reader.list(.macs, "macs")
        reader.list(.hostKeyAlgorithms, "hostkeyalgorithms")
        reader.list(.userKeyAlgorithms, "pubkeyacceptedalgorithms")
        reader.number(.requiredRSASize, "requiredrsasize")
        reader.flag(.strictModes, "strictmodes")
        reader.flag(.usesPAM, "usepam")
        reader.text(.sshLogLevel, "loglevel")
        reader.set(
            .userEnvironment,
            ["permituserenvironment"],
            .flag(settings.value("permituserenvironment") != "no")
        )
        await ports(&reader)
        return .state(.records([reader.record]))
    }

    private func ports(_ reader: inout SSHDReader) async {
        let socket = await sshSocket()
        reader.record[.socketActivated] = socket.isEnabled.map { .flag($0) } ?? .unknown("systemd could not be asked")
        if !surface.isLive {
            if socket.isEnabled == true {
                reader.record.set(.sshPorts, .list(socket.ports), from: socket.origin)
            } else {
                reader.set(.sshPorts, ["port"], .list(reader.settings["port"]?.map(\.value) ?? []))
            }
            return
        }
        guard case .found(let listening) = await listeningSockets() else {
            reader.record[.sshPorts] = .unknown("the listening sockets could not be read")
            return
        }
        switch await socketOwners(Set(listening.map(\.inode))) {
        case .absent: reader.record[.sshPorts] = .unknown("there is no /proc")
        case .unreadable(let why): reader.record[.sshPorts] = .unknown(why)
        case .found(let owners):
            let own = listening.filter { listener in
                let owner = owners[listener.inode]
                return listener.transport == "tcp"
                    && (owner == "sshd"
                        || (owner == "systemd" && socket.isEnabled == true && socket.ports.contains("\(listener.port)")))
            }
            let ports = Set(own.map(\.port)).sorted().map { "\($0)" }
            if ports.isEmpty {
                reader.record[.sshPorts] = .unknown("no sshd that can be seen listens")
            } else {
                let origin = reader.settings.origin("port").map { Origin($0.file, line: $0.line) }
                reader.record.set(.sshPorts, .list(ports), from: socket.isEnabled == true ? socket.origin : origin)
            }
        }
    }

    /// systemd's socket for sshd, which decides the port where it is used: `Port` is then without effect.
    private func sshSocket() async -> (isEnabled: Bool?, ports: [String], origin: Origin?) {
        let isEnabled: Bool?
        if surface.isLive {
            switch await units() {
            case .found(let units): isEnabled = units["ssh.socket"].map { $0.isActive } ?? false
            case .absent: isEnabled = false
            case .unreadable: isEnabled = nil
            }
        } else {
            isEnabled = await surface.status("/etc/systemd/system/sockets.target.wants/ssh.socket") != .absent
        }
        guard isEnabled != false else { return (isEnabled, [], nil) }
        var ports: [String] = []
        var origin: Origin?
        var paths: [String] = []
        for path in [
            "/etc/systemd/system/ssh.socket", "/usr/lib/systemd/system/ssh.socket", "/lib/systemd/system/ssh.socket",
        ]
        where await surface.status(path) != .absent {
            paths.append(path)
            break
        }
        for directory in ["/run/systemd/generator/ssh.socket.d", "/etc/systemd/system/ssh.socket.d"] {
            paths += (await surface.entries(directory).content ?? []).map { Path.join(directory, $0) }
        }
        for path in paths {
            let lines = await surface.text(path).content?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
            for (index, line) in lines.enumerated() where line.hasPrefix("ListenStream=") {
                let value = line.dropFirst("ListenStream=".count)
                // An empty assignment takes back what was set. systemd.socket(5)
                if value.isEmpty {
                    ports = []
                } else if let port = value.split(separator: ":").last {
                    if !ports.contains(String(port)) { ports.append(String(port)) }
                }
                origin = Origin(path, line: index + 1)
            }
        }
        return (isEnabled, ports, origin)
    }
}
