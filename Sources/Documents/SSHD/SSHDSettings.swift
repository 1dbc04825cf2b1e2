/// What sshd does for a connection, each value with the file and line that decided it.
public struct SSHDSettings: Sendable {
    /// Where a value was set.
    public struct Origin: Hashable, Sendable {
        /// The file with the line.
        public let file: String
        /// Counted from 1.
        public let line: Int

        init(_ file: String, _ line: Int) {
            self.file = file
            self.line = line
        }
    }

    /// One value, as `sshd -T` prints it.
    public struct Entry: Hashable, Sendable {
        /// The text behind the keyword.
        public let value: String
        /// Absent for a default.
        public let origin: Origin?
    }

    private let entries: [String: [Entry]]
    let version: SSHDVersion

    /// The values of a keyword in lower case; `nil` for one that is not modeled or has no value.
    public subscript(keyword: String) -> [Entry]? { entries[keyword] }

    /// The one value of a keyword.
    public func value(_ keyword: String) -> String? { entries[keyword]?.first?.value }

    /// Where the keyword was set; `nil` for a default.
    public func origin(_ keyword: String) -> Origin? { entries[keyword]?.first?.origin }

    /// The keywords that have values.
    public var keywords: [String] { entries.keys.sorted() }

    init(_ found: [String: [Entry]], version: SSHDVersion) {
        self.version = version
        var entries = found
        for keyword in SSHDKeyword.all.values where keyword.since <= version {
            let name = keyword.name
            if let set = found[name] {
                if case .algorithms(let kind) = keyword.kind {
                    entries[name] = set.map {
                        let list = SSHDAlgorithms.list($0.value, kind, version) ?? []
                        return Entry(value: list.joined(separator: ","), origin: $0.origin)
                    }
                }
            } else if let defaults = SSHDDefaults.value(keyword, version) {
                entries[name] = defaults.map { Entry(value: $0, origin: nil) }
            }
        }
        if let startups = entries["maxstartups"]?.first {
            let parts = startups.value.split(separator: ":")
            let full = parts.count == 2 ? "\(parts[0]):30:\(parts[1])" : startups.value
            entries["maxstartups"] = [Entry(value: full, origin: startups.origin)]
        }
        if let rekey = entries["rekeylimit"]?.first, rekey.origin != nil {
            let seconds = found[SSHDPass.rekeySeconds]?.first?.value ?? "0"
            entries["rekeylimit"] = [Entry(value: "\(rekey.value) \(seconds)", origin: rekey.origin)]
        }
        entries[SSHDPass.rekeySeconds] = nil
        if let timeout = entries["unusedconnectiontimeout"]?.first, timeout.value == "0" {
            entries["unusedconnectiontimeout"] = [Entry(value: "none", origin: timeout.origin)]
        }
        entries["listenaddress"] = Self.listenAddresses(entries)
        self.entries = entries
    }

    /// Each address with each port, unless it names its own.
    private static func listenAddresses(_ entries: [String: [Entry]]) -> [Entry] {
        let ports = entries["port"]?.map(\.value) ?? []
        var addresses = entries["listenaddress"] ?? []
        if addresses.isEmpty {
            let family = entries["addressfamily"]?.first?.value ?? "any"
            let all = family == "any" ? ["::", "0.0.0.0"] : family == "inet" ? ["0.0.0.0"] : ["::"]
            addresses = all.map { Entry(value: $0, origin: entries["port"]?.first?.origin) }
        }
        return addresses.flatMap { entry in
            let (host, port) = split(entry.value)
            let place = SSHDAddress(host).map { $0.isIPv6 ? "[\($0)]" : "\($0)" } ?? host
            return (port.map { [$0] } ?? ports).map { Entry(value: "\(place):\($0)", origin: entry.origin) }
        }
    }

    static func split(_ text: String) -> (String, String?) {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            return (host, rest.hasPrefix(":") ? String(rest.dropFirst()) : nil)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : (text, nil)
    }
}
