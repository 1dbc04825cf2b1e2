import Documents
import Hardening

/// `daemon.json`, and the arguments the daemon was started with, which may set the same.
struct DaemonSettings: Sendable {
    static let path = "/etc/docker/daemon.json"

    let document: JSONDocument?
    /// What is wrong with the file.
    var error: String?
    var errorLine: Int?
    /// Why the file could not be read here; the daemon, which is root, can.
    var hidden: String?
    /// The running daemon's arguments, or those its unit will start it with.
    let arguments: [String]
    /// Ports on which systemd listens for the daemon, with their units.
    var socketPorts: [String] = []

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

    /// Names of the options on the command line, as daemon.json spells them where it has the same.
    var flags: [String] {
        let short = ["-H": "hosts", "-D": "debug", "-l": "log-level", "-s": "storage-driver", "-g": "data-root"]
        let plural = ["host", "log-opt", "default-ulimit", "storage-opt", "exec-opt", "label", "insecure-registry"]
        return arguments.compactMap { argument in
            guard argument.hasPrefix("--") else { return short[String(argument.prefix(2))] }
            let name = argument.dropFirst(2).prefix { $0 != "=" }
            return plural.contains(String(name))
                ? (name.hasSuffix("y") ? "insecure-registries" : name + "s") : String(name)
        }
    }
}

extension Observer {
    func daemonSettings() async -> DaemonSettings {
        await memo.value("daemon.json") {
            let arguments = await daemonArguments()
            let ports = await dockerSocketPorts()
            switch await surface.file(DaemonSettings.path) {
            case .absent: return DaemonSettings(document: nil, arguments: arguments, socketPorts: ports)
            case .unreadable(let why):
                return DaemonSettings(document: nil, hidden: why, arguments: arguments, socketPorts: ports)
            case .found(let content):
                do throws(SyntaxError) {
                    let document = try JSONDocument(content.bytes, dialect: .json)
                    return DaemonSettings(document: document, arguments: arguments, socketPorts: ports)
                } catch {
                    let line = error.position.line
                    return DaemonSettings(
                        document: nil,
                        error: "\(error)",
                        errorLine: line,
                        arguments: arguments,
                        socketPorts: ports
                    )
                }
            }
        }
    }

    /// The arguments of the process; where it does not run, those of its unit with the unit's drop-ins.
    private func daemonArguments() async -> [String] {
        for path in ["/var/run/docker.pid", "/run/docker.pid"] {
            guard let text = await surface.text(path).content, let pid = Int(text.trimmed) else { continue }
            let bytes = await surface.file("/proc/\(pid)/cmdline").content?.bytes ?? []
            let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            // A daemon that was killed leaves its file, and its number goes to another process.
            if words.first?.hasSuffix("dockerd") == true { return words }
        }
        let unit = await storedUnit("docker.service")
        return await expanded(unit.values("ExecStart", in: "Service").values.last ?? "", of: unit)
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
