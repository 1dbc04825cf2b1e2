import Catalog
import Documents
import Hardening
import Surface

/// `daemon.json`, and the arguments the daemon was started with, which may set the same.
struct DaemonSettings: Sendable {
    static let path = "/etc/docker/daemon.json"

    /// The file that this daemon reads.
    var file = path
    let document: JSONDocument?
    /// What is wrong with the file.
    var error: String?
    var errorLine: Int?
    /// Why the file could not be read here; the daemon, which is root, can.
    var hidden: Unknown?
    /// The running daemon's arguments, or those its unit will start it with.
    let arguments: [String]
    /// The options among them.
    let options: [DaemonArgument]
    /// Why the options are not all that the daemon gets; none where they are.
    var doubt: Unknown?
    /// Ports on which systemd listens for the daemon, with their units.
    var socketPorts: [String] = []

    init(_ start: DaemonStart, document: JSONDocument? = nil, error: SyntaxError? = nil, hidden: Unknown? = nil) {
        file = start.file
        self.document = document
        self.error = error.map { "\($0)" }
        errorLine = error?.position.line
        self.hidden = hidden
        arguments = start.words
        options = DaemonArgument.all(in: start.words.dropFirst())
        doubt = start.doubt
        socketPorts = start.ports
    }

    /// What the file says, which is nothing where the key stands for a group of others.
    func node(_ key: String) -> JSONNode? { document?.root[key] }

    func origin(_ key: String) -> Origin? {
        guard let document, let node = document.root[key] else { return nil }
        return Origin(file, line: document.position(of: node).line)
    }

    /// The last value that the command line gives an option, which the file cannot give as well.
    func argument(_ key: String) -> String? { options.last { $0.key == key }?.value }

    func flag(_ key: String, default fallback: Bool) -> Bool {
        if let argument = argument(key) { return !["false", "f", "0"].contains(argument.lowercased()) }
        return node(key)?.flag ?? fallback
    }

    func text(_ key: String) -> String? { argument(key) ?? node(key)?.text }

    func texts(_ key: String) -> [String] {
        options.filter { $0.key == key }.map(\.value) + (node(key)?.items ?? []).compactMap(\.text)
    }

    /// One of several settings below a key, as `log-opts` has them.
    func text(_ key: String, _ name: String) -> String? {
        let given = options.last { $0.key == key && $0.value.hasPrefix("\(name)=") }
        return given.map { String($0.value.dropFirst(name.count + 1)) } ?? node(key)?[name]?.text
    }

    /// Names of the options on the command line, as daemon.json spells them where it has the same.
    var flags: [String] { options.map(\.key) }
}

/// How a daemon is started.
struct DaemonStart: Sendable {
    var words: [String] = []
    var file = DaemonSettings.path
    /// Ports on which systemd listens for the daemon, with their units.
    var ports: [String] = []
    /// Why the words are not all that the daemon gets; none where they are.
    var doubt: Unknown?
}

extension DockerObserver {
    func daemonSettings() async -> DaemonSettings {
        await cache.value {
            let start = await daemonStart()
            switch await surface.file(start.file) {
            case .absent: return DaemonSettings(start)
            case .unreadable(let why): return DaemonSettings(start, hidden: why)
            case .found(let content):
                // An empty file is one without settings.
                if content.bytes.allSatisfy({ [0x20, 0x09, 0x0a, 0x0d].contains($0) }) { return DaemonSettings(start) }
                do throws(SyntaxError) {
                    return DaemonSettings(start, document: try JSONDocument(content.bytes, dialect: .json))
                } catch {
                    return DaemonSettings(start, error: error)
                }
            }
        }
    }

    private func daemonStart() async -> DaemonStart {
        var start = DaemonStart()
        start.ports = await dockerSocketPorts()
        if let running = await runningDaemon() {
            start.words = running.words
        } else {
            let unit = await storedUnit("docker.service")
            let command = unit.values("ExecStart", in: "Service").values.last
            if command == nil, let snap = await snapDaemon() { return snap }
            start.words = await expanded(command ?? "", of: unit)
            if let why = unit.unreadable {
                start.doubt = why.saying("docker.service: \(why)")
            } else if let program = start.words.first, Path.name(program) != "dockerd" {
                start.doubt = .notStated("docker.service starts \(program), and what that gives dockerd is not known")
            } else if let word = start.words.first(where: { $0.contains("$") || $0.contains("%") }) {
                start.doubt = .notStated("what docker.service makes of \(word) is not known")
            }
        }
        if let named = DaemonArgument.all(in: start.words.dropFirst()).last(where: { $0.key == "config-file" }) {
            start.file = named.value
        }
        return start
    }

    /// The daemon that runs, and the words it was started with; nil where none does.
    func runningDaemon() async -> (process: Int, words: [String])? {
        for path in ["/var/run/docker.pid", "/run/docker.pid", "/run/snap.docker/docker.pid"] {
            guard let text = await surface.text(path).content, let pid = Int(text.trimmed) else { continue }
            let bytes = await surface.file("/proc/\(pid)/cmdline").content?.bytes ?? []
            let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            // A daemon that was killed leaves its file, and its number goes to another process.
            if words.first?.hasSuffix("dockerd") == true { return (pid, words) }
        }
        return nil
    }

    /// How the snap's daemon is started, which reads another file, by a script of the snap's own.
    private func snapDaemon() async -> DaemonStart? {
        let unit = await storedUnit("snap.docker.dockerd.service")
        var isThere = !unit.files.isEmpty
        if !isThere, case .found = await surface.status("/snap/bin/docker") { isThere = true }
        guard isThere else { return nil }
        var start = DaemonStart()
        start.file = "/var/snap/docker/current/config/daemon.json"
        start.doubt = .notStated("the snap's own script starts dockerd, and what it gives it is not known")
        return start
    }

    /// `50m` as bytes, as Docker reads sizes: 1024 each.
    static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        guard let number = Double(digits), number.isFinite else { return nil }
        let unit = text.dropFirst(digits.count).lowercased().drop { $0 == " " }
        let factor: Double =
            switch unit {
            case "", "b": 1
            case "k", "kb", "kib", "ki": 0x1p10
            case "m", "mb", "mib", "mi": 0x1p20
            case "g", "gb", "gib", "gi": 0x1p30
            case "t", "tb", "tib", "ti": 0x1p40
            default: 0
            }
        return factor == 0 ? nil : Int(exactly: (number * factor).rounded(.towardZero))
    }
}
