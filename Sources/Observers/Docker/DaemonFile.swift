import Documents
import Hardening

/// `daemon.json`, and the arguments the daemon was started with, which may set the same.
struct DaemonSettings: Sendable {
    static let path = "/etc/docker/daemon.json"

    let document: JSONDocument?
    let error: String?
    let errorLine: Int?
    /// The running daemon's arguments; none where it does not run.
    let arguments: [String]

    func node(_ key: String) -> JSONNode? { document?.root[key] }

    func origin(_ key: String) -> Origin? {
        guard let document, let node = document.root[key] else { return nil }
        return Origin(Self.path, line: document.position(of: node).line)
    }

    func flag(_ key: String, default fallback: Bool) -> Bool {
        if let flag = node(key)?.flag { return flag }
        if let argument = arguments.last(where: { $0 == "--\(key)" || $0.hasPrefix("--\(key)=") }) {
            return !argument.hasSuffix("=false")
        }
        return fallback
    }

    /// TCP addresses of the API, from the file and from `-H`.
    var tcpHosts: [String] {
        var hosts = (node("hosts")?.items ?? []).compactMap(\.text)
        for (index, argument) in arguments.enumerated() {
            if argument == "-H" || argument == "--host", index + 1 < arguments.count {
                hosts.append(arguments[index + 1])
            }
            if argument.hasPrefix("-Htcp") { hosts.append(String(argument.dropFirst(2))) }
            if argument.hasPrefix("--host=") { hosts.append(String(argument.dropFirst(7))) }
            if argument.hasPrefix("-H=") { hosts.append(String(argument.dropFirst(3))) }
        }
        return hosts.filter { $0.hasPrefix("tcp://") || $0.hasPrefix("http://") }
    }
}

extension Observer {
    func daemonSettings() async -> DaemonSettings {
        await memo.value("daemon.json") {
            var arguments: [String] = []
            for path in ["/var/run/docker.pid", "/run/docker.pid"] {
                guard let text = await surface.text(path).content, let pid = Int(text.trimmed) else { continue }
                let bytes = await surface.file("/proc/\(pid)/cmdline").content?.bytes ?? []
                arguments = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
                break
            }
            switch await surface.file(DaemonSettings.path) {
            case .absent: return DaemonSettings(document: nil, error: nil, errorLine: nil, arguments: arguments)
            case .unreadable(let why):
                return DaemonSettings(document: nil, error: why, errorLine: nil, arguments: arguments)
            case .found(let content):
                do throws(SyntaxError) {
                    let document = try JSONDocument(content.bytes, dialect: .json)
                    return DaemonSettings(document: document, error: nil, errorLine: nil, arguments: arguments)
                } catch {
                    let line = error.position.line
                    return DaemonSettings(document: nil, error: "\(error)", errorLine: line, arguments: arguments)
                }
            }
        }
    }

    /// `50m` as bytes, as Docker reads sizes: 1024 each.
    static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isNumber }
        guard let number = Int(digits) else { return nil }
        let unit = text.dropFirst(digits.count).lowercased()
        let factor =
            switch unit {
            case "", "b": 1
            case "k", "kb", "kib", "ki": 1 << 10
            case "m", "mb", "mib", "mi": 1 << 20
            case "g", "gb", "gib", "gi": 1 << 30
            case "t", "tb", "tib", "ti": 1 << 40
            default: 0
            }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return factor == 0 || overflow ? nil : product
    }
}
