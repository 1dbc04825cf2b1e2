/// The header of an archive's `Release` or `InRelease` file (deb822, wiki.debian.org/DebianRepository/Format).
public struct ReleaseFile: Hashable, Sendable {
    public let origin: String
    public let label: String
    public let suite: String
    public let codename: String
    public let version: String
    /// What apt thinks of its packages where no pin says otherwise: 500, 100 or 1. apt_preferences(5)
    public let priority: Int
    /// Names as the file gives them, such as `updates/main`.
    public let components: [String]

    /// Reads the fields up to the list of checksums; a signature around them is skipped, not checked.
    public init(_ bytes: [UInt8]) {
        var fields: [String: String] = [:]
        for line in bytes.prefix(64 << 10).split(separator: UInt8(ascii: "\n")).prefix(200) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), line.first?.isASCIISpace == false else {
                continue
            }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            if name == "hash" { continue }
            let value = line[(colon + 1)...].drop(while: \.isASCIISpace)
            if ["md5sum", "sha1", "sha256", "sha512"].contains(name) { break }
            fields[name] = fields[name] ?? String(decoding: value, as: UTF8.self).trimmingSpaces
        }
        origin = fields["origin"] ?? ""
        label = fields["label"] ?? ""
        suite = fields["suite"] ?? ""
        codename = fields["codename"] ?? ""
        version = fields["version"] ?? ""
        let isKeptBack = fields["notautomatic"]?.lowercased() == "yes"
        priority = isKeptBack ? fields["butautomaticupgrades"]?.lowercased() == "yes" ? 100 : 1 : 500
        components = fields["components"]?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
    }
}

extension String {
    /// Without white space at either end.
    var trimmingSpaces: String {
        var rest = self[...].drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
