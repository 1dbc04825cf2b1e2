import Catalog
import Documents
import Hardening
import Surface

/// The SSH server and its settings.
public struct SSHObserver: SubjectObserver {
    public let look: Look

    /// The server as a whole: what is settled before anybody says who they are.
    func sshServer() async throws(Unknown) -> [Record]? {
        guard let ground = try await sshdGround().get() else { return nil }
        var record = Record("sshd", [.sshVersion: .text(ground.configuration.version.description)])
        let settings: SSHDSettings
        do {
            settings = try ground.configuration.settings()
        } catch {
            if case .misread = ground.anchor {
                throw Unknown.notModeled("sshd accepts what Nacre does not: \(error)")
            }
            record.set(.acceptsConfiguration, false, from: Origin(error.file, line: error.line))
            record[.refusal] = .text(error.message)
            record.doubt = .malformed("sshd refuses its configuration")
            return [record]
        }
        switch ground.anchor {
        case .refused(let why):
            record.set(.acceptsConfiguration, false, from: Self.place(why))
            record[.refusal] = .text(why)
            record.doubt = .malformed("sshd refuses its configuration")
            return [record]
        case .misread(let why): throw Unknown.notModeled("sshd accepts what Nacre does not: \(why)")
        case .none, .compared: record[.acceptsConfiguration] = true
        }
        var reader = SSHDReader(settings, ground.anchor, record, isGlobal: true)
        reader.number(.loginGraceTime, "logingracetime")
        let startups = reader.value("maxstartups")?.split(separator: ":").compactMap { Int($0) } ?? []
        reader.set(.startupsBegin, ["maxstartups"], startups.first.map { .number($0) } ?? .unset)
        reader.set(.startupsFull, ["maxstartups"], startups.last.map { .number($0) } ?? .unset)
        reader.list(.keyExchanges, "kexalgorithms")
        reader.list(.ciphers, "ciphers")
        reader.list(.macs, "macs")
        reader.list(.hostKeyAlgorithms, "hostkeyalgorithms")
        reader.list(.userKeyAlgorithms, "pubkeyacceptedalgorithms")
        reader.flag(.strictModes, "strictmodes")
        reader.flag(.usesPAM, "usepam")
        reader.text(.sshLogLevel, "loglevel")
        // A list of patterns stands for yes.
        let environment = reader.value("permituserenvironment")
        reader.set(.userEnvironment, ["permituserenvironment"], .flag(environment != "no"))
        await ports(&reader)
        return [reader.record]
    }

    /// The file and line in front of what sshd says, such as `/etc/ssh/sshd_config line 3: …`.
    private static func place(_ complaint: String) -> Origin? {
        let words = complaint.split(separator: " ")
        guard let index = words.firstIndex(of: "line"), index > 0, index + 1 < words.count,
            let line = Int(words[index + 1].filter(\.isNumber))
        else { return nil }
        let file = words[index - 1]
        return Origin(String(file.hasSuffix(":") ? file.dropLast() : file), line: line)
    }

    /// The ports that are really listened on; of a file system, those that would be.
    private func ports(_ reader: inout SSHDReader) async {
        let socket = await sshSocket()
        reader.record[.socketActivated] =
            socket.isEnabled.map { .flag($0) } ?? .unknown(.failed("systemd could not be asked"))
        // A port that is set twice is one port: sshd says that it could not listen again, and goes on.
        let configured = Set(reader.settings["port"]?.map(\.value) ?? []).sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }
        let own = reader.settings.origin("port").map { Origin($0.file, line: $0.line) }
        let decides = socket.isEnabled == true && !socket.followsConfiguration
        let origin = decides ? socket.origin : own
        guard surface.isLive else {
            reader.record.set(.sshPorts, .list(decides ? socket.ports : configured), from: origin)
            return
        }
        guard case .found(let listening) = await sockets.listeningSockets() else {
            reader.record[.sshPorts] = .unknown(.failed("the listening sockets could not be read"))
            return
        }
        switch await sockets.socketOwners(Set(listening.map(\.inode))) {
        case .absent: reader.record[.sshPorts] = .unknown(.missing("there is no /proc"))
        case .unreadable(let why): reader.record[.sshPorts] = .unknown(why)
        case .found(let owners):
            let ports = Set(
                listening.filter { listener in
                    guard listener.transport == "tcp", let owner = owners[listener.inode]?.name else { return false }
                    let isExpected = (configured + socket.ports).contains("\(listener.port)")
                    // What a session forwards back to itself is no door of sshd.
                    return owner == "sshd" && (isExpected || !listener.isLoopback)
                        || owner == "systemd" && socket.isEnabled == true && socket.ports.contains("\(listener.port)")
                }.map(\.port)
            )
            let texts = ports.sorted().map { "\($0)" }
            let value = texts.isEmpty ? Value.unknown(.notRunning("no sshd that can be seen listens")) : .list(texts)
            reader.record.set(.sshPorts, value, from: origin)
        }
    }
}
