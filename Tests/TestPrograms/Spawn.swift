import CLinux
import Glibc

/// Why a program of a test was not started.
public struct NotStarted: Error, CustomStringConvertible {
    public let description: String
}

/// Starts programs for tests as Nacre starts its own: with three descriptors and no other.
///
/// Foundation's `Process` lists what is open, and starts the program with that closed. What another thread opens in between,
/// such as the pipe of a second program, goes into the child, and whoever waits for that pipe to end waits for the wrong
/// program.
enum Spawn {
    static func start(
        _ path: String,
        _ arguments: [String],
        _ environment: [String: String],
        input: Int32,
        output: Int32,
        errors: Int32
    ) throws -> Int32 {
        var process: Int32 = 0
        let code = unsafe withStrings([path] + arguments) { words in
            unsafe withStrings(environment.map { "\($0)=\($1)" }) { variables in
                unsafe nacre_spawn(&process, path, words, variables, input, output, errors)
            }
        }
        guard code == 0 else { throw NotStarted(description: "\(path): \(unsafe String(cString: strerror(code)))") }
        return process
    }

    /// Waits for its end; as a shell gives it, 128 and the signal where one ended it.
    static func status(of process: Int32) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 { if errno != EINTR { return -1 } }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// Above the standard streams, which the child's are made from one after the other.
    static func open(_ path: String, _ flags: Int32) throws -> Int32 {
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw NotStarted(description: "\(path): \(unsafe String(cString: strerror(errno)))")
        }
        return descriptor
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
