import ArgumentParser
import Catalog
import Documents
import Glibc
import Hardening
import Profiles
import Reports
import Surface

/// The option that names a profile, shared by every command that needs one.
struct ProfileChoice: ParsableArguments {
    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp(
            "A built-in profile (standalone, managed) or a YAML file; \(Self.ownFile) where that is there, else standalone.",
            valueName: "name|file"
        ),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var given: String?

    /// Where a server keeps the profile that is its own, so that nobody has to name it.
    static let ownFile = "/etc/nacre/profile.yaml"

    /// The profile's name or file: what was given, or what this server is held to.
    var name: String {
        given ?? Self.ownName
    }

    /// What this server is held to, where nobody names another one.
    static var ownName: String {
        if case .absent = FileInput.text(ownFile, limit: 1 << 20) { return Profile.standalone.name }
        return ownFile
    }

    func profile() throws -> Profile { try Self.profile(name).dropping(acceptancesBefore: Self.today).profile }

    /// What the profile's author lived with until a day that is over.
    func endedAcceptances() throws -> [Control.ID] {
        try Self.profile(name).dropping(acceptancesBefore: Self.today).ended
    }

    /// In Coordinated Universal Time.
    static var today: String { String(Timestamp(Timestamp.now).machine.prefix(10)) }

    /// The same choice for a process that runs elsewhere: a built-in name, or an absolute path.
    var source: String {
        if Profile.builtIn.contains(where: { $0.name == name }) || name.hasPrefix("/") { return name }
        let directory = unsafe getcwd(nil, 0)
        guard let directory = unsafe directory else { return name }
        defer { unsafe free(directory) }
        return unsafe String(cString: directory) + "/" + name
    }

    /// - Throws: where somebody else than root could have written it, or put it there.
    static func requireRootAlone(_ path: String) throws {
        for place in [path, path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }] {
            var info = stat()
            guard unsafe lstat(place, &info) == 0 else { continue }
            guard info.st_uid == 0, info.st_mode & 0o022 == 0, info.st_mode & S_IFMT != S_IFLNK else {
                throw ConfigurationError(
                    "\(place) is not root's alone, and \(path) is followed by root: chown root:root \(place) and chmod "
                        + "go-w \(place), or name a profile with --profile"
                )
            }
        }
    }

    static func profile(_ name: String) throws -> Profile {
        if name == ownFile { try requireRootAlone(name) }
        if let profile = Profile.builtIn.first(where: { $0.name == name }) { return profile }
        let names = Profile.builtIn.map(\.name)
        let text: String
        switch FileInput.text(name, limit: 1 << 20) {
        case .found(let found): text = found
        case .unreadable(let why): throw ConfigurationError("cannot read the profile \(name): \(why)")
        case .absent:
            let near = Spelling.nearest(to: name, among: names)
            let hint = near.first.map { "did you mean \($0)?" } ?? "built in are \(names.joined(separator: " and "))"
            throw ConfigurationError("no profile and no file is called \(name); \(hint)")
        }
        do {
            let stem = name.split(separator: "/").last.map(String.init) ?? name
            return try ProfileReader.profile(text, named: stem)
        } catch {
            throw ConfigurationError("\(name):\(error.position.line):\(error.position.column): \(error.message)")
        }
    }
}
