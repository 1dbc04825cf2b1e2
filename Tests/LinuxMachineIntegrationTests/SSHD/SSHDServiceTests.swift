import Foundation
import Surface
import Testing

@testable import LinuxMachine

/// A real sshd on loopback, with a configuration, keys and a port of its own.
@Suite(.serialized, .enabled(if: OwnSSHD.isPossible, "takes root, sshd, ssh and ssh-keygen"))
struct SSHDServiceTests {
    @Test(.timeLimit(.minutes(2))) func `moves to another port while a login goes on`() async throws {
        try await OwnSSHD.with { server in
            try await server.logIn()
            let (old, new) = (server.port, OwnSSHD.freePort())
            try server.configure("Port \(new)")
            try await server.service.activate(isUndoing: false)
            #expect(await server.answers(new))
            #expect(await !server.answers(old))
            #expect(await server.isLoggedIn, "a login outlives the reload")
        }
    }

    @Test(.timeLimit(.minutes(2))) func `does not reload what sshd refuses, and says why`() async throws {
        try await OwnSSHD.with { server in
            try server.configure("Port \(server.port)\nPermitRootLogin perhaps")
            await #expect {
                try await server.service.activate(isUndoing: false)
            } throws: { error in
                "\(error)".contains("sshd_config") && "\(error)".contains("perhaps")
            }
            #expect(await server.answers(server.port), "the server goes on with what it had")
        }
    }

    @Test(.timeLimit(.minutes(2))) func `a port that somebody else has is a failure`() async throws {
        try await OwnSSHD.with { other in
            try await OwnSSHD.with { server in
                try server.configure("Port \(other.port)")
                await #expect(throws: RunningMachine.Failure.self) {
                    try await server.service.activate(isUndoing: false)
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(2))) func `a port that somebody else has of one family alone is a failure too`()
        async throws
    {
        try await OwnSSHD.with { server in
            let port = OwnSSHD.freePort()
            let taken = try #require(OwnSSHD.take(UInt16(port)))
            defer { close(taken) }
            try server.configure("Port \(port)\nListenAddress ::1")
            await #expect {
                try await server.service.activate(isUndoing: false)
            } throws: { error in
                "\(error)".contains("\(port) (IPv4)") && !"\(error)".contains("IPv6")
            }
        }
    }
}

/// A server that goes into the background by itself, and the client's end of a login to it.
///
/// No program is left running as a child of the tests, and no pipe is read that a child of another test may hold open.
private struct OwnSSHD: Sendable {
    static let isPossible =
        geteuid() == 0 && FileManager.default.fileExists(atPath: "/run/sshd")
        && ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen"].allSatisfy(FileManager.default.isExecutableFile)

    let port = freePort()
    private let directory = "/tmp/sshd-service-\(UUID().uuidString)"

    var service: SSHD {
        var service = SSHD(RunningSystem())
        service.configuration = "\(directory)/sshd_config"
        service.processFile = "\(directory)/pid"
        service.patience = 4000
        return service
    }

    static func with(_ work: (OwnSSHD) async throws -> Void) async throws {
        let server = OwnSSHD()
        do {
            try await server.start()
            try await work(server)
        } catch {
            await server.end()
            throw error
        }
        await server.end()
    }

    private func start() async throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for key in ["host", "user"] {
            try await run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(directory)/\(key)"])
        }
        try configure("Port \(port)")
        try await run("/usr/sbin/sshd", ["-f", "\(directory)/sshd_config"])
        // It goes into the background before it listens.
        for _ in 0..<50 where await !answers(port) { try await Task.sleep(for: .milliseconds(100)) }
    }

    func configure(_ lines: String) throws {
        let text = """
            \(lines)
            ListenAddress 127.0.0.1
            HostKey \(directory)/host
            PidFile \(directory)/pid
            AuthorizedKeysFile \(directory)/user.pub
            StrictModes no
            UsePAM no

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/sshd_config"))
    }

    private var client: [String] {
        [
            "-F", "none", "-i", "\(directory)/user", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no",
            "-o", "UserKnownHostsFile=/dev/null", "-S", "\(directory)/login",
        ]
    }

    /// Opens a connection that stays, in the background.
    func logIn() async throws {
        let options = ["-p", "\(port)", "-o", "ControlMaster=yes", "-o", "ControlPersist=100"]
        try await run("/usr/bin/ssh", client + options + ["root@127.0.0.1", "true"])
    }

    /// Whether a command still runs over the connection; a new one is not tried.
    var isLoggedIn: Bool {
        get async {
            let command = Command("/usr/bin/ssh", client + ["-o", "ProxyCommand=false", "root@127.0.0.1", "true"])
            return await Programs().run(command).content?.status == 0
        }
    }

    /// Whether a server for SSH says its name there.
    func answers(_ port: Int) async -> Bool {
        let command = Command("/usr/bin/ssh-keyscan", ["-T", "3", "-p", "\(port)", "127.0.0.1"], timeout: 20)
        return await Programs().run(command).content?.standardOutput.isEmpty == false
    }

    private func end() async {
        _ = await Programs().run(Command("/usr/bin/ssh", client + ["-O", "exit", "root@127.0.0.1"]))
        let text = try? String(contentsOfFile: "\(directory)/pid", encoding: .utf8)
        if let number = text.flatMap({ pid_t($0.filter(\.isNumber)) }), number > 1 { kill(number, SIGTERM) }
        try? FileManager.default.removeItem(atPath: directory)
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String]) async throws -> Output {
        let output = try #require(await Programs().run(Command(program, arguments, timeout: 20)).content)
        try #require(output.status == 0, "\(program): \(output.errorText)")
        return output
    }

    /// Listens on a port of 127.0.0.1 until the descriptor is closed; nothing where that is not to be had.
    static func take(_ port: UInt16) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let isBound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound, listen(descriptor, 1) == 0 else { return nil }
        return descriptor
    }

    static func freePort() -> Int { Int.random(in: 20_000..<32_000) }
}
