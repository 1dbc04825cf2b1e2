import Hardening

/// Nacre's own file of kernel parameters for the next boot.
///
/// systemd-sysctl(8) sorts all files by name, whatever directory they are in, and lets the last assignment count; a name
/// without pattern characters wins over any pattern. `zz-` sorts after the `99-` of other tools and of Debian's link to
/// /etc/sysctl.conf.
enum SysctlFile {
    static let path = "/etc/sysctl.d/zz-nacre.conf"

    private static let heading = [
        "# Written by Nacre. Read last of all files, so what stands here counts.",
        "# What controls ask for is put back when they are put in place again.",
    ]

    /// The file sets each of these; a minus in front of a name says that there may be nothing to set.
    static func sets(_ lines: [Line], because summary: String) -> Amendment {
        Amendment(.file(path), summary) { state throws(Amendment.Failure) in
            switch state {
            case .absent:
                return .file(.init(rendered(lines, over: heading), mode: 0o644))
            case .file(var file):
                guard let text = file.text else { throw Amendment.Failure("\(path) is not text") }
                var old = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                while old.last == "" { old.removeLast() }
                file.bytes = rendered(lines, over: old)
                return .file(file)
            default: throw Amendment.Failure("\(path) is not a file")
            }
        }
    }

    /// One assignment.
    struct Line: Hashable {
        let name: String
        let value: String
        /// Whether what it sets may be missing at boot, such as a bridge that Docker makes later.
        var mayBeMissing = false

        var text: String { "\(mayBeMissing ? "-" : "")\(name) = \(value)" }

        /// The name a line of the file assigns, without minus and blanks.
        static func name(of text: String) -> Substring? {
            let code = text.drop { $0 == " " || $0 == "\t" || $0 == "-" }
            guard code.first != "#", code.first != ";", let equals = code.firstIndex(of: "=") else { return nil }
            return code[..<equals].prefix { $0 != " " && $0 != "\t" }
        }
    }

    /// The lines in place of those of the same names; new ones come last.
    private static func rendered(_ lines: [Line], over old: [String]) -> [UInt8] {
        var result = old
        for line in lines {
            let places = result.indices.filter { Line.name(of: result[$0]).map { $0 == line.name } ?? false }
            guard let last = places.last else {
                result.append(line.text)
                continue
            }
            result[last] = line.text
            for place in places.dropLast().reversed() { result.remove(at: place) }
        }
        return Array((result.joined(separator: "\n") + "\n").utf8)
    }

    /// A name as sysctl(8) takes it: with slashes between the parts where an interface's name has a dot in it.
    static func name(_ parts: [String]) -> String {
        parts.joined(separator: parts.contains { $0.contains(".") } ? "/" : ".")
    }
}
