import Hardening
import MachineTesting
import Surface

@testable import LinuxMachine

/// A server on which a change waits and everything is whole, from which tests take one thing away.
struct ServerToCheck {
    static let store = "/var/lib/nacre"
    static let inode: UInt64 = 4711
    static let loader = "\(store)/lib/ld-linux-x86-64.so.2"
    static let program = "\(loader) --library-path \(store)/lib \(store)/nacre"

    var surface = CannedSurface()
    var content: Result<StoreContent, StoreError>
    var searchPath = ["/usr/local/bin", "/usr/bin", "/bin"]

    init(_ entries: [JournalEntry] = [.putting(0), .put(0), .applied]) {
        content = .success(StoreContent(whole: [Self.generation(1, entries)]))
        for path in ["", "/generations", "/generations/0001"] { surface.directories[Self.store + path] = 0o700 }
        for file in ["key", "generations/0001/about", "generations/0001/plan", "generations/0001/journal"] {
            surface.add("\(Self.store)/\(file)", "x", mode: 0o600)
        }
        surface.add("\(Self.store)/lock", #"{"pid":77,"began":1234}"#, mode: 0o600)
        surface.add("/proc/locks", "1: POSIX  ADVISORY  WRITE 5 08:01:9 0 EOF\n")
        for file in ["nacre", "lib/ld-linux-x86-64.so.2", "lib/libc.so.6"] {
            surface.add("\(Self.store)/\(file)", "ELF", mode: 0o700)
        }
        surface.add("/usr/bin/nacre", "ELF", mode: 0o755)
        surface.links["/bin"] = "usr/bin"
        surface.add("/bin/nacre", "ELF", mode: 0o755)
        arm()
        let words = Self.program.split(separator: " ").map(String.init)
        surface.add(Command(words[0], words.dropFirst() + ["--version"], timeout: 20), "0.1.0\n")
        surface.add(Command("/usr/bin/nacre", ["--version"], timeout: 20), "0.1.0\n")
    }

    static func generation(_ number: Int, _ entries: [JournalEntry]) -> Generation {
        let about = Generation.About(
            version: "1",
            profile: "test",
            created: 5,
            boot: "b",
            process: ProcessIdentity(pid: 77, began: 1234),
            deadline: 60
        )
        return Generation(number: number, about: about, plan: Plan(profile: "test", stages: []), entries: entries)
    }

    private mutating func arm() {
        for (name, text) in DeadMansSwitch(store: Self.store).files(running: Self.program) {
            surface.add("\(DeadMansSwitch.units)/\(name)", text)
            say(of: name)
        }
    }

    mutating func disarm() {
        for name in DeadMansSwitch.names { surface.files["\(DeadMansSwitch.units)/\(name)"] = nil }
    }

    /// What systemd says of a unit, with some of it said otherwise.
    mutating func say(of name: String, _ other: [String: String] = [:]) {
        let starts = DeadMansSwitch.wants.contains { $0.unit == name }
        var properties = [
            "LoadState": "loaded", "ActiveState": name.hasSuffix(".timer") ? "active" : "inactive",
            "UnitFileState": starts ? "enabled" : "static", "NeedDaemonReload": "no", "Result": "success",
            "FragmentPath": "\(DeadMansSwitch.units)/\(name)", "ConditionResult": "yes",
            "ConditionTimestampMonotonic": "9",
        ]
        properties.merge(other) { $1 }
        let text = properties.map { "\($0.key)=\($0.value)\n" }.joined()
        surface.add(DeadMansSwitch.asking(name), text)
    }

    mutating func hold(by pid: Int32, began: Int? = 1234, opens: Bool = true) {
        surface.add("/proc/locks", "1: FLOCK  ADVISORY  WRITE \(pid) 08:01:\(Self.inode) 0 EOF\n")
        if let began {
            let fields = Array(repeating: "0", count: 18)
            surface.add("/proc/\(pid)/stat", "\(pid) (na cre) S \(fields.joined(separator: " ")) \(began) 0 0\n")
        }
        if opens { surface.links["/proc/\(pid)/fd/5"] = "\(Self.store)/lock" }
    }

    var check: SelfCheck {
        SelfCheck(
            store: Self.store,
            surface: surface,
            content: content,
            searchPath: searchPath,
            lockInode: Self.inode
        )
    }

    /// What is wrong, in words.
    func wrong() async -> [String] {
        await check.lines().compactMap { if case .wrong(let words, _) = $0 { words } else { nil } }
    }

    func unknown() async -> [String] {
        await check.lines().compactMap { if case .unknown(let words) = $0 { words } else { nil } }
    }
}
