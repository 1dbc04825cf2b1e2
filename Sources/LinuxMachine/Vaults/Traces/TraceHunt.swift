import Catalog
import Documents
import Hardening
public import Observers
import Surface
public import Vault

/// Looks through a server for places where a value lies; never shows it.
public struct TraceHunt: Sendable {
    /// Where it was found: a file with its line or offset, or a program's output.
    public struct Trace: Sendable, Equatable {
        public let place: String
        public let form: TraceSearch.Form
    }

    public struct Result: Sendable {
        public var traces: [Trace] = []
        /// What should have been looked at and could not be, and why.
        public var unseen: [String] = []
        /// What is never looked at, and why.
        public var leftOut: [String] = []
        public var files = 0
        public var bytes = 0
    }

    /// What it may take.
    public struct Bounds: Sendable {
        public var files = 200_000
        public var bytes = 4 << 30
        public var fileBytes = 128 << 20
        public var seconds = 240
        public init() {}
    }

    let search: TraceSearch
    let host: any MutableSurface
    private let bounds: Bounds

    public init(for value: SecretBytes, bounds: Bounds = Bounds()) {
        self.init(for: value, RunningSystem(), bounds: bounds)
    }

    init(for value: SecretBytes, _ host: any MutableSurface, bounds: Bounds = Bounds()) {
        search = TraceSearch(for: value)
        self.host = host
        self.bounds = bounds
    }

    /// Where keys come to lie: state directories first, then what holds settings, logs and what people typed.
    static let trees = [
        "/etc", "/root", "/home", "/var/log", "/var/lib/docker/containers", "/var/spool", "/srv", "/opt", "/var/tmp",
        "/tmp",
        "/var/lib/docker/volumes", "/usr/local", "/run", "/dev/shm", "/var/backups", "/var/mail", "/mnt", "/media",
        "/data",
        "/var/cache", "/var/lib",
    ]
    /// What others keep there by the thousand, and what is read otherwise.
    private static let passedOver = [
        "/var/log/journal", "/run/log/journal", "/run/user", "/run/udev", "/run/systemd/units",
        "/run/docker/netns", "/var/lib/docker/overlay2", "/var/lib/docker/rootfs", "/var/lib/containerd",
        "/var/lib/nacre/vault",
    ]

    public func run(_ consumers: [SecretReferences]) async -> Result {
        var result = Result()
        if search.isShort { result.leftOut.append("the value is so short that some of this may be chance") }
        let end = host.clock.seconds + bounds.seconds
        var seen: Set<String> = []
        var modules = 0
        var compressed = 0
        for root in consumers.map(\.directory) + Self.trees {
            var waiting = [root]
            while let path = waiting.popLast() {
                guard !Self.passedOver.contains(path), seen.insert(path).inserted else { continue }
                guard result.files < bounds.files, result.bytes < bounds.bytes, host.clock.seconds < end else {
                    result.unseen.append("\(path) and what comes after it: there is too much")
                    waiting = []
                    break
                }
                switch await host.node(path) {
                case .absent: continue
                case .unreadable(let why): result.unseen.append("\(path): \(why)")
                case .found(let status) where status.isLink: continue
                case .found(let status) where status.kind == .directory:
                    if Path.name(path) == "node_modules" {
                        modules += 1
                        continue
                    }
                    switch await host.entries(path) {
                    case .found(let names): waiting += names.sorted().reversed().map { Path.join(path, $0) }
                    case .absent: break
                    case .unreadable(let why): result.unseen.append("\(path): \(why)")
                    }
                case .found(let status) where status.kind == .regular:
                    if [".zst", ".gz", ".xz", ".bz2"].contains(where: path.hasSuffix) { compressed += 1 }
                    await look(path, status, &result)
                case .found: continue
                }
            }
        }
        await environments(&result)
        await journal(&result)
        if modules > 0 { result.leftOut.append("\(modules) directories called node_modules") }
        if compressed > 0 { result.leftOut.append("what \(compressed) compressed files hold") }
        result.leftOut.append(
            "what databases keep compressed, such as OpenClaw's transcripts; what containers wrote outside of their mounts "
                + "(/var/lib/docker/overlay2); command lines of processes; what links lead to; directories besides "
                + Self.trees.filter { $0.split(separator: "/").count == 1 }.joined(separator: ", ")
                + " and /var; other servers and backups"
        )
        return result
    }

    private func look(_ path: String, _ status: FileStatus, _ result: inout Result) async {
        guard status.size <= bounds.fileBytes else {
            return result.unseen.append("\(path): larger than \(bounds.fileBytes >> 20) MiB")
        }
        switch await host.file(path, limit: bounds.fileBytes) {
        case .absent: return
        case .unreadable(let why): result.unseen.append("\(path): \(why)")
        case .found(let content):
            result.files += 1
            result.bytes += content.bytes.count
            note(path, content.bytes, &result)
        }
    }

    /// A line of a text, an offset of anything else.
    private func note(_ place: String, _ bytes: [UInt8], _ result: inout Result) {
        for match in search.matches(in: bytes) {
            let before = bytes[..<match.offset]
            let isText = !before.suffix(4096).contains(0) && !bytes.prefix(4096).contains(0)
            let line = before.reduce(into: 1) { if $1 == 0x0A { $0 += 1 } }
            let spot = isText ? "\(place):\(line)" : "\(place), byte \(match.offset)"
            result.traces.append(Trace(place: spot, form: match.form))
        }
    }
}
