import Catalog
import Documents
import Glibc
import Hardening
import Profiles
import Reports
import Surface

/// The server's own profile, where acceptances are written; comments and everything else in it stay.
enum AcceptedFile {
    static func write(_ accepted: Profile.Accepted, for control: Control.ID) throws {
        var value: [String: YAMLValue] = [
            "reason": .text(accepted.reason), "seen": .list(accepted.seen.sorted().map { .text($0) }),
        ]
        if let until = accepted.until { value["until"] = .text(until) }
        try change { text throws(SyntaxError) in
            try text.setting(.map(value), at: [.key("accepted"), .key(control)])
        }
    }

    /// Takes an acceptance back; where there is none, nothing is made or written.
    static func withdraw(_ control: Control.ID, in path: String = ProfileChoice.ownFile) throws {
        // A file that cannot be read is told of where it is changed.
        switch FileInput.text(path, limit: 1 << 20) {
        case .absent: throw notAccepted(control, among: [])
        case .found(let text):
            if let root = try? YAMLText(text).root, root[[.key("accepted"), .key(control)]] == nil {
                throw notAccepted(control, among: root["accepted"]?.entries?.map(\.key) ?? [])
            }
        case .unreadable: break
        }
        try change { text throws(SyntaxError) in
            let path: [JSONPathComponent] = [.key("accepted"), .key(control)]
            let isLast = text.root["accepted"]?.entries?.count == 1
            return try text.removing(isLast ? [.key("accepted")] : path)
        }
    }

    private static func notAccepted(_ control: Control.ID, among accepted: [String]) -> ConfigurationError {
        let near = Spelling.nearest(to: control, among: accepted)
        let hint = near.isEmpty ? "nacre accept --list shows what is" : "did you mean \(near.joined(separator: ", "))?"
        return ConfigurationError("nothing is accepted under \(Sanitizer.report.line(control)); \(hint)")
    }

    private static func change(_ edit: (YAMLText) throws(SyntaxError) -> YAMLText) throws {
        let path = ProfileChoice.ownFile
        let directory = "/etc/nacre"
        try FileOutput.makeDirectory(directory)
        // Two who change it at once: one after the other.
        let lock = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard lock >= 0 else { throw failure(directory) }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw failure(directory) }
        try ProfileChoice.requireRootAlone(path)
        let old: String
        switch FileInput.text(path, limit: 1 << 20) {
        case .found(let text): old = text
        case .absent: old = "extends: \(Profile.standalone.name)\n"
        case .unreadable(let why): throw ConfigurationError("cannot read \(path): \(why)")
        }
        do {
            let new = try edit(try YAMLText(old)).text
            // What is written must be what every command reads.
            _ = try ProfileReader.profile(new, named: "profile")
            try FileOutput.replace(path, with: new, isPublic: true)
        } catch let error as SyntaxError {
            throw ConfigurationError("\(path):\(error.position.line):\(error.position.column): \(error.message)")
        }
    }

    private static func failure(_ path: String) -> FileOutput.Failure {
        FileOutput.Failure(description: "cannot write \(path): \(unsafe String(cString: strerror(errno)))")
    }
}
