import Hardening
import Observers
import Surface

extension SSHD {
    /// Waits until sshd listens where it is configured to, and still does a moment later.
    func verify() async throws(Failure) {
        let wanted = try await ports()
        var streak = 0
        var missing = wanted
        let polled = try await host.clock.poll(every: 150, for: patience) { () async throws(Failure) -> Bool? in
            missing = if let holder = await holder() { wanted.subtracting(try await listening(holder)) } else { wanted }
            streak = missing.isEmpty ? streak + 1 : 0
            // A server that takes over its configuration begins anew, and may still end after it has listened.
            return streak == 3 ? true : nil
        }
        switch polled {
        case .found: return
        case .cancelled: throw Failure(.cancelled, "was cancelled while sshd took over its configuration")
        case .late:
            let list = missing.sorted().map(\.description).joined(separator: ", ")
            throw Failure(.late, "sshd does not listen on \(list.isEmpty ? "its ports for long" : "port \(list)")")
        }
    }

    /// A port of one family: another program may have taken the other one.
    private struct Door: Hashable, Comparable, CustomStringConvertible {
        let isIPv6: Bool
        let port: UInt16

        var description: String { "\(port) (\(isIPv6 ? "IPv6" : "IPv4"))" }

        static func < (left: Self, right: Self) -> Bool {
            (left.port, left.isIPv6 ? 1 : 0) < (right.port, right.isIPv6 ? 1 : 0)
        }
    }

    /// The ports that are to be listened on; those of IPv6 where this kernel has it.
    private func ports() async throws(Failure) -> Set<Door> {
        let wanted = try await configuredPorts()
        if case .absent = await host.status("/proc/net/tcp6") { return wanted.filter { !$0.isIPv6 } }
        return wanted
    }

    private func configuredPorts() async throws(Failure) -> Set<Door> {
        if configuration == nil, await systemd.isActive("ssh.socket") {
            // `Listen=[::]:22 (Stream)`, one line or several words.
            let output = try await host.perform(
                Command("systemctl", ["show", "--property=Listen", "--", "ssh.socket"], timeout: 30)
            )
            return Set(output.text.split { $0 == " " || $0 == "\n" }.compactMap(Self.port))
        }
        // Where a block of Match asks for what only a connection has, sshd wants to be told of one (`Match LocalPort`).
        let connection = "user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22"
        let output = try await host.perform(
            Command("/usr/sbin/sshd", ["-T", "-C", connection] + options, timeout: 30)
        )
        let addresses = output.text.split(separator: "\n").filter { $0.hasPrefix("listenaddress ") }
        return Set(addresses.compactMap(Self.port))
    }

    private static func port(_ text: Substring) -> Door? {
        text.split(separator: ":").last.flatMap { UInt16($0) }.map { Door(isIPv6: text.contains("["), port: $0) }
    }

    /// The ports that the server itself, or systemd for it, listens on.
    private func listening(_ holder: Int32) async throws(Failure) -> Set<Door> {
        var inodes: Set<String> = []
        for name in await host.entries("/proc/\(holder)/fd").content ?? [] {
            // `socket:[12345]`
            guard let target = await host.link("/proc/\(holder)/fd/\(name)").content, target.hasPrefix("socket:[")
            else { continue }
            inodes.insert(String(target.dropFirst("socket:[".count).dropLast()))
        }
        var ports: Set<Door> = []
        for name in ["tcp", "tcp6"] {
            switch await host.file("/proc/net/\(name)", limit: 16 << 20) {
            case .absent: continue
            case .unreadable(let why): throw Failure(.unreadable, why)
            case .found(let content):
                let table = String(decoding: content.bytes, as: UTF8.self)
                for port in SocketsObserver.listeningPorts(table, of: inodes) {
                    ports.insert(Door(isIPv6: name == "tcp6", port: port))
                }
            }
        }
        return ports
    }

    /// The process that listens: systemd's own for a socket, the server's otherwise; none between two of them.
    private func holder() async -> Int32? {
        guard await isManaged else { return await process }
        if await systemd.isActive("ssh.socket") { return 1 }
        let command = Command("systemctl", ["show", "--property=MainPID", "--value", "--", "ssh.service"], timeout: 30)
        return await host.run(command).content.flatMap { Int32($0.text.filter(\.isNumber)) }
    }

    /// The server's process; another program may have got the number of one that ended.
    var process: Int32? {
        get async {
            guard let text = await host.text(processFile, limit: 4096).content,
                let number = Int32(text.filter(\.isNumber)), number > 1,
                await host.text("/proc/\(number)/comm", limit: 4096).content == "sshd\n"
            else { return nil }
            return number
        }
    }
}
