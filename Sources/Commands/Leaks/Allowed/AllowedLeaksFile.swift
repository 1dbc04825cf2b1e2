import Documents
import Glibc
import Reports
import Surface

/// The file that says which secrets may lie where they do: root's, or one of each account.
struct AllowedLeaksFile {
    let path: String
    /// Whose file it is.
    let owner: uid_t

    /// The one of whoever runs this; none where an account has no home to keep it in.
    static func own() -> Self? {
        let account = geteuid()
        if account == 0 { return Self(path: "/etc/nacre/leaks-allowed.yaml", owner: 0) }
        func variable(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
        return place(configuration: variable("XDG_CONFIG_HOME"), home: variable("HOME")).map {
            Self(path: $0, owner: account)
        }
    }

    /// Where an account keeps it; what is not absolute does not count (XDG Base Directory Specification).
    static func place(configuration: String?, home: String?) -> String? {
        if let configuration, configuration.hasPrefix("/") { return "\(configuration)/nacre/leaks-allowed.yaml" }
        guard let home, home.hasPrefix("/") else { return nil }
        return "\(home)/.config/nacre/leaks-allowed.yaml"
    }

    /// What it says.
    ///
    /// - Throws: where others can write it, or it cannot be read or understood; never is such a list an empty one.
    func read() throws -> AllowedLeaks {
        try requireOwn()
        return try read(try text() ?? "")
    }

    func add(_ one: AllowedLeaks.Allowance, for fingerprint: String) throws {
        try change { text throws(SyntaxError) in try AllowedLeaks.adding(one, for: fingerprint, to: text) }
    }

    /// - Throws: also where it was not allowed.
    func withdraw(_ fingerprint: String) throws {
        guard try read().all[fingerprint] != nil else {
            throw ConfigurationError(
                "\(fingerprint) is not allowed; \(LeakCommandLine.text("--allowed")) shows what is"
            )
        }
        try change { text throws(SyntaxError) in try AllowedLeaks.removing(fingerprint, from: text) }
    }

    private func text() throws(ConfigurationError) -> String? {
        switch FileInput.text(path, limit: 1 << 20) {
        case .found(let text): return text
        case .absent: return nil
        case .unreadable(let why): throw ConfigurationError("cannot read \(path): \(why)")
        }
    }

    private func read(_ text: String) throws(ConfigurationError) -> AllowedLeaks {
        do { return try AllowedLeaks(text) } catch { throw explained(error) }
    }

    private func explained(_ error: SyntaxError) -> ConfigurationError {
        ConfigurationError("\(path):\(error.position.line):\(error.position.column): \(error.message)")
    }

    /// Two who change it at once do so one after the other.
    private func change(_ edit: (String) throws(SyntaxError) -> String) throws {
        let directory = parent(of: path)
        try makeDirectories(directory)
        let lock = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard lock >= 0 else { throw failure(directory) }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw failure(directory) }
        try requireOwn()
        let old = try text() ?? "# Secrets that may lie where they do: nacre leaks --allow.\n"
        let new: String
        do { new = try edit(old) } catch { throw explained(error) }
        // What is written must be what is read.
        _ = try read(new)
        try FileOutput.replace(path, with: new)
    }

    private func makeDirectories(_ path: String) throws {
        guard unsafe access(path, F_OK) != 0 else { return }
        let parent = parent(of: path)
        if parent != path { try makeDirectories(parent) }
        try FileOutput.makeDirectory(path)
    }

    private func parent(of path: String) -> String {
        let parts = path.split(separator: "/").dropLast()
        return "/" + parts.joined(separator: "/")
    }

    /// - Throws: where others than its owner and root could have written it, or put it there.
    private func requireOwn() throws(ConfigurationError) {
        let directory = parent(of: path)
        for place in [path, directory, parent(of: directory)] {
            var info = stat()
            guard unsafe lstat(place, &info) == 0 else {
                if errno == ENOENT { continue }
                throw ConfigurationError("cannot look at \(place): \(unsafe String(cString: strerror(errno)))")
            }
            guard [0, owner].contains(info.st_uid), info.st_mode & 0o022 == 0, info.st_mode & S_IFMT != S_IFLNK else {
                let account = owner == 0 ? "root" : "this account"
                throw ConfigurationError(
                    "\(place) does not belong to \(account) alone, so that \(path) is not believed; it must be owned by "
                        + "\(account), be no link, and nobody else may write it: chmod go-w \(place)"
                )
            }
        }
    }

    private func failure(_ path: String) -> FileOutput.Failure {
        FileOutput.Failure(description: "cannot write \(path): \(unsafe String(cString: strerror(errno)))")
    }
}
