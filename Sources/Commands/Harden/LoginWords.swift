import Hardening
import LinuxMachine

/// How a new login is opened that confirms a change, by how people get into this server.
enum LoginWords {
    /// Whether there is an SSH server that is not turned off.
    static func hasSSH() async throws -> Bool { await LinuxMachine(try LiveSurface()).hasSSH() }

    /// The command of a new login: by the port that SSH is moved to, or else the one that it has now.
    static func login(_ ports: [Int]) async throws -> String {
        var port = ports.first
        if port == nil { port = await portsNow().first }
        return port.map { $0 == 22 ? "ssh …" : "ssh -p \($0) …" } ?? "ssh …"
    }

    /// The ports on which SSH answers now; none where that could not be determined.
    static func portsNow() async -> [Int] {
        guard let surface = try? LiveSurface() else { return [] }
        return await LinuxMachine(surface).sshPorts()
    }

    /// In the middle of a sentence, with what to run there.
    static func how(_ ports: [Int], hasSSH: Bool) -> String {
        guard hasSSH else { return "\(elsewhere), and there: sudo nacre confirm" }
        let port = ports.first.map { "-p \($0) " } ?? ""
        return "in another terminal: ssh -o ControlPath=none \(port)USER@SERVER, and there: sudo nacre confirm"
    }

    /// What is said once a change is in place: by `ssh`, in words that name its port.
    static func keep(_ ssh: String, hasSSH: Bool) -> String {
        guard hasSSH else { return "Keep this session; \(elsewhere), and run:" }
        return "Keep this session. From another terminal log in anew (\(ssh)) and run:"
    }

    private static let elsewhere =
        "log in anew on the server's console, or over Tailscale SSH by a new connection from another device"
}
