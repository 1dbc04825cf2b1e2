import Glibc
import Hardening
import Observers
import Surface

/// The sshd of this machine, or one that was started with a configuration file of its own.
struct SSHDService: Sendable {
    typealias Failure = RunningMachine.Failure

    /// None for the system's own.
    var configuration: String?
    /// The file that holds the number of the server's process.
    var processFile = "/run/sshd.pid"
    /// How long sshd may take until it listens again.
    var patience = Duration.seconds(10)

    private var options: [String] { configuration.map { ["-f", $0] } ?? [] }

    /// Has sshd read its configuration; connections that exist go on.
    ///
    /// - Throws: what sshd says of the configuration, or where it does not listen although it should.
    func reload(on machine: RunningMachine, isUndoing: Bool = false) async throws(Failure) {
        try await check(on: machine)
        let isManaged = configuration == nil && FileStatus.isDirectory("/run/systemd/system")
        // Its files are right for when somebody turns it on again.
        if isManaged, try await machine.freshObserver().sshIsTurnedOff() { return }
        if isManaged {
            try await reloadUnits(on: machine, isUndoing: isUndoing)
        } else {
            try signal()
        }
        try await verify(on: machine)
    }

    /// sshd's own check: a server that is told to reload with a configuration it refuses ends.
    private func check(on machine: RunningMachine) async throws(Failure) {
        let empty = "/run/sshd"
        // Where each connection has a server of its own, the directory is there only while one runs.
        if !FileStatus.isDirectory(empty) {
            try FileWriter.makeDirectory(empty, State.Permissions(mode: 0o755))
        }
        try await machine.perform(Command("/usr/sbin/sshd", ["-t"] + options, timeout: 30))
    }

    private func reloadUnits(on machine: RunningMachine, isUndoing: Bool) async throws(Failure) {
        try await machine.perform(Command("systemctl", ["daemon-reload"], timeout: 60))
        if await isActive("ssh.socket") {
            // A socket whose server runs cannot be opened anew before the server lets go of it. Sessions have processes
            // of their own, which units of OpenSSH leave alone (KillMode=process).
            let serves = await isActive("ssh.service")
            if serves { try await machine.perform(Command("systemctl", ["stop", "ssh.service"], timeout: 60)) }
            try await machine.restart("ssh.socket", timeout: 60)
            if serves { try await machine.restart("ssh.service", timeout: 60) }
            return
        }
        guard await isActive("ssh.service") else {
            guard isUndoing else { throw Failure("neither ssh.service nor ssh.socket is active") }
            // One that ended because somebody took its port comes back with what it had; nothing else would start it.
            _ = await Programs().run(Command("systemctl", ["reset-failed", "ssh.service"], timeout: 30))
            return try await machine.restart("ssh.service", timeout: 60)
        }
        try await machine.perform(Command("systemctl", ["reload", "ssh.service"], timeout: 60))
    }

    private func isActive(_ unit: String) async -> Bool {
        let output = await Programs().run(Command("systemctl", ["is-active", "--quiet", "--", unit], timeout: 30))
            .content
        return output?.status == 0
    }

    /// What a service manager does for a reload, where there is none. sshd(8), SIGHUP
    private func signal() throws(Failure) {
        guard let process = process else { throw Failure("\(processFile) names no sshd that runs") }
        guard kill(process, SIGHUP) == 0 else { throw Failure("sshd cannot be told to reload: \(reason())") }
    }

    /// The server's process; another program may have got the number of one that ended.
    private var process: pid_t? {
        guard let text = Self.text(processFile), let number = pid_t(text.filter(\.isNumber)), number > 1,
            Self.text("/proc/\(number)/comm") == "sshd\n"
        else { return nil }
        return number
    }

    private static func text(_ path: String) -> String? {
        guard let root = try? RootDirectory("/") else { return nil }
        return root.file(path, limit: 4096).content.flatMap { String(validating: $0.bytes, as: UTF8.self) }
    }

