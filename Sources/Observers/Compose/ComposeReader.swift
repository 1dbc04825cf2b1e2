import Catalog
import Documents
import Hardening

/// The short and long spellings of a compose service, read alike.
struct ComposeReader {
    struct Port {
        let address: String
        let host: String
        let container: String
        let line: Int
    }

    struct Variable {
        let name: String
        let value: String?
        let line: Int
    }

    let node: YAMLNode

    init(_ node: YAMLNode) { self.node = node }

    var ports: [Port] {
        (node["ports"]?.items ?? []).map { item in
            if item.entries != nil {
                return Port(
                    address: Self.resolved(item["host_ip"]?.text ?? ""),
                    host: Self.resolved(item["published"]?.text ?? ""),
                    container: Self.resolved(item["target"]?.text ?? ""),
                    line: item.line
                )
            }
            return Self.port(Self.resolved(item.text ?? ""), line: item.line)
        }
    }

    /// `[ADDRESS:][HOST:]CONTAINER[/PROTOCOL]`; without a host part Docker chooses a free port, on every address.
    private static func port(_ text: String, line: Int) -> Port {
        let body = text.split(separator: "/").first.map(String.init) ?? text
        if body.hasPrefix("["), let end = body.firstIndex(of: "]") {
            let rest = body[body.index(after: end)...].split(separator: ":").map(String.init)
            let address = String(body[body.index(after: body.startIndex)..<end])
            return Port(address: address, host: rest.first ?? "", container: rest.last ?? "", line: line)
        }
        let parts = body.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return switch parts.count {
        case 3...:
            Port(address: parts[0], host: parts[1], container: parts[2], line: line)
        case 2: Port(address: "", host: parts[0], container: parts[1], line: line)
        default: Port(address: "", host: "", container: parts.first ?? "", line: line)
        }
    }

    /// Host paths and where they appear; named volumes are left out.
    var mounts: [(source: String, target: String, line: Int)] {
        (node["volumes"]?.items ?? []).compactMap { item in
            if item.entries != nil {
                guard item["type"]?.text == "bind", let source = item["source"]?.text else { return nil }
                return (Self.resolved(source), Self.target(of: item) ?? "", item.line)
            }
            let text = Self.resolved(item.text ?? "").replacing("$HOME", with: "~")
            // A path alone is a place inside, for a volume without a name.
            guard text.contains(":") else { return nil }
            let source = text.split(separator: ":").first.map(String.init) ?? ""
            // What a variable names that is not set here may be a path as well.
            let isPath = ["/", "~", ".", "$"].contains { source.hasPrefix($0) }
            return isPath ? (source, Self.target(of: item) ?? "", item.line) : nil
        }
    }

    /// Volumes by name, and where they appear.
    var namedVolumes: [(name: String, target: String, line: Int)] {
        (node["volumes"]?.items ?? []).compactMap { item in
            if item.entries != nil {
                guard item["type"]?.text != "bind", let name = item["source"]?.text else { return nil }
                return (Self.resolved(name), Self.target(of: item) ?? "", item.line)
            }
            let parts = Self.resolved(item.text ?? "").split(separator: ":")
            guard parts.count > 1, let name = parts.first, let start = name.first, !"/~.$".contains(start) else {
                return nil
            }
            return (String(name), Self.target(of: item) ?? "", item.line)
        }
    }

    /// Devices of the server, as it names them, and rules that open some.
    var devices: [String] {
        let named = (node["devices"]?.items ?? []).compactMap { item in
            item.text.map { String($0.split(separator: ":").first ?? "") } ?? item["source"]?.text
        }
        return named + texts("device_cgroup_rules").map { "rule \($0)" }
    }

    /// Where volumes appear inside, named ones too.
    var targets: [String] {
        (node["volumes"]?.items ?? []).compactMap { item in
            Self.target(of: item)
        }
    }

    static func target(of volume: YAMLNode) -> String? {
        if volume.entries != nil { return volume["target"]?.text }
        let parts = resolved(volume.text ?? "").split(separator: ":")
        return parts.count > 1 ? String(parts[1]) : parts.first.map(String.init)
    }

    /// The entry point and the command as words.
    var words: [String] {
        ["entrypoint", "command"].flatMap { key -> [String] in
            if let items = node[key]?.items { return items.compactMap(\.text) }
            return (node[key]?.text ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        }
    }

    var environment: [Variable] {
        if let entries = node["environment"]?.entries {
            return entries.map { Variable(name: $0.key, value: $0.value.text, line: $0.line) }
        }
        return (node["environment"]?.items ?? []).compactMap { item in
            guard let text = item.text else { return nil }
            let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return Variable(name: halves[0], value: halves.count == 2 ? halves[1] : nil, line: item.line)
        }
    }

    /// `stop_grace_period` in seconds, rounded down; none where it is not set or no duration.
    var stopGrace: Int? {
        guard let text = node["stop_grace_period"]?.text.map({ Self.resolved($0) }) else { return nil }
        var milliseconds = 0
        var rest = text[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber && $0.isASCII }
            guard let number = Int(digits), number < 1_000_000 else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            switch unit {
            case "h": milliseconds += number * 3_600_000
            case "m": milliseconds += number * 60_000
            case "s": milliseconds += number * 1000
            case "ms": milliseconds += number
            case "us": continue
            default: return nil
            }
        }
        return milliseconds / 1000
    }

    /// A setting that is on or off, also as a text; unknown where a variable decides.
    func flag(_ key: String, in place: YAMLNode? = nil) -> Value {
        guard let node = (place ?? node)[key] else { return false }
        if let flag = node.flag { return .flag(flag) }
        let text = Self.resolved(node.text ?? "").lowercased()
        if text.contains("$") { return .unknown(.notStated("set by a variable")) }
        return .flag(["true", "yes", "on", "y", "t", "1"].contains(text))
    }

    /// Whether its containers are privileged, or a command is that compose runs in them.
    var privileged: Value {
        let hooks = ["post_start", "pre_stop"].flatMap { node[$0]?.items ?? [] }.map { flag("privileged", in: $0) }
        return hooks.first { $0 != false } ?? flag("privileged")
    }

    /// Whether the node has a variable that nothing here sets.
    static func hasVariable(_ node: YAMLNode) -> Bool {
        if let text = node.text { return text.replacing("$$", with: "").contains("$") }
        return (node.items ?? []).contains(where: hasVariable)
            || (node.entries ?? []).contains { hasVariable($0.value) }
    }

    func texts(_ key: String) -> [String] { (node[key]?.items ?? []).compactMap(\.text) }
}
