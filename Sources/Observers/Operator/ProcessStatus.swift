import Catalog
import Surface

/// A process as `/proc` shows it.
struct ProcessStatus: Sendable {
    let identifier: Int
    let name: String
    let parent: Int
    /// Clock ticks from the boot until it began.
    let ticks: Int

    /// Ticks that `/proc` counts in a second, on every architecture Debian builds for. proc_pid_stat(5), USER_HZ
    static let ticksPerSecond = 100

    /// Reads a line of `/proc/PID/stat`; a name may hold blanks and parentheses.
    init?(_ line: String) {
        guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")"), open < close,
            let identifier = Int(line[..<open].filter(\.isNumber))
        else { return nil }
        let fields = line[line.index(after: close)...].split { $0 == " " || $0 == "\n" }
        // Behind the name, the parent is the second field and the time it began the twentieth.
        guard fields.count > 19, let parent = Int(fields[1]), let ticks = Int(fields[19]) else { return nil }
        self.identifier = identifier
        self.parent = parent
        self.ticks = ticks
        name = String(line[line.index(after: open)..<close])
    }
}

extension SessionObserver {
    /// Whose a process is: what it does and what its variables say is theirs; nothing where it has ended.
    ///
    /// The owner of its directory does not tell: that is root's for everything that its account may not look into, as a
    /// program that nobody may read, or one with its owner's rights. Who started it stays among its identities.
    func account(ofProcess process: Int) async -> UInt32? {
        let owner = await surface.status("/proc/\(process)").content?.owner
        let lines = await surface.text("/proc/\(process)/status").content?.split(separator: "\n") ?? []
        let identities = lines.first { $0.hasPrefix("Uid:") }?.dropFirst(4).split { $0 == "\t" || $0 == " " } ?? []
        return identities.compactMap { UInt32($0) }.first { $0 != 0 } ?? owner
    }

    /// This process and its ancestors, up to the first of all.
    func ancestry() async -> Reading<[ProcessStatus]> {
        guard case .found(let own) = await surface.link("/proc/self"), var next = Int(own) else { return .absent }
        var found: [ProcessStatus] = []
        while next > 0 {
            // Deeper nobody's shells are.
            guard found.count < 256 else { return .unreadable(.tooLarge("the process has more than 256 ancestors")) }
            switch await surface.text("/proc/\(next)/stat") {
            case .absent: return .unreadable(.changedMeanwhile("process \(next) ended while it was looked at"))
            case .unreadable(let why): return .unreadable(why)
            case .found(let line):
                guard let process = ProcessStatus(line) else {
                    return .unreadable(.notModeled("/proc/\(next)/stat is not understood"))
                }
                found.append(process)
                next = process.parent
            }
        }
        return .found(found)
    }
}
