import ArgumentParser
import Glibc
import Hardening
import LinuxMachine
import Operations
import Reports

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Show what is no longer as it was when the last change was confirmed.",
        discussion: """
            Compares with the last confirmed generation: controls that held and no longer do, and what Nacre had put and \
            somebody changed since, with what the system remembers of who it was. A control that did not hold then is \
            named where it finds more wrong than it did.

            Exit status: 0 nothing drifted, or all that did is in place again or accepted; 1 something is still not as it was; 2 \
            nothing confirmed is in force, or wrong arguments; 3 it could not be determined, or undoing \
            waits to be confirmed; 4 a layer was to be put in place \
            again, failed, and was put back.
            """
    )

    @Option(help: ArgumentHelp("Put this layer in place again where it drifted; may be repeated.", valueName: "layer"))
    var reapply: [Layer] = []

    @Flag(
        help: ArgumentHelp(
            "Compare with what is now from here on, where it differs from what was confirmed.",
            discussion: "For changes of your own. nacre audit goes on naming what it finds."
        )
    )
    var accept = false

    func validate() throws {
        guard !accept || reapply.isEmpty else {
            throw ValidationError("--accept and --reapply say opposite things of what drifted")
        }
    }

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can read the generations: sudo nacre drift") }
        let terminal = Terminal.current()
        let (hardener, drift) = try await Refusal.explained {
            let store = try GenerationStore()
            try DamageNotice.tell(store)
            let hardener = RunningHardener(store, terminal)
            return (hardener, try await Self.look(hardener, terminal))
        }
        guard !drift.isEmpty else { return }
        if accept { return try await Self.accept(drift, hardener) }
        let layers = reapply.filter(drift.layers.contains)
        guard !layers.isEmpty else { throw ExitCode(1) }
        try FileOutput.print("\nPutting in place again: \(layers.map(\.title).joined(separator: ", "))\n")
        terminal.progress("Looking at this server …")
        let outcome = try await Refusal.explained {
            try await hardener.reapply(layers, of: drift) { draft in
                terminal.progress(nil)
                try FileOutput.print(draft.text(terminal.style, showsDifferences: true))
            }
        }
        terminal.progress(nil)
        if let outcome {
            if let away = await GatewayAbsence.words(of: hardener.host) { try FileOutput.print(away) }
            try await Apply.tell(outcome)
        }
        try FileOutput.print("\n")
        let now = try await Refusal.explained { try await Self.look(hardener, terminal) }
        guard now.isEmpty else { throw ExitCode(1) }
    }

    private static func accept(_ drift: Drift, _ hardener: RunningHardener) async throws {
        let left = try await Refusal.explained { try await hardener.accept(drift) }
        try FileOutput.print("\nAccepted: nacre drift compares with this from now on.\n")
        for resource in left {
            try FileOutput.print("  not accepted, as it cannot be read: \(Sanitizer.report.line("\(resource)"))\n")
        }
        if !left.isEmpty { throw ExitCode(1) }
    }

    /// Compares and shows what came of it.
    private static func look(_ hardener: RunningHardener, _ terminal: Terminal) async throws -> Drift {
        terminal.progress("Looking at this server …")
        let drift = try await hardener.drift()
        var traces: [Resource: [String]] = [:]
        for resource in drift.alterations.map(\.change.resource) { traces[resource] = await Traces(of: resource).lines }
        terminal.progress(nil)
        if let lifted = drift.lifted { try FileOutput.print(Status.words(lifted)) }
        try FileOutput.print(drift.text(terminal.style, traces))
        return drift
    }
}
