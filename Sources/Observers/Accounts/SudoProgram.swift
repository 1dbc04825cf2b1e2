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
    /// A program by which its user becomes root, by its path.
    case tool(String)
    /// A program or a directory of programs that somebody else than root may write, by its path.
    case writable(String)

    static let all: [Self] = {
        let shells = ["sh", "bash", "dash", "zsh", "ksh", "fish", "env", "su"].map { Self.shell($0, directory: "bin") }
        let tools = ["visudo", "chroot"].map { Self.shell($0, directory: "sbin") }
        return [.other, .sudoedit] + shells + tools
    }()

    /// The tools that commands name; exclamation marks stand before what they exclude.
    static func tools(in commands: Set<String>) -> [Self] {
        var paths: Set<String> = []
        for path in Set(commands.map(path)) {
            if !isPattern(path) {
                if RootTool.kind(of: name(path)) != nil { paths.insert(place(path)) }
            } else if path.hasPrefix("/") {
                let places = ["/usr/bin/", "/usr/sbin/", "/usr/local/bin/"].flatMap { directory in
                    RootTool.names.map { directory + $0 }
                }
                paths.formUnion(places.filter { fits(path, $0) })
            }
        }
        return paths.sorted().map { .tool($0) }
    }

    /// The path of a command, without exclamation marks and digests.
    static func path(_ command: String) -> String {
        var words = command.drop { $0 == "!" || $0 == " " }.split { $0 == " " || $0 == "\t" }[...]
        while let word = words.first, word.hasPrefix("sha") { words = words.dropFirst() }
        return words.first.map(String.init) ?? ""
    }

    static func isPattern(_ path: String) -> Bool { path.contains { "*?[\\^".contains($0) } }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }

    /// `/bin` and `/sbin` are those below `/usr`.
    private static func place(_ path: String) -> String {
        path.hasPrefix("/bin/") || path.hasPrefix("/sbin/") ? "/usr" + path : path
    }

    private static func fits(_ pattern: String, _ path: String) -> Bool {
        if pattern.hasSuffix("/") {
            return place(pattern) == path.prefix(path.count - name(path).count)
        }
        guard isPattern(pattern) else { return place(pattern) == path }
        // No pattern goes over a slash.
        let (parts, names) = (place(pattern).split(separator: "/"), path.split(separator: "/"))
        return parts.count == names.count && zip(parts, names).allSatisfy { Glob(String($0)).matches(String($1)) }
    }

    /// Whether `sudoedit` opens what root's programs go by.
    private static func isSystemFile(_ path: Substring) -> Bool {
        ["/etc/", "/usr/", "/root/", "/bin/", "/sbin/", "/lib", "/boot/", "/var/spool/cron/"].contains {
            path.hasPrefix($0)
        }
    }

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
            if arguments.split(separator: " ").contains(where: Self.isSystemFile) { return true }
            return "*?[^".contains(first) ? nil : false
        case .tool(let place):
            if command.hasPrefix("^") { return nil }
            return Self.fits(String(path), place) ? RootTool.isOpen(Self.name(place), arguments) : false
        case .writable(let place): return path == place
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
        guard isPattern(path) else { return path == place }
        // No pattern goes over a slash.
        let (parts, names) = (path.split(separator: "/"), place.split(separator: "/"))
        return parts.count == names.count && zip(parts, names).allSatisfy { Glob(String($0)).matches(String($1)) }
    }
}
