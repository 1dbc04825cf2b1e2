import Foundation
import TestPrograms

/// A TPM 2.0 in software (swtpm), on loopback, which starts anew when a test has it.
final class SoftwareTPM {
    static var isThere: Bool {
        ["/usr/bin/swtpm", "/usr/bin/tpm2_pcrextend", "/usr/bin/python3"].allSatisfy(Program.isThere)
    }

    /// In front of it, as no kernel stands there: what earlier programs left in the TPM goes when another one begins.
    private static let front = """
        import socket, subprocess, sys, threading
        front, tpm = int(sys.argv[1]), int(sys.argv[2])
        def pump(source, drain):
            try:
                while part := source.recv(4096):
                    drain.sendall(part)
                drain.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        def serve(offset):
            listener = socket.create_server(("127.0.0.1", front + offset))
            while True:
                client, _ = listener.accept()
                first = client.recv(4096) if offset == 0 else b""
                try:
                    if first[6:10] == bytes.fromhex("00000144"):
                        for kind in "tls":
                            subprocess.run(["tpm2_flushcontext", "-T", f"swtpm:host=127.0.0.1,port={tpm}", "-" + kind],
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                    behind = socket.create_connection(("127.0.0.1", tpm + offset))
                except OSError:
                    client.close()
                    continue
                behind.sendall(first)
                ways = [threading.Thread(target=pump, args=way) for way in [(client, behind), (behind, client)]]
                for way in ways: way.start()
                for way in ways: way.join()
                client.close()
                behind.close()
        threading.Thread(target=serve, args=(1,), daemon=True).start()
        serve(0)
        """

    private let directory: String
    private let port: Int
    private let frontPort: Int
    private let relay: RunningProgram
    private var process: RunningProgram?

    /// As `systemd-creds --tpm2-device` has it.
    var device: String { "swtpm:host=127.0.0.1,port=\(frontPort)" }

    init() throws {
        directory = try Program.scratch().path
        (port, frontPort) = (try Self.pairOfPorts(), try Self.pairOfPorts())
        relay = try RunningProgram("/usr/bin/python3", ["-c", Self.front, "\(frontPort)", "\(port)"])
        try start()
    }

    deinit {
        stop()
        relay.kill()
    }

    func stop() {
        guard process != nil else { return }
        // As a machine that is switched off does; a TPM counts each time that it was not told, and locks.
        _ = try? Program.wait(for: "/usr/bin/tpm2_shutdown", ["-T", device, "-c"])
        process?.kill()
        process = nil
    }

    /// As a machine that starts; what it measures of its firmware's keys is this word.
    func start(measuring word: String = "keys of the firmware") throws {
        stop()
        process = try RunningProgram(
            "/usr/bin/swtpm",
            [
                "socket", "--tpm2", "--tpmstate", "dir=\(directory)", "--flags", "not-need-init,startup-clear",
                "--server",
                "type=tcp,port=\(port),bindaddr=127.0.0.1", "--ctrl", "type=tcp,port=\(port + 1),bindaddr=127.0.0.1",
            ]
        )
        let digest = String(
            (word.utf8.map { String($0, radix: 16) }.joined() + String(repeating: "0", count: 64)).prefix(64)
        )
        for _ in 0..<100 {
            let arguments = ["-T", device, "7:sha256=\(digest)"]
            if try Program.wait(for: "/usr/bin/tpm2_pcrextend", arguments).status == 0 { return }
            usleep(100_000)
        }
        throw RealBao.Refused(description: "swtpm does not come up")
    }

    /// Two ports that follow one another: for commands, and for the TPM's own power and cancelling.
    private static func pairOfPorts() throws -> Int {
        for _ in 0..<100 {
            let port = try StandInServer.freePort()
            if StandInServer.isFree(port + 1) { return port }
        }
        throw RealBao.Refused(description: "no two ports that follow one another")
    }
}
