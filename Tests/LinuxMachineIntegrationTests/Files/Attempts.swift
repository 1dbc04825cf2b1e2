import TestPrograms
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
        let words =
            [
                "--reuid", "\(account)", "--regid", "\(account)", "--groups", groups, "--", "/usr/bin/python3", "-c",
                script,
            ] + arguments
        let ended = try Program.wait(for: "/usr/bin/setpriv", words)
        #expect(ended.status == 0, "\(ended.errors)")
        return Set(ended.output.split(separator: "\n").compactMap { Int($0) })
    }
}
