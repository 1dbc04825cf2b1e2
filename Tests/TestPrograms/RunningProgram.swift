import CLinux
public import Foundation

/// A real program that runs while a test speaks with it, until the test lets it go.
public final class RunningProgram {
    private let process: Int32
    private let input: FileHandle
    private let output: FileHandle
    private var status: Int32?

    /// What it says on standard error goes where the tests' own does.
    public init(_ path: String, _ arguments: [String] = []) throws {
        var given: [Int32] = [-1, -1]
        var printed: [Int32] = [-1, -1]
        guard unsafe nacre_pipe(&given) == 0, unsafe nacre_pipe(&printed) == 0 else {
            throw NotStarted(description: "\(path): no pipe")
        }
        defer {
            close(given[0])
            close(printed[1])
        }
        input = FileHandle(fileDescriptor: given[1], closeOnDealloc: true)
        output = FileHandle(fileDescriptor: printed[0], closeOnDealloc: true)
        process = try Spawn.start(
            path,
            arguments,
            ProcessInfo.processInfo.environment,
            input: given[0],
            output: printed[1],
            errors: STDERR_FILENO
        )
    }

    public func write(_ data: Data) throws { try input.write(contentsOf: data) }

    /// What it has printed since; waits for something, and is empty where it has closed its output.
    public func read() -> Data { output.availableData }

    /// Closes its input and waits for its end.
    @discardableResult
    public func end() -> Int32 {
        if let status { return status }
        try? input.close()
        let ended = Spawn.status(of: process)
        status = ended
        return ended
    }

    /// Ends it at once.
    public func kill() {
        guard status == nil else { return }
        _ = Glibc.kill(process, SIGKILL)
        end()
    }
}
