import Foundation
import Testing

@testable import LinuxMachine

/// A real sshd on loopback, with a configuration, keys and a port of its own.
@Suite(.enabled(if: OwnSSHD.isPossible, "takes root, sshd, ssh and ssh-keygen"))
struct SSHDServiceTests {
    @Test(.timeLimit(.minutes(2))) func `moves to another port while a login goes on`() async throws {
        let server = try await OwnSSHD()
        defer { server.end() }
        let login = try server.login()
        let (old, new) = (server.port, OwnSSHD.freePort())
        try server.configure("Port \(new)")
        try await server.service.reload(on: RunningMachine())
        #expect(await server.answers(new))
        #expect(await !server.answers(old))
        #expect(login.isRunning, "a login outlives the reload")
        login.terminate()
    }

    @Test(.timeLimit(.minutes(2))) func `does not reload what sshd refuses, and says why`() async throws {
        let server = try await OwnSSHD()
        defer { server.end() }
        try server.configure("Port \(server.port)\nPermitRootLogin perhaps")
        await #expect {
            try await server.service.reload(on: RunningMachine())
        } throws: { error in
            "\(error)".contains("sshd_config") && "\(error)".contains("perhaps")
        }
        #expect(await server.answers(server.port), "the server goes on with what it had")
    }

    @Test(.timeLimit(.minutes(2))) func `a port that somebody else has is a failure`() async throws {
        let server = try await OwnSSHD()
        defer { server.end() }
        let other = try await OwnSSHD()
        defer { other.end() }
        try server.configure("Port \(other.port)")
        await #expect(throws: RunningMachine.Failure.self) { try await server.service.reload(on: RunningMachine()) }
    }
}

/// Starts and ends a server.
private final class OwnSSHD: Sendable {
    static let isPossible =
        geteuid() == 0 && FileManager.default.fileExists(atPath: "/run/sshd")
        && ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen"].allSatisfy(FileManager.default.isExecutableFile)

    let port = freePort()
    private let directory = "/tmp/sshd-service-\(UUID().uuidString)"
    private let server: Process

    var service: SSHDService {
        SSHDService(
            configuration: "\(directory)/sshd_config",
            processFile: "\(directory)/pid",
            patience: .seconds(4)
        )
    }

    init() async throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        server = Process()
        for key in ["host", "user"] {
            let keygen = Process()
            keygen.executableURL = URL(fileURLWithPath: "/usr/bin/ssh-keygen")
            keygen.arguments = ["-q", "-t", "ed25519", "-N", "", "-f", "\(directory)/\(key)"]
            let output = Pipe()
            keygen.standardOutput = output
            try keygen.run()
            // Its end ends its output; waiting for the process itself would need a run loop.
            _ = output.fileHandleForReading.readDataToEndOfFile()
        }
        try configure("Port \(port)")
        server.executableURL = URL(fileURLWithPath: "/usr/sbin/sshd")
        server.arguments = ["-D", "-f", "\(directory)/sshd_config"]
        server.standardError = FileHandle.nullDevice
        try server.run()
        while await !answers(port) { try await Task.sleep(for: .milliseconds(20)) }
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

    /// A login that stays, once it is there.
    func login() throws -> Process {
        let client = Process()
        client.executableURL = URL(fileURLWithPath: "/usr/bin/ssh")
        client.arguments = [
            "-F", "none", "-p", "\(port)", "-i", "\(directory)/user", "-o", "BatchMode=yes",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "root@127.0.0.1",
            "echo here; exec sleep 100",
        ]
        let output = Pipe()
        client.standardOutput = output
        client.standardInput = FileHandle.nullDevice
        client.standardError = FileHandle.nullDevice
        try client.run()
        _ = output.fileHandleForReading.availableData
        return client
    }

    /// Whether a server for SSH says its name there.
    func answers(_ port: Int) async -> Bool {
        let scan = Process()
        scan.executableURL = URL(fileURLWithPath: "/usr/bin/ssh-keyscan")
        scan.arguments = ["-T", "3", "-p", "\(port)", "127.0.0.1"]
        let output = Pipe()
        scan.standardOutput = output
        scan.standardError = FileHandle.nullDevice
        guard (try? scan.run()) != nil else { return false }
        return !output.fileHandleForReading.readDataToEndOfFile().isEmpty
    }

    func end() {
        server.terminate()
        try? FileManager.default.removeItem(atPath: directory)
    }

    static func freePort() -> Int { Int.random(in: 20_000..<32_000) }
}
