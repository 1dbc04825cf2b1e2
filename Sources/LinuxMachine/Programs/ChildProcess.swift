import CLinux
import Glibc
import SystemPackage

/// A program that runs in a session of its own, with what it says and the time it takes bounded.
///
/// It has no terminal: a program that runs as another account, such as a gateway's own check, could else type into the
/// shell of the person who runs Nacre, or write to their screen.
struct ChildProcess {
    /// What became of it.
    enum Outcome {
        case ended(status: Int, output: [UInt8], errors: [UInt8])
        /// Killed with its group, since it had not ended by the deadline.
        case late
        /// Killed with its group, since it said more than it may.
        case tooMuch
        case notStarted(Int32)
    }

    let path: String
    let arguments: [String]
    let environment: [String: String]
    /// Seconds.
    let timeout: Int
    /// Bytes.
    let outputLimit: Int
    /// What it reads from its standard input, at most 60,000 bytes.
    var input: [UInt8] = []

    /// Of standard error, more is read and let go.
    static let errorLimit = 16_384
    /// How long a daemon that it left behind may hold its output, in seconds.
    private static let grace = 2.0

    /// Runs it to its end, on this thread.
    func run() -> Outcome {
        let process: pid_t
        let output: Pipe
        let errors: Pipe
        switch begin() {
        case .success(let begun): (process, output, errors) = begun
        case .failure(let error): return .notStarted(error.rawValue)
        }
        return follow(process, output: output, errors: errors)
    }

    /// Starts it, and gives what its output and its errors come through.
    func begin() -> Result<(pid_t, Pipe, Pipe), Errno> {
        guard let input = input.isEmpty ? Pipe.nothing() : Pipe.holding(input), let output = Pipe.make(),
            let errors = Pipe.make()
        else {
            return .failure(Errno(rawValue: errno))
        }
        return start(input: input, output: output, errors: errors).map { process in
            output.closeWriting()
            errors.closeWriting()
            return (process, output, errors)
        }
    }

    private func start(input: Pipe, output: Pipe, errors: Pipe) -> Result<pid_t, Errno> {
        var process = pid_t()
        let code = unsafe Self.withStrings([path] + arguments) { argv in
            unsafe Self.withStrings(environment.map { "\($0)=\($1)" }) { variables in
                unsafe nacre_spawn(&process, path, argv, variables, input.reading, output.writing, errors.writing)
            }
        }
        return code == 0 ? .success(process) : .failure(Errno(rawValue: code))
    }

    /// Reads until it has ended and its output with it, or a limit is reached.
    private func follow(_ process: pid_t, output: Pipe, errors: Pipe) -> Outcome {
        let ending = nacre_open_process(process)
        defer { if ending >= 0 { close(ending) } }
        var deadline = Self.now() + Double(timeout)
        var status: Int?
        while output.isOpen || errors.isOpen || status == nil {
            if status == nil, let ended = Self.status(of: process, options: WNOHANG) {
                status = ended
                deadline = min(deadline, Self.now() + Self.grace)
                continue
            }
            let left = deadline - Self.now()
            guard left > 0 else { break }
            // Without a descriptor for the process (before Linux 5.3), its end is looked for now and then.
            let wait = status == nil && ending < 0 ? min(left, 0.02) : left
            var waiting = [
                pollfd(fd: output.reading, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errors.reading, events: Int16(POLLIN), revents: 0),
                pollfd(fd: status == nil ? ending : -1, events: Int16(POLLIN), revents: 0),
            ]
            _ = unsafe poll(&waiting, nfds_t(waiting.count), Int32(min(wait * 1000 + 1, 60_000)))
            if waiting[0].revents != 0 { output.read(upTo: outputLimit + 1) }
            if waiting[1].revents != 0 { errors.read(upTo: Self.errorLimit) }
            if output.bytes.count > outputLimit {
                if status == nil { Self.end(process) }
                return .tooMuch
            }
        }
        // On a busy machine it may have ended long ago, and nobody here got round to noticing.
        if status == nil { status = Self.status(of: process, options: WNOHANG) }
        guard let status else {
            Self.end(process)
            return .late
        }
        return .ended(status: status, output: output.bytes, errors: errors.bytes)
    }

    static func end(_ process: pid_t) {
        kill(-process, SIGKILL)
        _ = status(of: process, options: 0)
    }

    /// As a shell gives it: 128 and the signal where one ended it.
    static func status(of process: pid_t, options: Int32) -> Int? {
        var status: Int32 = 0
        var result: pid_t
        repeat { result = unsafe waitpid(process, &status, options) } while result < 0 && errno == EINTR
        guard result == process else { return nil }
        let signal = status & 0x7f
        return signal == 0 ? Int((status >> 8) & 0xff) : 128 + Int(signal)
    }

    private static func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func withStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies + [nil])
    }
}
