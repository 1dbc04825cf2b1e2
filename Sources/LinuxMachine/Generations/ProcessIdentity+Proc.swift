import Glibc
public import Hardening
import Surface

extension ProcessIdentity {
    /// The process of this number as it is now; none where there is none.
    public init?(pid: Int32) {
        guard let surface = try? LiveSurface(),
            let text = surface.file("/proc/\(pid)/stat", limit: 4096).content.map({
                String(decoding: $0.bytes, as: UTF8.self)
            })
        else { return nil }
        self.init(pid: pid, stat: text)
    }

    /// By what `/proc/PID/stat` says; none of one that has ended and is only still listed.
    init?(pid: Int32, stat text: String) {
        // The second field is the name in parentheses, which may hold anything.
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        // The field after the name is the third.
        guard fields.count > 19, fields[0] != "Z", let began = UInt64(fields[19]) else { return nil }
        self.init(pid: pid, began: began)
    }

    /// This process.
    public static var current: ProcessIdentity? { ProcessIdentity(pid: getpid()) }

    public var isAlive: Bool { ProcessIdentity(pid: pid) == self }

    /// Ends the process, which cannot refuse.
    public func kill() {
        guard isAlive else { return }
        _ = Glibc.kill(pid, SIGKILL)
    }
}
