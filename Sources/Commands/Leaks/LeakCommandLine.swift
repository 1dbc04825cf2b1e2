import Glibc
import Reports

/// A further `nacre leaks`, as whoever reads the report types it.
enum LeakCommandLine {
    /// Root's list of what is allowed, and root's files, are root's alone: what was asked with sudo goes on with it.
    static func text(_ rest: String, isRoot: Bool = geteuid() == 0) -> String {
        "\(isRoot ? "sudo " : "")nacre leaks \(rest)"
    }

    /// Names of files for a command line; nothing where there are none, or more than anybody wants to copy.
    static func names(_ paths: some Sequence<String>) -> String? {
        let all = Set(paths).sorted()
        guard (1...5).contains(all.count) else { return nil }
        // A name may be a secret itself.
        guard all.allSatisfy({ Sanitizer.leaks.redact($0) == $0 }) else { return nil }
        return all.map(quoted).joined(separator: " ")
    }

    /// As a shell takes it for one word.
    static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x2B && byte <= 0x3A || byte == 0x5F || byte == 0x40
        }
        return isPlain && !path.hasPrefix("-") ? path : "'\(path.replacing("'", with: "'\\''"))'"
    }
}
