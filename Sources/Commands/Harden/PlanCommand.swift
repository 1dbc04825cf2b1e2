import ArgumentParser
import Documents
import Glibc
import Hardening
import LinuxMachine
import Operations
import Reports

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what would be changed to harden this server, and why.",
        discussion: """
            Reads, and changes nothing. What stops working comes first, then each change in a line; --diff shows every \
            change as a difference, with the controls that ask for it, and for what Nacre leaves to you the reason.

            Exit status: 0 a plan was made, or nothing is to be changed; 2 wrong arguments or profile; 3 no plan can be \
            made, and why.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @OptionGroup var selection: Selection

    @Flag(help: "Show every change as a difference, with the controls that ask for it.")
    var diff = false

    @Option(help: "How the plan is written.")
    var format: Format = .text

    func run() async throws {
        Interruption.isTold(.looking)
        let order = try await selection.order(on: Self.server())
        let planner = Planner(order, on: RunningMachine(), clock: SystemTimekeeper())
        let terminal = Terminal.current()
        terminal.progress("Looking at this server …")
        let draft = try await Refusal.explained { try await planner.draft() }
        terminal.progress(nil)
        if geteuid() != 0 {
            FileOutput.writeError("nacre: this is what can be seen without root; the whole plan: sudo nacre plan\n")
        }
        switch format {
        case .text: try FileOutput.print(draft.text(terminal.style, showsDifferences: diff))
        case .json: try FileOutput.print(draft.plan.output(closing: draft.closing, losing: draft.losing).document)
        }
    }
}

extension PlanCommand {
    /// This server, as an audit looks at it.
    static func server() throws -> LiveSurface {
        do { return try LiveSurface() } catch { throw ConfigurationError("\(error)") }
    }
}

/// Ends a command with the reasons why it does nothing.
enum Refusal {
    /// Runs the work; what keeps it from being done is told, and becomes the exit status 3.
    static func explained<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch let error as PlanErrors {
            // Most reasons are then that something could not be read, and none may be true.
            let hint = geteuid() == 0 ? "" : "only root can read what a plan needs: sudo nacre plan\nSeen without: "
            throw told("\(hint)nothing was changed; no plan can be made:\n\(error)")
        } catch let error as Refused {
            throw error.told
        } catch let error as NotBegun {
            throw told("nothing was changed: \(error.why)")
        } catch let error as Reapplied {
            FileOutput.writeError("nacre: \(Sanitizer.report.block("\(error)"))\n")
            throw ExitCode.reverted
        } catch let error as NotPutBack {
            throw told("\(error)")
        } catch let error as RollbackError {
            throw told("\(NotPutBack(why: nil, error))")
        } catch let error as StoreError {
            // It may come before a change, or in the middle of one.
            throw told("\(error)")
        } catch let error as StoreLock.Busy {
            throw told("nothing was changed: \(error); wait until it is done, or look with: nacre status")
        } catch let error as ExitCode {
            throw error
        } catch let error as ConfigurationError {
            throw error
        } catch let error as FileOutput.Failure {
            throw error
        } catch {
            // Whatever was changed is in the journal, and the switch is armed.
            throw told("\(error)\nWhere this leaves the server: nacre status")
        }
    }

    static func told(_ words: String) -> ExitCode {
        FileOutput.writeError("nacre: \(Sanitizer.report.block(words))\n")
        return .couldNotCheck
    }
}

extension Draft {
    func text(_ style: TextStyle, showsDifferences: Bool, hiding values: [String] = [], command: String = "nacre plan")
        -> String
    {
        PlanText(
            plan,
            style,
            findings: findings,
            unknown: unknown,
            closing: closing,
            losing: losing,
            idlePorts: idlePorts,
            showsDifferences: showsDifferences,
            hiding: values,
            command: command
        ).text
    }

    /// What a person is told again right before they are asked.
    func summary(_ style: TextStyle) -> String {
        PlanSummary(plan: plan, closing: closing, losing: losing).lines(style).joined(separator: "\n") + "\n"
    }
}
