public import ArgumentParser
import Reports

/// The root command.
public struct Nacre: AsyncParsableCommand {
    static let version = "0.1.0"

    public static let configuration = CommandConfiguration(
        commandName: "nacre",
        abstract: "Hardens a server that runs OpenClaw, and proves that each layer holds.",
        version: version,
        subcommands: [
            Audit.self, PlanCommand.self, Apply.self, Confirm.self, Rollback.self, History.self, Status.self,
            DriftCommand.self, Schedule.self, ConfigCommand.self, SelfCheckCommand.self,
            Prove.self, List.self,
            Explain.self, Accept.self, ProfileCommand.self, VaultCommand.self, SecretsCommand.self, LeaksCommand.self,
            GuardCommand.self,
        ]
    )

    public init() {}

    /// Runs the command line and tells the process's exit status.
    ///
    /// ArgumentParser's own entry point would exit with 64 for wrong usage, where Nacre promises 2.
    public static func status(for arguments: [String]) async -> Int32 {
        do {
            try Mistyping.check(arguments, against: Self.self)
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitCode.success.rawValue
        } catch let failure as FileOutput.Failure {
            FileOutput.writeError("nacre: \(Sanitizer.report.block(failure.description))\n")
            return ExitCode.couldNotCheck.rawValue
        } catch let refusal as VaultRefusal {
            FileOutput.writeError("nacre: \(Sanitizer.report.block(refusal.description))\n")
            return ExitCode.couldNotCheck.rawValue
        } catch let error as ConfigurationError {
            FileOutput.writeError("nacre: \(Sanitizer.report.block(error.description))\n")
            return ExitCode.usage.rawValue
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            return tell(error)
        }
    }

    /// Help and version are answers, what the parser refuses is wrong usage, and everything else could not be done.
    static func tell(_ error: any Error) -> Int32 {
        let message = fullMessage(for: error) + "\n"
        guard exitCode(for: error) == .success else {
            FileOutput.writeError(message)
            return exitCode(for: error) == .validationFailure
                ? ExitCode.usage.rawValue : ExitCode.couldNotCheck.rawValue
        }
        do {
            try FileOutput.print(message)
            return ExitCode.success.rawValue
        } catch {
            return ExitCode.couldNotCheck.rawValue
        }
    }
}

/// Wrong arguments, or a profile that cannot be used.
struct ConfigurationError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
