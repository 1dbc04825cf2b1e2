import CLinux
import Glibc

/// Two descriptors, above those of the standard streams, and what came through them.
final class Pipe {
    private(set) var reading: Int32
    private(set) var writing: Int32
    private(set) var bytes: [UInt8] = []
    var isOpen: Bool { reading >= 0 }

    private init(reading: Int32, writing: Int32) {
        self.reading = reading
        self.writing = writing
    }

    /// Nothing where the process has no descriptors left; errno says so.
    static func make() -> Pipe? {
        var ends: [Int32] = [-1, -1]
        guard unsafe nacre_pipe(&ends) == 0 else { return nil }
        let pipe = Pipe(reading: aboveStandard(ends[0]), writing: aboveStandard(ends[1]))
        return pipe.reading >= 0 && pipe.writing >= 0 ? pipe : nil
    }

    /// What a program reads that gets no input: /dev/null, or an empty pipe in a root without /dev.
    static func nothing() -> Pipe? {
        let null = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        if null >= 0 {
            let pipe = Pipe(reading: aboveStandard(null), writing: -1)
            return pipe.isOpen ? pipe : nil
        }
        let empty = make()
        empty?.closeWriting()
        return empty
    }

    /// What a program reads that gets some input, all of which fits into a pipe (pipe(7): 65,536 bytes).
    static func holding(_ bytes: [UInt8]) -> Pipe? {
        guard bytes.count <= 60_000, let pipe = make() else { return nil }
        guard unsafe write(pipe.writing, bytes, bytes.count) == bytes.count else { return nil }
        pipe.closeWriting()
        return pipe
    }

    /// A process that was started without standard streams gets their numbers for its own files.
    private static func aboveStandard(_ descriptor: Int32) -> Int32 {
        guard descriptor <= 2 else { return descriptor }
        let higher = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        close(descriptor)
        return higher
    }

    func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    /// Reads what is there, and closes itself at the end; what is beyond the limit is let go.
    func read(upTo limit: Int) {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe Glibc.read(reading, &chunk, chunk.count)
        if count > 0 {
            bytes += chunk.prefix(min(count, max(0, limit - bytes.count)))
        } else if count == 0 || errno != EINTR {
            close(reading)
            reading = -1
        }
    }

    /// What was read up to now; it is let go.
    func taken() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Whether there is something to read, or the end, without waiting.
    var isReady: Bool {
        var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&waiting, 1, 0) > 0
    }

    deinit {
        if reading >= 0 { close(reading) }
        if writing >= 0 { close(writing) }
    }
}
