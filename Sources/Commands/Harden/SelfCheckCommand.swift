import ArgumentParser
import Glibc
import LinuxMachine
import Reports

struct SelfCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "self-check",
        abstract: "Check that what undoes a change is whole: store, lock, units, programs.",
        discussion: """
            Nothing is changed. One line for each part: ok, or not ok with what is wrong, where, and what to do about it, \
            or unknown with why.

            Exit status: 0 everything is ok; 1 something is not; 2 wrong arguments, or not run as root; 3 something could \
            not be determined.
            """
    )

    @Flag(
        help: """
            Say instead whether Nacre can be removed, for packages: free or in-force on standard output, or exit \
            status 1 while a change is not settled.
            """
    )
    var forRemoval = false

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can read the store: sudo nacre self-check") }
        let check = try await Refusal.explained { try SelfCheck.ofThisServer() }
        if forRemoval { return try await tellRemoval(check) }
        let lines = await check.lines()
        for line in lines { try FileOutput.print(Self.words(line) + "\n") }
        if let code = Self.exitCode(for: lines) { throw code }
    }

    private func tellRemoval(_ check: SelfCheck) async throws {
        switch await check.removal() {
        case .free: try FileOutput.print("free\n")
        case .inForce: try FileOutput.print("in-force\n")
        case .waits(let generation):
            FileOutput.writeError("nacre: \(Status.words(generation))")
            throw ExitCode.findings
        case .atWork(let words):
            FileOutput.writeError("nacre: \(Sanitizer.report.line(words))\n")
            throw ExitCode.findings
        case .unknown(let why): throw Refusal.told(why)
        }
    }

    /// What is wrong outweighs what could not be determined; none where everything is in order.
    static func exitCode(for lines: [SelfCheck.Line]) -> ExitCode? {
        if lines.contains(where: { if case .wrong = $0 { true } else { false } }) { return .findings }
        return lines.contains { if case .unknown = $0 { true } else { false } } ? .couldNotCheck : nil
    }

    static func words(_ line: SelfCheck.Line) -> String {
        switch line {
        case .ok(let words): "ok: " + Sanitizer.report.line(words)
        case .wrong(let words, let remedy): "not ok: " + Sanitizer.report.line("\(words). To do: \(remedy)")
        case .unknown(let why): "unknown: " + Sanitizer.report.line(why)
        }
    }
}
