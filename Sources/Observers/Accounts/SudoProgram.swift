import Documents

/// Something that can be run, by which is judged whether a list of commands gives everything.
///
/// Whoever runs a shell as root runs everything.
enum SudoProgram: Hashable {
    /// What no list names.
    case other
    /// A shell, or a program that starts one; by the directory below `/` and `/usr`.
    case shell(String, directory: String)
    case sudoedit

    static let all: [Self] = {
        let shells = ["sh", "bash", "dash", "zsh", "ksh", "fish", "env", "su"].map { Self.shell($0, directory: "bin") }
        let tools = ["visudo", "chroot"].map { Self.shell($0, directory: "sbin") }
        return [.other, .sudoedit] + shells + tools
    }()

    /// Whether a command, without exclamation marks and no alias, is this program with whatever arguments.
    ///
    /// A command that gives the program's arguments is another one.
    func isMeant(_ command: String) -> Bool? {
        if command == "ALL" { return true }
        // The digest decides, and may be an old one.
        if command.hasPrefix("sha"), let end = command.firstIndex(of: ":") {
            let words = command[command.index(after: end)...].split(separator: " ", maxSplits: 1)
            let rest = words.count > 1 ? words[1].drop { $0 == " " } : ""
            return isMeant(String(rest)) == false ? false : nil
        }
        let path = command.prefix { $0 != " " && $0 != "\t" }
        let arguments = command.dropFirst(path.count).drop { $0 == " " || $0 == "\t" }
        switch self {
        case .other: return command.hasPrefix("^") ? nil : false
        case .sudoedit:
            guard path == "sudoedit" else { return command.hasPrefix("^") ? nil : false }
            guard let first = arguments.first else { return true }
            return "*?[^".contains(first) ? nil : false
        case .shell(let name, let directory):
            // A regular expression.
            if command.hasPrefix("^") { return nil }
            let places = ["/\(directory)", "/usr/\(directory)"]
            guard places.contains(where: { Self.isPlace(String(path), of: name, in: $0) }) else { return false }
            switch arguments {
            case "", "*", "-c *": return true
            case "\"\"": return name != "env"
            default: return arguments.contains { "*?[^".contains($0) } ? nil : false
            }
        }
    }

    private static func isPlace(_ path: String, of name: String, in directory: String) -> Bool {
        if path.hasSuffix("/") { return path == directory + "/" }
        let place = "\(directory)/\(name)"
        guard path.contains(where: { "*?[\\".contains($0) }) else { return path == place }
        // No pattern goes over a slash.
        let (parts, names) = (path.split(separator: "/"), place.split(separator: "/"))
        return parts.count == names.count && zip(parts, names).allSatisfy { Glob(String($0)).matches(String($1)) }
    }
}
