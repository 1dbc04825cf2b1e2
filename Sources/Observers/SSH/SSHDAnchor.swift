import Catalog
import Documents
import Hardening
import Surface

/// What sshd itself says, once, to hold the model against.
enum SSHDAnchor: Sendable {
    /// `sshd -T` could not be asked here.
    case none(Unknown)
    /// It refused the configuration.
    case refused(String)
    /// The model refuses what sshd accepts.
    case misread(String)
    /// What it printed, by keyword, and the keywords on which the model says something else.
    case compared(said: [String: [String]], differing: Set<String>)
}

extension SSHObserver {
    /// Stands for any public address: TEST-NET-3 of RFC 5737.
    static let publicAddress = "203.0.113.7"
    /// Stands for any private address.
    static let privateAddress = "10.11.12.13"

    func sshdAnchor() async -> SSHDAnchor {
        await cache.value { await askSSHD() }
    }

    private func askSSHD() async -> SSHDAnchor {
        guard surface.isLive else { return .none(.needsRunningSystem("needs a running system")) }
        guard case .found(let loaded) = await sshdConfiguration() else {
            return .none(.missing("there is no configuration"))
        }
        let connection = SSHDConnection(
            user: "root",
            groups: await accounts.groups().names["root"] ?? ["root"],
            host: Self.publicAddress,
            address: Self.publicAddress,
            localAddress: "198.51.100.1",
            localPort: 22
        )
        let spec = "user=root,host=\(connection.host),addr=\(connection.address),laddr=198.51.100.1,lport=22"
        let output: Output
        switch await surface.run(Command("sshd", ["-T", "-C", spec])) {
        case .absent: return .none(.missing("there is no sshd to run"))
        case .unreadable(let why): return .none(why)
        case .found(let found): output = found
        }
        guard output.status == 0 else { return Self.refusal(output.errorText) }
        do {
            return Self.compare(output.text, try loaded.configuration.settings(for: connection))
        } catch {
            return .misread("\(error)")
        }
    }

    private static func refusal(_ text: String) -> SSHDAnchor {
        let lines = text.split(separator: "\n").map(String.init)
        // Notes about old keywords come before what it ends for.
        let why = lines.first { !$0.contains("Deprecated option") && !$0.contains("Unsupported option") } ?? ""
        // Not about the configuration: sshd is not root, never ran, or was given no keys.
        let circumstances = ["rivilege separation", "no hostkeys", "oad host key", "ermission denied"]
        return why.isEmpty || circumstances.contains(where: why.contains) ? .none(.failed(why)) : .refused(why)
    }

    private static func compare(_ text: String, _ settings: SSHDSettings) -> SSHDAnchor {
        var said: [String: [String]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            said[String(parts[0]), default: []].append(parts.count > 1 ? String(parts[1]) : "")
        }
        // sshd leaves out lists of nothing.
        let lists = ["allowusers", "denyusers", "allowgroups", "denygroups", "acceptenv"]
        for name in lists where said[name] == nil { said[name] = [] }
        let differing = said.filter { keyword, values in
            guard keyword != "hostkey", let mine = settings[keyword] else { return false }
            return mine.map(\.value).sorted() != values.sorted()
        }
        return .compared(said: said, differing: Set(differing.keys))
    }
}
