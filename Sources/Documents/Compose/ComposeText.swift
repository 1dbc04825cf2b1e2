/// A compose file that is changed losslessly, in the words of compose.
public struct ComposeText: Sendable {
    public internal(set) var yaml: YAMLText

    /// - Throws: where it is no YAML.
    public init(_ text: String) throws(SyntaxError) { yaml = try YAMLText(text) }

    public var text: String { yaml.text }

    /// Sets a key of a service, which is added where the file does not speak of it.
    public mutating func set(_ value: YAMLValue, at keys: [String], of service: String) throws(SyntaxError) {
        yaml = try yaml.setting(value, at: path(service, keys))
    }

    /// Whether a service has something under a key.
    public func states(_ keys: [String], of service: String) -> Bool {
        if case .null = yaml.root[path(service, keys)]?.value ?? .null { false } else { true }
    }

    /// Adds items to a list of a service, but for those it has.
    public mutating func include(_ items: [String], in key: String, of service: String) throws(SyntaxError) {
        let node = yaml.root[path(service, [key])]
        let present = node?.items?.compactMap(\.text) ?? node?.text.map { [$0] } ?? []
        // A directory stays as the file has it, with other options or with none.
        let directories = Set(present.filter { $0.hasPrefix("/") }.map { $0.prefix { $0 != ":" } })
        let missing = items.filter { item in
            !present.contains(item) && !directories.contains(item.prefix { $0 != ":" })
        }
        guard !missing.isEmpty else { return }
        try set(.list((present + missing).map { .text($0) }), at: [key], of: service)
    }

    /// Sets a variable of a service, in the way the file writes them.
    public mutating func setVariable(_ name: String, _ value: String, of service: String) throws(SyntaxError) {
        // Compose takes a dollar for the beginning of a variable.
        let value = value.replacing("$", with: "$$")
        let place = path(service, ["environment"])
        guard let items = yaml.root[place]?.items else {
            return try set(.text(value), at: ["environment", name], of: service)
        }
        let others = items.compactMap(\.text).filter { $0 != name && !$0.hasPrefix("\(name)=") }
        try set(.list((others + ["\(name)=\(value)"]).map { .text($0) }), at: ["environment"], of: service)
    }

    /// Takes items out of a list of a service.
    public mutating func remove(
        from key: String,
        of service: String,
        where isUnwanted: (YAMLNode) -> Bool
    ) throws(SyntaxError) {
        let place = path(service, [key])
        for index in (yaml.root[place]?.items ?? []).indices.reversed() {
            guard let item = yaml.root[place + [.index(index)]], isUnwanted(item) else { continue }
            yaml = try yaml.removing(place + [.index(index)])
        }
    }

    /// Publishes every port of a service on loopback only.
    public mutating func publishOnLoopback(_ service: String) throws(SyntaxError) {
        let place = path(service, ["ports"])
        for index in (yaml.root[place]?.items ?? []).indices {
            let item = place + [.index(index)]
            if yaml.root[item]?.entries != nil {
                let address = yaml.root[item + ["host_ip"]]?.text
                guard !Self.isLoopback(address ?? "") else { continue }
                yaml = try yaml.setting("127.0.0.1", at: item + ["host_ip"])
            } else if let port = yaml.root[item]?.text {
                let closed = Self.onLoopback(port)
                if closed != port { yaml = try yaml.setting(.text(closed), at: item) }
            }
        }
    }

    /// `[ADDRESS:][HOST:]CONTAINER[/PROTOCOL]` with a loopback address.
    static func onLoopback(_ port: String) -> String {
        var parts: [String] = [""]
        var depth = 0
        for character in port {
            if "{[".contains(character) { depth += 1 }
            if "}]".contains(character) { depth -= 1 }
            if character == ":", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        switch parts.count {
        case 1: return "127.0.0.1::\(port)"
        case 2: return "127.0.0.1:\(port)"
        default:
            // An address without brackets has colons of its own.
            let address = parts.dropLast(2).joined(separator: ":")
            return isLoopback(address) ? port : (["127.0.0.1"] + parts.suffix(2)).joined(separator: ":")
        }
    }

    private static func isLoopback(_ address: String) -> Bool {
        address.hasPrefix("127.") || ["::1", "[::1]", "localhost"].contains(address)
    }

    func path(_ service: String, _ keys: [String]) -> [JSONPathComponent] {
        ["services", .key(service)] + keys.map { .key($0) }
    }
}
