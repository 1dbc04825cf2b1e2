import Foundation
import Testing

/// What an account really gets done, by a script that it runs.
enum Attempts {
    /// The numbers that the script prints, a line each.
    static func numbers(
        printedBy script: String,
        _ arguments: [String],
        as account: UInt32,
        _ groups: String
    ) throws -> Set<Int> {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        process.arguments =
            [
                "--reuid", "\(account)", "--regid", "\(account)", "--groups", groups, "--", "/usr/bin/python3", "-c",
                script,
            ] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Set(text.split(separator: "\n").compactMap { Int($0) })
    }
}
