import Catalog
import Documents
import Hardening
import Surface

extension TrustObserver {
    /// Keywords of sshd whose arguments are files it reads or programs it runs.
    private static let filesOfSSHD: Set = [
        "hostkey", "hostcertificate", "trustedusercakeys", "authorizedprincipalsfile", "revokedkeys",
        "authorizedkeysfile", "moduli", "modulifile", "sshdsessionpath", "sshdauthpath",
    ]
    private static let programsOfSSHD: Set = ["authorizedkeyscommand", "authorizedprincipalscommand", "subsystem"]

    /// What sshd reads and runs, wherever a line that may hold says so; root's own keys among them.
    func placesOfSSHD() async -> (places: [TrustedPlace], doubt: Unknown?) {
        let main = SSHDConfiguration.directory
        if case .absent = await surface.node("\(main)/sshd_config"),
            case .absent = await surface.node("\(main)/sshd_config.d")
        {
            return ([], nil)
        }
        var places: [TrustedPlace] = .trees(.sshd, main) {
            $0.hasPrefix("ssh_host_") || $0 == "sshrc" || $0 == "moduli"
        }
        places += .files(.sshd, "\(main)/sshd_config", "/etc/default/ssh", "/usr/sbin/sshd")
        places += .trees(.sshd, "\(main)/sshd_config.d") { $0.hasSuffix(".conf") }
        var keys = [".ssh/authorized_keys", ".ssh/authorized_keys2"]
        var doubt: Unknown?
        let home = await rootsHome()
        switch await ssh.sshdConfiguration() {
        case .absent: break
        case .unreadable(let why): doubt = why
        case .found(let loaded):
            doubt = loaded.unread.first
            let files = loaded.configuration.files
            places += files.keys.map { TrustedPlace(reader: .sshd, path: $0) }
            places += loaded.configuration.expansions.keys.compactMap(Self.directory).map {
                TrustedPlace(reader: .sshd, path: $0)
            }
            for case .directive(let keyword, let arguments, _) in files.values.flatMap(\.lines).map(\.content) {
                if keyword == "authorizedkeysfile" {
                    keys += arguments
                } else if Self.filesOfSSHD.contains(keyword) {
                    keys += arguments.filter { $0.hasPrefix("/") }
                } else if Self.programsOfSSHD.contains(keyword) {
                    let words = keyword == "subsystem" ? Array(arguments.dropFirst()) : arguments
                    places += NamedPrograms.paths(in: words).map { TrustedPlace(reader: .sshd, path: $0) }
                }
            }
        }
        places += Set(keys).filter { $0 != "none" }.sorted().map { pattern in
            TrustedPlace(reader: .sshd, path: SSHObserver.expand(pattern, home: home, user: "root", uid: 0))
        }
        return (places, doubt)
    }

    private func rootsHome() async -> String {
        let root = (await accounts.accountRecords().content ?? []).first { $0[.uid] == 0 }
        if case .text(let home)? = root?[.home], home.hasPrefix("/") { return home }
        return "/root"
    }

    /// The directory in which a pattern finds files, if it is one.
    private static func directory(_ pattern: String) -> String? {
        guard SSHDGlob.isPattern(pattern) else { return nil }
        let parts = pattern.split(separator: "/").map(String.init).prefix { !SSHDGlob.isPattern($0) }
        return "/" + parts.joined(separator: "/")
    }
}
