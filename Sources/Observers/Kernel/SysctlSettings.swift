import Documents
import Hardening
import Surface

/// What sysctl.d files set at boot, as systemd-sysctl(8) reads them.
///
/// A name without pattern characters wins over any pattern; otherwise the last assignment counts.
struct SysctlSettings: Sendable {
    struct Setting: Hashable, Sendable {
        let name: String
        let value: String
        let origin: Origin
    }

    private var exact: [String: Setting] = [:]
    private var patterns: [Setting] = []
    /// Names that `-name` keeps patterns away from.
    private var excluded: Set<String> = []

    /// Files in the order they are read.
    init(_ files: [(path: String, text: String)]) {
        for (path, text) in files {
            for (number, line) in TextLines(text) {
                read(line, Origin(path, line: number))
            }
        }
    }

    private mutating func read(_ line: Substring, _ origin: Origin) {
        var line = line.trimmed
        guard let first = line.first, first != "#", first != ";" else { return }
        // A minus says that failing to set it is no error.
        let hasMinus = first == "-"
        if hasMinus { line = line.dropFirst().trimmed }
        guard let equals = line.firstIndex(of: "=") else {
            if hasMinus { excluded.insert(Self.dotted(line)) }
            return
        }
        let name = Self.dotted(line[..<equals].trimmed)
        let value = line[line.index(after: equals)...].split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        let setting = Setting(name: name, value: value, origin: origin)
        if name.contains(where: { "*?[".contains($0) }) { patterns.append(setting) } else { exact[name] = setting }
    }

    /// Where the first separator is a slash, slashes separate, and dots belong to the names.
    private static func dotted(_ name: Substring) -> String {
        guard let first = name.first(where: { $0 == "." || $0 == "/" }), first == "/" else { return String(name) }
        return String(name.map { $0 == "/" ? "." : $0 == "." ? "/" : $0 })
    }

    /// Names that are set without a pattern.
    var assigned: [String] { Array(exact.keys) }

    /// What the parameter is set to; nothing where no file sets it.
    func value(of name: String) -> Setting? {
        if let setting = exact[name] { return setting }
        guard !excluded.contains(name) else { return nil }
        return patterns.last { Self.matches(name.split(separator: "."), $0.name.split(separator: ".")) }
    }

    /// One part of the path at a time: a star does not cross a separator.
    private static func matches(_ parts: [Substring], _ pattern: [Substring]) -> Bool {
        parts.count == pattern.count
            && zip(parts, pattern).allSatisfy { part, glob in
                glob.contains("*") || glob.contains("?") || glob.contains("[")
                    ? globMatches(Array(part.utf8)[...], Array(glob.utf8)[...]) : part == glob
            }
    }

    /// Stars and question marks; a bracket is taken to match any one character.
    private static func globMatches(_ text: ArraySlice<UInt8>, _ glob: ArraySlice<UInt8>) -> Bool {
        var (text, glob) = (text, glob)
        var retry: (text: ArraySlice<UInt8>, glob: ArraySlice<UInt8>)?
        while true {
            if glob.first == UInt8(ascii: "*") {
                glob = glob.dropFirst()
                retry = (text, glob)
            } else if let wanted = glob.first, let have = text.first, wanted == have || wanted == UInt8(ascii: "?") {
                text = text.dropFirst()
                glob = glob.dropFirst()
            } else if let wanted = glob.first, wanted == UInt8(ascii: "["), !text.isEmpty,
                let end = glob.firstIndex(of: UInt8(ascii: "]"))
            {
                text = text.dropFirst()
                glob = glob[(end + 1)...]
            } else if text.isEmpty, glob.isEmpty {
                return true
            } else if let last = retry, !last.text.isEmpty {
                text = last.text.dropFirst()
                glob = last.glob
                retry = (text, glob)
            } else {
                return false
            }
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let start = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return "" }
        return start[...end]
    }
}

extension KernelObserver {
    /// Directories by precedence: a file hides files of its name in later ones. sysctl.d(5)
    private static var directories: [String] {
        ["/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d"]
    }

    /// All files in the order of their names, whatever directory they are in.
    func sysctlSettings() async -> Reading<SysctlSettings> {
        await cache.value {
            var paths: [String: String] = [:]
            for directory in Self.directories {
                switch await surface.entries(directory) {
                case .absent: continue
                case .unreadable(let why): return .unreadable(why)
                case .found(let names):
                    for name in names where name.hasSuffix(".conf") && paths[name] == nil {
                        paths[name] = "\(directory)/\(name)"
                    }
                }
            }
            var files: [(path: String, text: String)] = []
            for (_, path) in paths.sorted(by: { $0.key < $1.key }) {
                // A link to /dev/null hides the vendor's file of that name.
                if await surface.link(path).content == "/dev/null" { continue }
                switch await surface.text(path) {
                case .absent: continue
                case .unreadable(let why): return .unreadable(why)
                case .found(let text): files.append((path, text))
                }
            }
            return .found(SysctlSettings(files))
        }
    }
}
