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
            named where it finds more wrong than it did. What is accepted is so as it is now: any other change of the \
            same is named again.

            With --leaks it looks as well whether a value of the vault, or of a configuration of OpenClaw, came to lie \
            anywhere else since it looked last: in what OpenClaw and people write, in shells' histories, in the journal. What \
            only looks like a secret is not told; nacre leaks finds it. What was found is told until it lies there no longer.

            Exit status: 0 nothing drifted, or all that did is in place again or accepted; 1 something is still not as it was, \
            or a value lies about; 2 nothing confirmed is in force, wrong arguments, or not run as root; 3 it could not be \
            determined, not all could be looked at for --leaks, or undoing waits to be confirmed; 4 a layer was to be put in place \
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

    @Argument(
        help: ArgumentHelp(
            "With --accept: only this, a control or a file as it is named there; otherwise all of it. With --withdraw: this.",
            valueName: "name"
        )
    )
    var names: [String] = []

    @Option(help: "With --accept: why, for whoever reads it in a year.")
    var reason: String?

    @Flag(help: "List what is accepted, and why.")
    var listAccepted = false

    @Flag(help: "Accept this no longer: it is named again as long as it is not as it was confirmed.")
    var withdraw = false

    @Flag(help: "Look as well whether known secrets lie about in what was written since the last look.")
    var leaks = false

    func validate() throws {
        guard !leaks || !(accept || listAccepted || withdraw) else {
            throw ValidationError("--leaks goes with --reapply only.")
        }
        guard !accept || reapply.isEmpty else {
            throw ValidationError("--accept and --reapply say opposite things of what drifted")
        }
        if listAccepted, accept || withdraw || !reapply.isEmpty {
            throw ValidationError("--list-accepted stands alone.")
        }
        if withdraw {
            guard !accept, reapply.isEmpty, reason == nil else {
                throw ValidationError("--withdraw goes with names only.")
            }
            guard !names.isEmpty else {
                throw ValidationError("Name what is accepted no longer, as nacre drift --list-accepted does.")
            }
            return
        }
        guard accept else {
            guard names.isEmpty, reason == nil else { throw ValidationError("A name and --reason go with --accept.") }
            return
        }
        guard let reason, !reason.allSatisfy(\.isWhitespace) else {
            throw ValidationError("--reason is missing: whoever reads this in a year needs to know why.")
        }
    }

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can read the generations: sudo nacre drift") }
        guard leaks else { return try await compare() }
        var ending: any Error = ExitCode.success
        // Whatever came of that, the other is looked at.
        do { try await compare() } catch { ending = error }
        let status = try await Self.told(ending) { try await LeakWatch.run() }
        guard status == .success else { throw status }
    }

    /// What ends the command that did both: of two, that something failed and was put back, then what was found.
    ///
    /// - Throws: an error that is still to be told.
    static func told(_ comparing: any Error, and looking: () async throws -> Int32) async throws -> ExitCode {
        guard let compared = comparing as? ExitCode else {
            // Neither must hide the other.
            do { _ = try await looking() } catch {
                FileOutput.writeError("nacre: \(Sanitizer.report.block("\(error)"))\n")
            }
            throw comparing
        }
        let found = try await looking()
        if compared.rawValue == 0 || compared.rawValue == 3 && found == 1 { return ExitCode(found) }
        return compared
    }

    private func compare() async throws {
        let terminal = Terminal.current()
        Interruption.isTold(.looking)
        let (hardener, drift) = try await Refusal.explained {
            let store = try GenerationStore()
            try DamageNotice.tell(store)
            let hardener = RunningHardener(store, terminal)
            if listAccepted {
                try FileOutput.print(DriftAcceptance.list(try hardener.acceptances()))
                throw ExitCode.success
            }
            if withdraw { throw try await Self.withdraw(names, hardener) }
            do {
                return (hardener, try await Self.look(hardener, terminal))
            } catch let refused as Refused where refused.isAboutNothing {
                // After a rollback the timer goes on; that it has nothing to look for is no failure of its service.
                guard await DriftTimer().runsThis else { throw refused }
                terminal.progress(nil)
                try FileOutput.print(
                    "Nothing that was confirmed is in force here, so that nothing can have drifted. The timer goes on until: "
                        + "sudo nacre schedule remove\n"
                )
                throw ExitCode.success
            }
        }
        if accept {
            let part = try DriftAcceptance.part(of: drift, named: names)
            guard !part.isEmpty else { return }
            try await accept(part, hardener)
            // What was not named goes on being told.
            if part.names.count < drift.names.count { throw ExitCode(1) }
            return
        }
        guard !drift.isEmpty else { return }
        let layers = reapply.filter(drift.layers.contains)
        guard !layers.isEmpty else { throw ExitCode(1) }
        try FileOutput.print("\nPutting in place again: \(layers.map(\.title).joined(separator: ", "))\n")
        terminal.progress("Looking at this server …")
        let outcome = try await Refusal.explained {
            try await hardener.reapply(layers, of: drift) { draft in
                terminal.progress(nil)
                try FileOutput.print(draft.text(terminal.style, showsDifferences: true))
                Interruption.isTold(.applying)
            }
        }
        Interruption.isOver()
        terminal.progress(nil)
        if let outcome {
            if let away = await GatewayAbsence.words(of: hardener.host) { try FileOutput.print(away) }
            try await Apply.tell(outcome)
        }
        try FileOutput.print("\n")
        let now = try await Refusal.explained { try await Self.look(hardener, terminal) }
        guard now.isEmpty else { throw ExitCode(1) }
    }

    /// Has names accepted no longer.
    ///
    /// - Returns: how the command ends.
    /// - Throws: `ConfigurationError` for a name that is not accepted.
    private static func withdraw(_ names: [String], _ hardener: RunningHardener) async throws -> ExitCode {
        let accepted = try hardener.acceptances().map(\.name)
        // As it is, or as it is shown.
        let meant = try names.map { given in
            guard let name = accepted.first(where: { $0 == given || Sanitizer.report.line($0) == given }) else {
                throw ConfigurationError(
                    "\(Sanitizer.report.line(given)) is not accepted: sudo nacre drift --list-accepted"
                )
            }
            return name
        }
        try await hardener.withdraw(meant)
        for name in meant { try FileOutput.print("\(Sanitizer.report.line(name)) counts again.\n") }
        return .success
    }

    private func accept(_ drift: Drift, _ hardener: RunningHardener) async throws {
        let left = try await Refusal.explained { try await hardener.accept(drift, because: reason ?? "") }
        try FileOutput.print(DriftAcceptance.words(drift, but: left))
        if !left.isEmpty { throw ExitCode(1) }
    }

    /// Compares and shows what came of it.
    private static func look(_ hardener: RunningHardener, _ terminal: Terminal) async throws -> Drift {
        terminal.progress("Looking at this server …")
        let drift = try await hardener.drift()
        var traces: [Resource: [String]] = [:]
        for resource in drift.alterations.map(\.change.resource) {
            traces[resource] = await Traces(of: resource, since: drift.since).lines
        }
        terminal.progress(nil)
        if let lifted = drift.lifted { try FileOutput.print(Status.words(lifted)) }
        try FileOutput.print(drift.text(terminal.style, traces))
        return drift
    }
}
