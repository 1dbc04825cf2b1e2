public import Foundation

/// A real program that a test runs to its end.
public enum Program {
    /// What came of it.
    public struct Ended: Sendable {
        public let status: Int32
        public let output: String
        public let errors: String
    }

    public static func isThere(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Runs it and waits on a thread of its own: the few threads that tests share go on.
    public static func run(
        _ path: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        input: Data = Data()
    ) async throws -> Ended {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread {
                done.resume(with: Result { try wait(for: path, arguments, environment: environment, input: input) })
            }
        }
    }

    /// The same on this thread, for programs that end at once.
    ///
    /// Input and output go through files, so that neither side waits for the other.
    public static func wait(
        for path: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        input: Data = Data()
    ) throws -> Ended {
        let directory = try scratch()
        defer { try? FileManager.default.removeItem(at: directory) }
        let (given, printed, said) = (directory.path + "/in", directory.path + "/out", directory.path + "/errors")
        try input.write(to: URL(filePath: given))
        let streams = try [
            Spawn.open(given, O_RDONLY), Spawn.open(printed, O_WRONLY | O_CREAT), Spawn.open(said, O_WRONLY | O_CREAT),
        ]
        defer { for stream in streams { close(stream) } }
        let process = try Spawn.start(
            path,
            arguments,
            environment ?? ProcessInfo.processInfo.environment,
            input: streams[0],
            output: streams[1],
            errors: streams[2]
        )
        let status = Spawn.status(of: process)
        func text(_ file: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
        }
        return Ended(status: status, output: try text(printed), errors: try text(said))
    }

    /// A new directory for what a test needs.
    public static func scratch() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "nacre-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }
}
