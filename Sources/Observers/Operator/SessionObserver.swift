import Catalog
import Documents
import Hardening
import Surface

/// The operator's own session, and what could cut it off.
struct SessionObserver: SubjectObserver {
    let look: Look

    /// The login this program was started from, found by its ancestors, whatever sudo or su came in between.
    ///
    /// Where there is an SSH server that is not turned off, that is a login over SSH and no other: a console tells nothing of whether sshd lets
    /// anybody in.
    func operatorSession() async throws(Unknown) -> [Record]? {
        guard surface.isLive else { return nil }
        let login = try await currentLogin()
        guard var record = login?.first else { return login }
        // Whoever sits at the console comes by no network.
        if case .text = record[.console] { return login }
        await describeOrigin(of: &record)
        if case .text = record[.tailnetService] { await describeTailnet(of: &record) }
        return [record]
    }

    /// The address that the login came from, also where a plan is looked at; none where there is no such login.
    func operatorAddress() async -> String? {
        await cache.value {
            guard case .text(let address) = (try? await currentLogin())?.first?[.fromAddress] else { return nil }
            return address
        }
    }

    private func currentLogin() async throws(Unknown) -> [Record]? {
        guard let ancestors = try await ancestry().get() else { throw Unknown.missing("/proc is not there") }
        guard let index = ancestors.firstIndex(where: { Self.isSSHD($0) }) else {
            // What outlives a login has lost sight of it: it may have been started by any, long ago.
            guard let keeper = ancestors.first(where: { Self.keepers.contains(Self.gist($0.name)) }) else {
                return try await loginWithoutSSH(ancestors)
            }
            throw Unknown.notStated("runs inside \(Self.gist(keeper.name)), which outlives logins")
        }
        guard index > 0 else { throw Unknown.notRunning("sshd has no login process") }
        let shell = ancestors[index - 1]
        guard let owner = try await user(of: shell).get() else {
            throw Unknown.changedMeanwhile("process \(shell.identifier) ended while it was looked at")
        }
        let session = await connectionProcess(ancestors[index...])
        let name =
            await accounts.accountRecords().content?.first { $0[.uid] == .number(owner) }?.name ?? "user id \(owner)"
        var record = Record(
            "login of \(name)",
            [
                .user: .text(name), .uid: .number(owner), .sessionProcess: .number(session.identifier),
                .beganAfterBoot: .number(session.ticks * 1000 / ProcessStatus.ticksPerSecond),
            ]
        )
        record[.bootIdentifier] = await bootIdentifier()
        await describe(shell, in: &record)
        return [record]
    }

    /// The way in where there is no SSH server, which has to prove itself otherwise.
    private func loginWithoutSSH(_ ancestors: [ProcessStatus]) async throws(Unknown) -> [Record]? {
        var hasSSH = true
        if case .absent = await ssh.sshdConfiguration() { hasSSH = false }
        if hasSSH, await !ssh.sshIsTurnedOff() { return nil }
        let daemon = ancestors.lastIndex { $0.name == "tailscaled" }
        guard let daemon else { return try await consoleLogin(ancestors) }
        return try await tailnetLogin(ancestors[...daemon])
    }

    /// Tells this boot from others.
    func bootIdentifier() async -> Value {
        let boot = await surface.text("/proc/sys/kernel/random/boot_id").content?.split(separator: "\n").first
        return boot.map { .text(String($0)) } ?? .unknown(.notStated("the kernel does not tell its boot_id"))
    }

    /// Fills in what sshd, and tailscaled, tell a login about its connection: both addresses and ports. ssh(1),
    /// SSH_CONNECTION
    func describe(_ shell: ProcessStatus, in record: inout Record) async {
        let fields = [Field.fromAddress, .fromPort, .serverAddress, .serverPort]
        switch await surface.file("/proc/\(shell.identifier)/environ") {
        case .absent: for field in fields { record[field] = .unknown(.changedMeanwhile("the login process has ended")) }
        case .unreadable(let why): for field in fields { record[field] = .unknown(why) }
        case .found(let environment):
            let entries = environment.bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            let words = entries.first { $0.hasPrefix("SSH_CONNECTION=") }?.drop { $0 != "=" }.dropFirst()
                .split(separator: " ")
            guard let words, words.count == 4, let port = Int(words[3]), let client = Self.address(words[0]),
                let server = Self.address(words[2])
            else {
                for field in fields { record[field] = .unknown(.notStated("the login process has no SSH_CONNECTION")) }
                return
            }
            record.name += " from \(client)"
            record[.fromAddress] = .text(client)
            record[.fromPort] =
                Int(words[1]).map { .number($0) } ?? .unknown(.malformed("SSH_CONNECTION names no port of the client"))
            record[.serverAddress] = .text(server)
            record[.serverPort] = .number(port)
        }
    }

    /// An address without its zone, and an IPv4 address as one even where it came through an IPv6 socket.
    private static func address(_ text: Substring) -> String? {
        let bare = text.prefix { $0 != "%" }
        let mapped = "::ffff:"
        if bare.lowercased().hasPrefix(mapped), bare.contains(".") { return String(bare.dropFirst(mapped.count)) }
        return SSHDAddress(String(bare)).map(\.description)
    }

    /// The process that sshd made for the connection: the outermost that is not the server itself.
    private func connectionProcess(_ chain: ArraySlice<ProcessStatus>) async -> ProcessStatus {
        var outermost = chain[chain.startIndex]
        for process in chain.dropFirst() {
            guard Self.isSSHD(process) else { break }
            // The server shows what it was started with, or says so: `sshd: /usr/sbin/sshd -D [listener] …`.
            let title = await surface.text("/proc/\(process.identifier)/cmdline").content ?? ""
            guard title.hasPrefix("sshd"), !title.contains("[listener]") else { break }
            outermost = process
        }
        return outermost
    }

    private func user(of process: ProcessStatus) async -> Reading<Int> {
        await surface.text("/proc/\(process.identifier)/status").map { text in
            let line = text.split(separator: "\n").first { $0.hasPrefix("Uid:") }
            return line?.dropFirst(4).split { $0 == "\t" || $0 == " " }.first.flatMap { Int($0) } ?? -1
        }
    }

    /// Since OpenSSH 9.8 a program of its own serves each connection.
    private static func isSSHD(_ process: ProcessStatus) -> Bool {
        ["sshd", "sshd-session"].contains(process.name)
    }

    /// Such as `tmux: server`.
    private static func gist(_ name: String) -> String {
        String(name.prefix { $0 != ":" }).lowercased()
    }

    /// Programs that keep shells running after the login they were started from has ended.
    private static let keepers: Set<String> = [
        "tmux", "screen", "zellij", "mosh-server", "dtach", "abduco", "byobu", "et", "etserver", "ttyd", "shpool",
    ]
}
