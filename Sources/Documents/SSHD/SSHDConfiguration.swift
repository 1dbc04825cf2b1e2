/// The files sshd reads, ready to be asked what holds for a connection.
public struct SSHDConfiguration: Sendable {
    /// The file sshd starts with.
    public let main: String
    /// Every file that is read, by path.
    public let files: [String: SSHDFile]
    /// The files each Include pattern stands for, in order; the pattern is absolute.
    public let expansions: [String: [String]]
    /// The release whose rules and defaults hold.
    public let version: SSHDVersion

    /// The files as they were loaded.
    public init(main: String, files: [String: SSHDFile], expansions: [String: [String]], version: SSHDVersion) {
        self.main = main
        self.files = files
        self.expansions = expansions
        self.version = version
    }

    /// Where Include looks for a path that does not begin with a slash.
    public static let directory = "/etc/ssh"

    /// The Include argument as an absolute pattern.
    public static func pattern(_ argument: String) -> String {
        argument.hasPrefix("/") ? argument : "\(directory)/\(argument)"
    }

    /// The words of a value that is a list, those with blanks in them whole; `sshd -T` prints them without their quotes.
    public func words(of entry: SSHDSettings.Entry) -> [String] {
        let line = entry.origin.flatMap { origin in files[origin.file]?.lines.first { $0.number == origin.line } }
        if case .directive(_, let arguments, _)? = line?.content { return arguments }
        return entry.value.split(separator: " ").map(String.init)
    }

    /// What holds for a connection; without one, what holds before anybody connects.
    public func settings(for connection: SSHDConnection? = nil) throws(SSHDRefusal) -> SSHDSettings {
        // sshd reads everything twice: once without a connection, where Match blocks are skipped (but for `all`), and
        // once for the connection, where only Match blocks count; what they set replaces what was set before.
        var pass = SSHDPass(configuration: self, connection: nil)
        try pass.read(main, depth: 0, .all)
        var found = pass.found
        try refuseAlgorithms(of: found)
        try refuseMethods(of: found)
        try refuseCommands(of: found)
        if let connection {
            var second = SSHDPass(configuration: self, connection: connection)
            try second.read(main, depth: 0, .matchOnly)
            for (name, entries) in second.found where SSHDKeyword.all[name]?.isAllowedInMatch(version) == true {
                if name == "subsystem" { try refuseCrash(entries, found[name] ?? []) }
                found[name] = entries
            }
            try refuseAlgorithms(of: found)
            if let seconds = second.found[SSHDPass.rekeySeconds] { found[SSHDPass.rekeySeconds] = seconds }
        }
        try refuseAddresses(of: found)
        return SSHDSettings(found, version: version)
    }

    /// sshd, from 9.5 to 10.0 at least, crashes on every connection for which a Match block has more subsystems than
    /// there are without it.
    ///
    /// `M_CP_STRARRAYOPT` of servconf.c frees as many commands as there are new names.
    private func refuseCrash(_ new: [SSHDSettings.Entry], _ old: [SSHDSettings.Entry]) throws(SSHDRefusal) {
        guard new.count > old.count, let origin = new.last?.origin else { return }
        throw SSHDRefusal(
            message: "sshd crashes where a Match block adds a Subsystem",
            file: origin.file,
            line: origin.line
        )
    }

    /// sshd ends where a list of algorithms comes out empty.
    private func refuseAlgorithms(of found: [String: [SSHDSettings.Entry]]) throws(SSHDRefusal) {
        for (name, entries) in found {
            guard case .algorithms(let kind) = SSHDKeyword.all[name]?.kind, let entry = entries.first,
                let origin = entry.origin, SSHDAlgorithms.list(entry.value, kind, version) == nil
            else { continue }
            throw SSHDRefusal(message: "\(name) leaves no algorithm", file: origin.file, line: origin.line)
        }
    }

    /// sshd ends where no list of `AuthenticationMethods` can be satisfied with the methods that are on.
    private func refuseMethods(of found: [String: [SSHDSettings.Entry]]) throws(SSHDRefusal) {
        guard let entry = found["authenticationmethods"]?.first, let origin = entry.origin, entry.value != "any" else {
            return
        }
        let keywords = [
            "publickey": "pubkeyauthentication", "password": "passwordauthentication",
            "keyboard-interactive": "kbdinteractiveauthentication", "hostbased": "hostbasedauthentication",
            "gssapi-with-mic": "gssapiauthentication",
        ]
        let settings = SSHDSettings(found, version: version)
        let canBeMet = entry.value.split(separator: " ").contains { list in
            list.split(separator: ",").allSatisfy { method in
                let name = method.split(separator: ":").first.map(String.init) ?? ""
                return keywords[name].map { settings.value($0) == "yes" } ?? false
            }
        }
        guard !canBeMet else { return }
        throw SSHDRefusal(
            message: "AuthenticationMethods cannot be satisfied by enabled authentication methods",
            file: origin.file,
            line: origin.line
        )
    }

    /// sshd ends where a program is to name keys, and no account is set to run it.
    private func refuseCommands(of found: [String: [SSHDSettings.Entry]]) throws(SSHDRefusal) {
        for name in ["authorizedkeyscommand", "authorizedprincipalscommand"] {
            guard let entry = found[name]?.first, let origin = entry.origin, entry.value.lowercased() != "none",
                found["\(name)user"] == nil
            else { continue }
            throw SSHDRefusal(message: "\(name) set without \(name)user", file: origin.file, line: origin.line)
        }
    }

    /// sshd ends where it is to listen on an address of a family it may not use.
    private func refuseAddresses(of found: [String: [SSHDSettings.Entry]]) throws(SSHDRefusal) {
        guard let family = found["addressfamily"]?.first?.value, family != "any" else { return }
        for entry in found["listenaddress"] ?? [] {
            guard let address = SSHDAddress(SSHDSettings.split(entry.value).0), let origin = entry.origin,
                address.isIPv6 != (family == "inet6")
            else { continue }
            throw SSHDRefusal(
                message: "\(entry.value) is not of family \(family)",
                file: origin.file,
                line: origin.line
            )
        }
    }

    /// Every criterion of every Match line, with where it stands.
    public var matchLines: [(file: String, line: Int, text: String)] {
        files.sorted { $0.key < $1.key }.flatMap { path, file in
            file.lines.compactMap { line in
                guard case .directive("match", _, let rest) = line.content else { return nil }
                return (path, line.number, String(decoding: rest, as: UTF8.self))
            }
        }
    }
}
