/// An archive that apt is told to fetch lists of: one of `sources.list` or of a `.sources` file (sources.list(5)).
public struct AptSource: Hashable, Sendable {
    public let address: String
    /// A suite, or a path that ends in a slash where the archive has none.
    public let suite: String
    /// Counted from 1.
    public let line: Int

    /// What the names of its lists begin with below `/var/lib/apt/lists`.
    ///
    /// apt leaves out scheme and credentials, escapes what is special and puts `_` for each slash (`URItoFileName`).
    public var listPrefix: String {
        var rest = address[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        let host = rest.prefix { $0 != "/" }
        if let at = host.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        let base = rest.hasSuffix("/") ? String(rest) : rest + "/"
        var path = base
        if suite.hasSuffix("/") {
            path += suite == "/" ? "" : suite
        } else {
            path += "dists/\(suite)/"
        }
        let special = Set("\\|{}[]<>\"^~_=!@#$%^&*".utf8)
        var name: [UInt8] = []
        for byte in path.utf8 {
            if special.contains(byte) || byte <= 0x20 || byte >= 0x7F {
                let digits = String(byte, radix: 16)
                name += Array("%\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            } else {
                name.append(byte == UInt8(ascii: "/") ? UInt8(ascii: "_") : byte)
            }
        }
        return String(decoding: name, as: UTF8.self)
    }

    /// Archives of packages in a file of one line each; lines apt would refuse are passed over.
    public static func lines(_ text: String) -> [AptSource] {
        var found: [AptSource] = []
        for (number, whole) in TextLines(text) {
            let line = whole.prefix { $0 != "#" }
            var words = line.split(whereSeparator: \.isWhitespace)[...]
            guard words.popFirst() == "deb" else { continue }
            if words.first?.hasPrefix("[") == true {
                while let word = words.popFirst(), !word.hasSuffix("]") {}
            }
            guard let address = words.popFirst(), let suite = words.popFirst() else { continue }
            found.append(AptSource(address: String(address), suite: String(suite), line: number))
        }
        return found
    }

    /// Archives of packages in a `.sources` file: stanzas of fields, each field over one or more lines.
    public static func stanzas(_ text: String) -> [AptSource] {
        var found: [AptSource] = []
        var fields: [String: String] = [:]
        var (field, start) = ("", 0)
        func words(_ name: String) -> [String] {
            (fields[name] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        }
        func finish() {
            let isOff = ["no", "false", "without", "off", "disable", "0"].contains(words("enabled").first?.lowercased())
            if !isOff, words("types").contains("deb") {
                for address in words("uris").prefix(100) {
                    for suite in words("suites").prefix(100) {
                        found.append(AptSource(address: address, suite: suite, line: start))
                    }
                }
            }
            (fields, field) = ([:], "")
        }
        for (number, line) in TextLines(text) {
            if line.hasPrefix("#") { continue }
            if line.allSatisfy(\.isWhitespace) {
                finish()
            } else if line.first?.isWhitespace == true {
                fields[field, default: ""] += " " + line
            } else if let colon = line.firstIndex(of: ":") {
                if fields.isEmpty { start = number }
                field = line[..<colon].lowercased()
                fields[field] = String(line[line.index(after: colon)...])
            }
        }
        finish()
        return found
    }
}
