import ArgumentParser
import Catalog
import Controls
import Glibc
import Hardening
import LinuxMachine
import Operations
import Reports

struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Harden this server, and undo it unless you confirm from a new login.",
        discussion: """
            Shows the plan, arms a switch that undoes it, changes the server step by step, and verifies what is true \
            then. What is changed stays only when `nacre confirm` comes from a login that began afterwards; otherwise \
            everything is put back at the deadline, after a crash, and after a reboot. Connections that exist survive, \
            and the port that SSH moves away from stays open until the confirmation. What an account does meanwhile to \
            files of its own costs it only their change: that is left out and named at the end, as a finding that stays.

            Exit status: 0 applied, or nothing to change; 2 wrong arguments or profile, or not run as root; 3 refused, and nothing was \
            changed, or something failed and could not be put back yet, which is said; 4 something failed, and was put back.
            """
    )

    @OptionGroup var selection: Selection

    @Option(help: ArgumentHelp("Undo everything unless it is confirmed in this time: 90s, 5m, 1h.", valueName: "time"))
    var confirmWithin = Patience(seconds: 300)

    @Flag(help: "Show the plan, and stop there.")
    var dryRun = false

    @Flag(help: "Show every change as a difference, with the controls that ask for it.")
    var diff = false

    @Flag(help: "Do not ask before it begins.")
    var yes = false

    @Flag(
        help: ArgumentHelp(
            "For provisioning, where nobody can log in yet: keep the change when the server's own checks pass.",
            discussion: "Nobody proves that a login works. Use it on a server that you can still throw away."
        )
    )
    var firstBoot = false

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can change the server: sudo nacre apply") }
        Interruption.isTold(.looking)
        let order = try await selection.order(on: PlanCommand.server())
        let terminal = Terminal.current()
        // The operator's connection may break while it runs; the switch needs a process that goes on.
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        terminal.progress("Looking at this server …")
        let (hardener, draft) = try await Refusal.explained {
            let store = try GenerationStore()
            try DamageNotice.tell(store)
            let hardener = RunningHardener(store, terminal)
            try await hardener.requireSettled()
            return (hardener, try await hardener.plan(order))
        }
        terminal.progress(nil)
        try FileOutput.print(draft.text(terminal.style, showsDifferences: diff))
        guard !draft.plan.isEmpty, !dryRun else { return }
        if !yes { try Self.ask(terminal, about: draft) }
        Interruption.isTold(.applying)

        let outcome = try await Refusal.explained {
            try await hardener.apply(draft, by: order, within: confirmWithin.seconds, keepingAtOnce: firstBoot)
        }
        Interruption.isOver()
        terminal.progress(nil)
        if let away = await GatewayAbsence.words(of: hardener.host) { try FileOutput.print(away) }
        try await Self.tell(outcome, isFirstBoot: firstBoot)
    }

    /// Says what came of it.
    ///
    /// - Throws: `ExitCode.reverted` where it was put back.
    static func tell(_ outcome: Outcome, isFirstBoot: Bool = false) async throws {
        switch outcome {
        case .undone(let undone):
            FileOutput.writeError(
                "nacre: \(Sanitizer.report.block(undone.words))\n" + PutBackWords.text(left: undone.left)
            )
            throw ExitCode.reverted
        case .kept(let generation, let left):
            try FileOutput.print(LeftToOwnerWords.text(left))
            let nobody = isFirstBoot ? ", and nobody has logged in yet" : ""
            try FileOutput.print(
                "\nGeneration \(generation.number) is applied and kept: the server's own checks passed\(nobody).\n"
                    + "To undo it: sudo nacre rollback\n"
            )
        case .waits(let generation, let left):
            try FileOutput.print(LeftToOwnerWords.text(left))
            let login = try await LoginWords.login(generation.about.ports)
            try FileOutput.print(waiting(generation, login, hasSSH: try await LoginWords.hasSSH()))
        }
    }

    /// - Throws: where the answer is not yes.
    static func ask(_ terminal: Terminal, about draft: Draft, command: String = "nacre apply") throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw ConfigurationError(
                "nothing was changed: standard input is no terminal, so nobody can be asked; ssh -t gives one, and "
                    + "\(command) --yes goes on without"
            )
        }
        // What was said first has scrolled away by now.
        try FileOutput.print(draft.summary(terminal.style) + "\n")
        FileOutput.writeError("Change this server now? [y/N] ")
        guard ["y", "yes"].contains(readLine()?.lowercased()) else {
            FileOutput.writeError("Nothing was changed.\n")
            throw ExitCode.success
        }
    }

    private static func waiting(
        _ generation: Generation,
        _ login: String,
        hasSSH: Bool
    ) -> String {
        let restricting = Control.restrictRootLogin(generation.profile ?? .standalone).id
        let isRootOut = generation.plan.changes.contains { $0.because.contains(restricting) }
        let who =
            isRootOut && hasSSH ? "\nroot can no longer log in over SSH: log in as an account that may use sudo.\n" : ""
        return """

            Applied as generation \(generation.number) (\(Term("change").counted(generation.plan.changes.count))), and not yet kept.
            \(LoginWords.keep(login, hasSSH: hasSSH))

                sudo nacre confirm
            \(who)
            Without that, everything is undone at \(Deadline.words(generation.about.deadline)).

            """
    }
}

extension ExitCode {
    /// Applied, then put back.
    static let reverted = ExitCode(4)
}

extension Undone {
    /// Why it was put back, and what can be had all the same.
    var words: String { "\(cause)" + (OtherLayers.hint(after: cause, plan) ?? "") }
}
