import Foundation

/// A real program to compare with, run to its end.
enum Program {
    static func isThere(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// What it printed; input and output go through files, so that neither side waits for the other.
    ///
    /// Other tests run meanwhile: no thread waits for the program.
    static func run(_ path: String, _ arguments: [String], input: Data = Data()) async throws -> String {
        let directory = try scratch()
        defer { try? FileManager.default.removeItem(at: directory) }
        let (given, printed) = (directory.appending(path: "in"), directory.appending(path: "out"))
        try input.write(to: given)
        try Data().write(to: printed)
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: given)
        process.standardOutput = try FileHandle(forWritingTo: printed)
        process.standardError = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                done.resume(throwing: error)
            }
        }
        return String(decoding: try Data(contentsOf: printed), as: UTF8.self)
    }

    static func scratch() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "nacre-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }
}
