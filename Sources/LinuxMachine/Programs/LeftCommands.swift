import Glibc
import Surface

/// Commands that go on after the Nacre which began them was ended.
///
/// A program that Nacre starts has a session of its own and outlives it. One that makes containers anew may take
/// minutes, and would do so beside the next Nacre, which undoes what the first had begun. Each carries a mark in its
/// environment, which whatever it starts inherits, such as `docker` its `docker-compose`.
enum LeftCommands {
    private static let mark = "NACRE_CHANGES"
    /// What a command that changes containers is started with.
    static let marked = [mark: "containers"]

    /// Ends every command that carries the mark, and waits until none is left.
    ///
    /// To be called by whoever has just got the right to change the machine, so that none of them is its own.
    static func end() {
        // Killed at once, a process is gone as soon as the kernel gets round to it.
        for _ in 0..<100 {
            let left = processes()
            guard !left.isEmpty else { return }
            for process in left { kill(process, SIGKILL) }
            usleep(20_000)
        }
    }

    /// Root's own; one that has ended and that nobody asked about yet has no environment any more.
    static func processes() -> [pid_t] {
        guard let directory = unsafe opendir("/proc") else { return [] }
        defer { unsafe closedir(directory) }
        var found: [pid_t] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard let process = pid_t(name), process != getpid(), isMarked(process) else { continue }
            found.append(process)
        }
        return found
    }

    private static func isMarked(_ process: pid_t) -> Bool {
        let file = unsafe open("/proc/\(process)/environ", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_uid == geteuid() else { return false }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < 1 << 20 {
            let count = unsafe read(file, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        let wanted = Array("\(mark)=containers".utf8)
        return bytes.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }
}
