import Catalog
import Glibc
import Leaks
import Surface

/// Which running processes are looked at.
public enum ProcessChoice: Sendable {
    case all
    /// OpenClaw's gateways, and whatever they started; by name, by variable, by systemd's units or by container.
    case openclaw(units: [String], containers: [String])
}

extension LeakHunt {
    /// A process, as far as the kernel tells.
    private struct Process {
        let number: Int
        let parent: Int
        let name: String
    }

    /// Looks through the environments and command lines of running processes.
    public func lookAtProcesses(_ choice: ProcessChoice) {
        let proc: RootDirectory
        do { proc = try RootDirectory("/proc") } catch { return leaveOut("processes", "\(error)") }
        lookAtProcesses(choice, proc)
    }

    func lookAtProcesses(_ choice: ProcessChoice, _ proc: RootDirectory) {
        let names: [String]
        switch proc.entries("/") {
        case .found(let found): names = found
        case .absent: return leaveOut("processes", "there is no /proc")
        case .unreadable(let why): return leaveOut("processes", "\(why)")
        }
        let processes = names.compactMap { Int($0) }.sorted().compactMap { Self.process($0, proc) }
        var chosen: Set<Int> = []
        switch choice {
        case .all: chosen = Set(processes.map(\.number))
        case .openclaw(let units, let containers):
            for process in processes where process.number != Int(getpid()) {
                if Self.isOpenClaw(process, proc, units, containers) { chosen.insert(process.number) }
            }
            // A process may have a lower number than the one that started it.
            var count = -1
            while count != chosen.count {
                count = chosen.count
                for process in processes where chosen.contains(process.parent) { chosen.insert(process.number) }
            }
            chosen.remove(Int(getpid()))
            if chosen.isEmpty { leaveOut("processes", "no process of OpenClaw was seen running") }
        }
        var hidden = 0
        for process in processes where chosen.contains(process.number) {
            guard goesOn else { return leaveOut("processes", "the time was over") }
            look(at: process, proc, &hidden)
            count("process")
        }
        if hidden > 0 { leaveOut("processes", "\(hidden) of other accounts show their environments to root alone") }
    }

    private static func process(_ number: Int, _ proc: RootDirectory) -> Process? {
        // The name stands between the first and the last parenthesis, whatever it holds. proc(5)
        guard let stat = proc.file("/\(number)/stat", limit: 1 << 16).content?.bytes,
            let first = stat.firstIndex(of: 0x28), let last = stat.lastIndex(of: 0x29), first < last
        else { return nil }
        let fields = stat[(last + 1)...].split(separator: 0x20)
        guard fields.count > 1, let parent = Int(String(decoding: fields[1], as: UTF8.self)) else { return nil }
        // Threads of the kernel, and what has ended and nobody asked after, have neither variables nor a command line.
        let flags = fields.count > 6 ? Int(String(decoding: fields[6], as: UTF8.self)) ?? 0 : 0
        guard fields[0].first != UInt8(ascii: "Z"), flags & kernelThread == 0 else { return nil }
        let name = String(decoding: stat[(first + 1)..<last], as: UTF8.self)
        return Process(number: number, parent: parent, name: name)
    }

    /// `PF_KTHREAD` of `linux/sched.h`.
    private static let kernelThread = 0x0020_0000

    private static func isOpenClaw(
        _ process: Process,
        _ proc: RootDirectory,
        _ units: [String],
        _ containers: [String]
    ) -> Bool {
        let names = ["openclaw", "clawdbot", "moltbot"]
        if names.contains(where: process.name.lowercased().hasPrefix) { return true }
        let line = proc.file("/\(process.number)/cmdline", limit: 4 << 20).content?.bytes ?? []
        for word in line.split(separator: 0) where word.first != UInt8(ascii: "-") {
            let last = word.split(separator: UInt8(ascii: "/")).suffix(3)
            for part in last where names.contains(where: String(decoding: part, as: UTF8.self).lowercased().hasPrefix) {
                return true
            }
        }
        let group = proc.file("/\(process.number)/cgroup", limit: 1 << 16).content?.bytes ?? []
        let places = String(decoding: group, as: UTF8.self).split { "/\n".contains($0) }
        if places.contains(where: { place in
            units.contains(String(place)) || containers.contains { !$0.isEmpty && place.contains($0) }
        }) {
            return true
        }
        let variables = proc.file("/\(process.number)/environ", limit: 4 << 20).content?.bytes ?? []
        return variables.split(separator: 0).contains { variable in
            ["OPENCLAW_", "CLAWDBOT_", "MOLTBOT_"].contains { variable.starts(with: $0.utf8) }
        }
    }

    private func look(at process: Process, _ proc: RootDirectory, _ hidden: inout Int) {
        let source = "process \(process.number) (\(process.name))"
        switch proc.file("/\(process.number)/environ", limit: 4 << 20) {
        case .absent: return
        case .unreadable(let why):
            if why.cause == .notPermitted {
                hidden += 1
            } else if proc.node("/\(process.number)").content != nil {
                leaveOut(source, "its environment: \(why)")
            }
        case .found(let content):
            lookAtParts(
                of: source,
                content.bytes.split(separator: 0).map { variable in
                    let name = String(decoding: variable.prefix { $0 != UInt8(ascii: "=") }.prefix(100), as: UTF8.self)
                    return (["environment, \(name)"], variable)
                }
            )
        }
        switch proc.file("/\(process.number)/cmdline", limit: 4 << 20) {
        case .absent: return
        case .unreadable(let why):
            if proc.node("/\(process.number)").content != nil { leaveOut(source, "its command line: \(why)") }
        case .found(let content):
            // One after the other, as they were typed: an option says what its value is.
            let words = Array(content.bytes.split(separator: 0).joined(separator: [0x20]))
            lookAtParts(of: source, [(["command line"], words[...])])
        }
    }

    /// Looks through texts that lie side by side, each with a place of its own.
    func lookAtParts(of source: String, _ parts: [(inside: [String], bytes: ArraySlice<UInt8>)]) {
        var text: [UInt8] = []
        var starts: [Int] = []
        for part in parts {
            starts.append(text.count)
            text += part.bytes
            text.append(0x0A)
        }
        guard !text.isEmpty else { return }
        add(bytes: text.count)
        let first = leaks.count
        scan.look(at: source, inside: ["text"]) { take in take(text.span.bytes) }
        place(from: first) { leak in
            guard leak.place.inside.count == 1, let part = starts.lastIndex(where: { $0 <= leak.place.offset }) else {
                return nil
            }
            return LeakPlace(source, inside: parts[part].inside, line: nil, offset: leak.place.offset - starts[part])
        }
    }
}
