import ArgumentParser
import Glibc
import Guard

/// The proxy between agents and model APIs.
@main
struct NacreGuard: AsyncParsableCommand {
    /// As `nacre` ends: 2 where what was asked is wrong, 3 where it could not be done.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if let serving = command as? Serve {
                try await serving.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            guard code != .success else { exit(withError: error) }
            let text = code == .validationFailure ? fullMessage(for: error) : "nacre-guard: \(error)"
            let bytes = Array((text + "\n").utf8)
            _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
            let isUsage = code == .validationFailure || (error as? Failure)?.isUsage == true
            Glibc.exit(isUsage ? 2 : 3)
        }
    }

    /// As `nacre` has it: scripts/version looks that both are the same.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "nacre-guard",
        abstract: "Stands between agents and model APIs: it holds the keys, and looks at what leaves.",
        version: version,
        subcommands: [
            Serve.self, Status.self, Tail.self, Explain.self, Allow.self, Refuse.self, Reload.self, Placeholder.self,
            VerifyJournal.self,
        ]
    )
}

/// Makes a placeholder.
struct Placeholder: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a placeholder for an agent, and the hash that guard.yaml keeps of it."
    )

    func run() {
        let placeholder = Guard.Placeholder.mint()
        let digits = Guard.Placeholder.digest(of: placeholder.utf8).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        print("placeholder: \(placeholder)\nguard.yaml:  sha256:\(digits.joined())")
    }
}

/// Looks through a journal.
struct VerifyJournal: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look whether a journal is whole: no line changed, taken out or put in."
    )

    @Argument(help: "The journal.")
    var file: String

    func run() throws {
        let (count, hash) = try Journal.verify(file)
        print("\(file): \(count) lines, and each follows from the one before; the last one's hash is \(hash)")
        print("That lines at its end are missing shows only beside a hash that was kept elsewhere.")
    }
}
