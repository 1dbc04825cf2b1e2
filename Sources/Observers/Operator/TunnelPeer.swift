import Catalog
import Documents
import Hardening
import Rulesets
import Surface

/// Who opened a connection that comes from the server itself, where that is a service which hands logins on from outside.
///
/// An operator behind cloudflared, sslh, a tailnet's proxy or a reverse tunnel always comes from the server itself. What
/// stands for them is the process at the other end: of a unit that only root writes, running a tunnel's program that only
/// root writes. A program that somebody started, in a login or in a container, is none, whatever it is called.
enum TunnelPeer: Equatable {
    /// The unit and its program, in words.
    case service(String)
    /// Why it is none.
    case refused(String)
}

/// One end of a connection, as the kernel's table has it.
struct ConnectionEnd: Hashable {
    let address: Address
    let port: UInt16
}

/// A connection that both ends hold.
struct EstablishedConnection {
    let local: ConnectionEnd
    let remote: ConnectionEnd
    let inode: Substring
}

extension SessionObserver {
    /// Programs that hand connections on; by where they lie and whose they are, not by what they call themselves.
    private static let tunnelPrograms: Set<String> = [
        "cloudflared", "tailscaled", "sslh", "sslh-ev", "sslh-fork", "sslh-select", "ssh", "autossh", "haproxy",
        "nginx",
        "stunnel", "stunnel4", "frpc", "rathole", "chisel", "wstunnel", "ngrok", "netbird", "systemd-socket-proxyd",
    ]

    /// Whether the client's end of a connection is held by a tunnel's service; the client's end comes first.
    ///
    /// Both ends in one argument: Swift 6.2 loses its way where more is handed to a function than registers hold.
    func tunnelPeer(_ ends: [ConnectionEnd]) async -> TunnelPeer {
        do throws(TunnelRefusal) {
            return .service(try await carrier(ends))
        } catch {
            return .refused(error.words)
        }
    }

    private func carrier(_ ends: [ConnectionEnd]) async throws(TunnelRefusal) -> String {
        let connections = try await establishedConnections()
        guard let mine = connections.first(where: { [$0.local, $0.remote] == ends }), mine.inode != "0" else {
            throw TunnelRefusal("the other end of the connection is in no process that can be seen here")
        }
        var found: TunnelUnit?
        for process in await processes(holding: mine.inode) {
            let service = try await tunnelService(of: process)
            if let found, found.name != service.name {
                throw TunnelRefusal("processes of two units hold the other end of the connection")
            }
            found = service
        }
        guard let found else {
            throw TunnelRefusal("no process that can be seen holds the other end of the connection")
        }
        if let why = await feeder(of: found.name, connections) { throw TunnelRefusal(why) }
        return "\(found.name) (\(found.program))"
    }

    /// The unit that the process is of, from the process up to the one that systemd started.
    func tunnelService(of process: Int) async throws(TunnelRefusal) -> TunnelUnit {
        guard let unit = await systemUnit(of: process) else {
            let name = await surface.text("/proc/\(process)/comm").content?.firstLine ?? "a process"
            throw TunnelRefusal("\(name) (process \(process)) opened it, which is of no service of the system")
        }
        let properties = try await unitProperties(unit)
        guard let main = properties["MainPID"].flatMap({ Int($0) }), main > 0 else {
            throw TunnelRefusal("systemd names no main process of \(unit)")
        }
        if let why = await objection(toUnit: unit, properties) { throw TunnelRefusal(why) }
        var next = process
        for _ in 0..<16 {
            let program = try await tunnelProgram(of: next, unit)
            if next == main { return TunnelUnit(name: unit, program: program, main: main) }
            guard let line = await surface.text("/proc/\(next)/stat").content, let status = ProcessStatus(line),
                status.parent > 1
            else { break }
            next = status.parent
        }
        throw TunnelRefusal("process \(process) of \(unit) does not come from the unit's main process")
    }

    /// The service of the system's own manager, by the control group, which a process cannot choose.
    private func systemUnit(of process: Int) async -> String? {
        guard let text = await surface.text("/proc/\(process)/cgroup").content else { return nil }
        let lines = text.split(separator: "\n")
        let line =
            lines.first { $0.hasPrefix("0::/") && $0 != "0::/" } ?? lines.first { $0.contains(":name=systemd:/") }
        guard let line, let start = line.firstRange(of: ":/") else { return nil }
        let parts = line[start.upperBound...].split(separator: "/")
        guard parts.first == "system.slice", !parts.contains(where: { $0.hasSuffix(".scope") || $0 == "user.slice" }),
            let unit = parts.dropFirst().first(where: { !$0.hasSuffix(".slice") }), unit.hasSuffix(".service"),
            !unit.hasPrefix("user@")
        else { return nil }
        return String(unit)
    }

    private func unitProperties(_ unit: String) async throws(TunnelRefusal) -> [String: String] {
        let command = Command("systemctl", ["show", "-p", "MainPID,FragmentPath,DropInPaths,Transient", "--", unit])
        let output: Output
        switch await surface.run(command) {
        case .absent: throw TunnelRefusal("systemctl is not there to ask for \(unit)")
        case .unreadable(let why): throw TunnelRefusal(why.why)
        case .found(let found): output = found
        }
        guard output.status == 0 else { throw TunnelRefusal("systemctl show \(unit): \(output.errorText.firstLine)") }
        return [String: String](systemdProperties: output.text)
    }

