import Documents
import Hardening

/// What sshd itself says, once, to hold the model against.
enum SSHDAnchor: Sendable {
    /// `sshd -T` could not be asked here.
    case none(String)
    /// It refused the configuration.
    case refused(String)
    /// The keywords on which sshd and the model differ.
    case compared(differing: Set<String>)
}

extension Observer {
    /// Stands for any public address: TEST-NET-3. RFC 5737
    static let publicAddress = "203.0.113.7"
    /// Stands for any private address.
    static let privateAddress = "10.11.12.13"

    func sshdAnchor() async -> SSHDAnchor {
        await memo.value("sshd anchor") { await askSSHD() }
    }

    private func askSSHD() async -> SSHDAnchor {
        guard surface.isLive else { return .none("needs a running system") }
        guard case .found(let loaded) = await sshdConfiguration() else { return .none("there is no configuration") }
        let groups = await groupNames()["root"]
        let connection = SSHDConnection(
            user: "root",
            groups: groups ?? ["root"],
            host: Self.publicAddress,
            address: Self.publicAddress,
            localAddress: "198.51.100.1",
            localPort: 22
        )
        let spec = "user=root,host=\(connection.host),addr=\(connection.address),laddr=198.51.100.1,lport=22"
        guard case .found(let output) = await surface.run(Command("sshd", ["-T", "-C", spec])) else {
            return .none("sshd did not run")
        }
        guard output.status == 0 else {
            let why = String(output.errorText.split(separator: "\n").first ?? "")
            // Not about the configuration: sshd is not root, never ran, or was given no keys.
            let circumstances = [
                "privilege separation directory", "no hostkeys", "Unable to load host key", "ermission",
            ]
            return circumstances.contains(where: why.contains) || why.isEmpty ? .none(why) : .refused(why)
        }
        guard let settings = try? loaded.configuration.settings(for: connection) else {
            return .refused("the model refuses what sshd accepts")
        }
        var truth: [String: [String]] = [:]
        for line in output.text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            truth[String(parts[0]), default: []].append(parts.count > 1 ? String(parts[1]) : "")
        }
        let differing = truth.filter { keyword, values in
            guard keyword != "hostkey", let mine = settings[keyword] else { return false }
            return mine.map(\.value).sorted() != values.sorted()
        }
        return .compared(differing: Set(differing.keys))
    }

    /// The names of the groups each account is in.
    func groupNames() async -> [String: [String]] {
        await memo.value("group names") {
            var found: [String: [String]] = [:]
            var names: [Int: String] = [:]
            for line in await surface.text("/etc/group").content?.split(separator: "\n") ?? [] {
                let fields = line.split(separator: ":", omittingEmptySubsequences: false)
                guard fields.count >= 4 else { continue }
                if let gid = Int(fields[2]) { names[gid] = String(fields[0]) }
                for member in fields[3].split(separator: ",") {
                    found[String(member), default: []].append(String(fields[0]))
                }
            }
            for account in await accountRecords().content ?? [] {
                guard case .number(let gid) = account[.gid], let name = names[gid] else { continue }
                if found[account.name]?.contains(name) != true { found[account.name, default: []].append(name) }
            }
            return found
        }
    }
}