    /// Waits until sshd listens where it is configured to, and still does a moment later.
    private func verify(on machine: RunningMachine) async throws(Failure) {
        let wanted = try await ports(on: machine)
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        var streak = 0
        var missing = wanted
        while clock.now < deadline {
            missing = if let holder = await holder() { wanted.subtracting(try listening(holder)) } else { wanted }
            streak = missing.isEmpty ? streak + 1 : 0
            // A server that takes over its configuration begins anew, and may still end after it has listened.
            if streak == 3 { return }
            do {
                try await clock.sleep(for: .milliseconds(150))
            } catch {
                throw Failure("was cancelled while sshd took over its configuration")
            }
        }
        let list = missing.sorted().map(\.description).joined(separator: ", ")
        throw Failure("sshd does not listen on \(list.isEmpty ? "its ports for long" : "port \(list)")")
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
    private func ports(on machine: RunningMachine) async throws(Failure) -> Set<Door> {
        let wanted = try await configuredPorts(on: machine)
        guard let root = try? RootDirectory("/") else { throw Failure("/ cannot be opened") }
        if case .absent = root.status("/proc/net/tcp6") { return wanted.filter { !$0.isIPv6 } }
        return wanted
    }

    private func configuredPorts(on machine: RunningMachine) async throws(Failure) -> Set<Door> {
        if configuration == nil, await isActive("ssh.socket") {
            // `Listen=[::]:22 (Stream)`, one line or several words.
            let output = try await machine.perform(
                Command("systemctl", ["show", "--property=Listen", "--", "ssh.socket"], timeout: 30)
            )
            return Set(output.text.split { $0 == " " || $0 == "\n" }.compactMap(Self.port))
        }
        // Where a block of Match asks for what only a connection has, sshd wants to be told of one (`Match LocalPort`).
        let connection = "user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22"
        let output = try await machine.perform(
            Command("/usr/sbin/sshd", ["-T", "-C", connection] + options, timeout: 30)
        )
        let addresses = output.text.split(separator: "\n").filter { $0.hasPrefix("listenaddress ") }
        return Set(addresses.compactMap(Self.port))
    }

    private static func port(_ text: Substring) -> Door? {
        text.split(separator: ":").last.flatMap { UInt16($0) }.map { Door(isIPv6: text.contains("["), port: $0) }
    }

    /// The ports that the server itself, or systemd for it, listens on.
    private func listening(_ holder: pid_t) throws(Failure) -> Set<Door> {
        guard let root = try? RootDirectory("/") else { throw Failure("/ cannot be opened") }
        // `socket:[12345]`
        let sockets = Set(
            (root.entries("/proc/\(holder)/fd").content ?? []).compactMap {
                root.link("/proc/\(holder)/fd/\($0)").content
            }
        )
        var ports: Set<Door> = []
        for name in ["tcp", "tcp6"] {
            switch root.file("/proc/net/\(name)", limit: 16 << 20) {
            case .absent: continue
            case .unreadable(let why): throw Failure(why)
            case .found(let content):
                for line in String(decoding: content.bytes, as: UTF8.self).split(separator: "\n").dropFirst() {
                    let words = line.split(separator: " ")
                    // State 0A is TCP_LISTEN. <net/tcp_states.h>
                    guard words.count > 9, words[3] == "0A", sockets.contains("socket:[\(words[9])]"),
                        let hex = words[1].split(separator: ":").last, let port = UInt16(hex, radix: 16)
                    else { continue }
                    ports.insert(Door(isIPv6: name == "tcp6", port: port))
                }
            }
        }
        return ports
    }

    /// The process that listens: systemd's own for a socket, the server's otherwise; none between two of them.
    private func holder() async -> pid_t? {
        guard configuration == nil, FileStatus.isDirectory("/run/systemd/system") else { return process }
        if await isActive("ssh.socket") { return 1 }
        let command = Command("systemctl", ["show", "--property=MainPID", "--value", "--", "ssh.service"], timeout: 30)
        return await Programs().run(command).content.flatMap { pid_t($0.text.filter(\.isNumber)) }
    }
}

extension FileStatus {
    fileprivate static func isDirectory(_ path: String) -> Bool {
        guard let root = try? RootDirectory("/") else { return false }
        return root.status(path).content?.kind == .directory
    }
}