    /// Why the unit is not one that root wrote to stay.
    private func objection(toUnit unit: String, _ properties: [String: String]) async -> String? {
        let places = [
            "/etc/systemd/system/", "/usr/lib/systemd/system/", "/lib/systemd/system/",
            "/usr/local/lib/systemd/system/",
        ]
        guard let fragment = properties["FragmentPath"], properties["Transient"] != "yes",
            places.contains(where: fragment.hasPrefix)
        else { return "\(unit) is no unit that is there to stay" }
        let more = (properties["DropInPaths"] ?? "").split(separator: " ").map(String.init)
        for file in [fragment] + more {
            if let why = await notRootsAlone(file) { return "\(unit): \(why)" }
        }
        return nil
    }

    /// The program a process runs.
    private func tunnelProgram(of process: Int, _ unit: String) async throws(TunnelRefusal) -> String {
        guard let path = await surface.link("/proc/\(process)/exe").content else {
            throw TunnelRefusal("\(unit): the program of process \(process) could not be determined")
        }
        guard Self.tunnelPrograms.contains(Path.name(path)) else {
            throw TunnelRefusal("\(unit): \(path) is no tunnel's program that Nacre knows")
        }
        if let why = await notRootsAlone(path) { throw TunnelRefusal("\(unit): \(why)") }
        return path
    }

    /// Why others than root may change a file, or what its path leads to; nothing where they may not.
    func notRootsAlone(_ path: String) async -> String? {
        var place = path
        while place != "/" {
            guard let status = await surface.status(place).content else { return "\(place) cannot be looked at" }
            if status.owner != 0 { return "\(place) is not root's" }
            if status.mode & 0o022 != 0 { return "\(place) can be written by others than root" }
            place = Path.parent(place)
        }
        return nil
    }

    /// What on the server itself, or in a container, is connected to the service, so that the login may come from there.
    private func feeder(of unit: String, _ connections: [EstablishedConnection]) async -> String? {
        guard case .found(let listeners) = await sockets.listeningSockets(),
            let all = await surface.entries("/proc").content
        else {
            return "which ports \(unit) listens on could not be determined"
        }
        var inodes: Set<Substring> = []
        for process in all.compactMap({ Int($0) }) {
            guard await systemUnit(of: process) == unit else { continue }
            inodes.formUnion(await sockets(of: process))
        }
        if let path = await openSocket(among: inodes) {
            return "\(unit) also takes connections at \(path), so that this login may come from this server itself"
        }
        let ports = Set(listeners.filter { $0.transport == "tcp" && inodes.contains($0.inode) }.map(\.port))
        let clients = Set(connections.filter { ports.contains($0.local.port) }.map(\.remote.address))
        guard clients.count <= 100 else {
            return "\(unit) has more than 100 clients, and which one this is could not be determined"
        }
        for client in clients.sorted(by: { $0.description < $1.description }) {
            if client.isLoopback {
                return "\(unit) has a client on this server itself, which may be where this login comes from"
            }
            var record = Record("client", [.fromAddress: .text(client.description), .comesFromItself: .unset])
            await describeInterface(of: &record, toward: client)
            guard record[.comesFromItself] == .unset else {
                return
                    "\(unit) has a client at \(client) (\(record[.comesFromItself])), which may be where this login comes from"
            }
        }
        return nil
    }

    /// A socket of these that programs of this server's accounts may connect to by a path, or by a name without one.
    ///
    /// Tailscale's own takes questions, and lets none but whoever may change its settings connect anywhere.
    private func openSocket(among inodes: Set<Substring>) async -> String? {
        guard let text = await surface.text("/proc/net/unix", limit: 16 << 20).content else {
            return "sockets that could not be listed"
        }
        // `Num: RefCount Protocol Flags Type St Inode Path`; 0x10000 is __SO_ACCEPTCON. proc_net(5)
        for line in text.split(separator: "\n").dropFirst() {
            let words = line.split(separator: " ", maxSplits: 7)
            guard words.count >= 7, let flags = UInt32(words[3], radix: 16), flags & 0x10000 != 0,
                inodes.contains(words[6])
            else { continue }
            guard words.count == 8 else { continue }
            let path = String(words[7])
            guard path.hasPrefix("/") else { return path }
            guard !path.hasSuffix("/tailscale/tailscaled.sock") else { continue }
            let status = await surface.status(path).content
            guard let status else { return path }
            // Whoever may write to it may connect. unix(7)
            if status.owner != 0 || status.mode & 0o022 != 0 { return path }
        }
        return nil
    }

    private func processes(holding inode: Substring) async -> [Int] {
        var found: [Int] = []
        for process in (await surface.entries("/proc").content ?? []).compactMap({ Int($0) }).sorted() {
            if await sockets(of: process).contains(inode) { found.append(process) }
        }
        return found
    }

    private func sockets(of process: Int) async -> Set<Substring> {
        let descriptors = await surface.entries("/proc/\(process)/fd").content ?? []
        return await sockets.sockets(of: process, descriptors)
    }

    private func establishedConnections() async throws(TunnelRefusal) -> [EstablishedConnection] {
        var found: [EstablishedConnection] = []
        for path in ["/proc/net/tcp", "/proc/net/tcp6"] {
            switch await surface.text(path, limit: 64 << 20) {
            // A kernel without IPv6 has no table for it.
            case .absent: if path == "/proc/net/tcp" { throw TunnelRefusal("there is no /proc/net/tcp") }
            case .unreadable(let why): throw TunnelRefusal(why.why)
            case .found(let text): found += SocketsObserver.connections(text)
            }
        }
        return found
    }
}

/// The service that holds the other end.
struct TunnelUnit {
    let name: String
    let program: String
    /// The process that systemd started.
    let main: Int
}

/// Why what holds the other end is no tunnel's service.
struct TunnelRefusal: Error {
    let words: String

    init(_ words: String) { self.words = words }
}
