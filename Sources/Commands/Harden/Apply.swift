import ArgumentParser
import Glibc
import Hardening
import LinuxMachine

struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Harden this server, and undo it unless you confirm from a new login.",
        discussion: """
            Shows the plan, arms a switch that undoes it, changes the server step by step, and verifies what is true \
            then. What is changed stays only when `nacre confirm` comes from a login that began afterwards; otherwise \
            everything is put back at the deadline, after a crash, and after a reboot. Connections that exist survive, \
            and the port that SSH moves away from stays open until the confirmation. What an account does meanwhile to \
            files of its own costs it only their change: that is left out and named at the end, as a finding that stays.

            Exit status: 0 applied, or nothing to change; 2 wrong arguments or profile; 3 refused, and nothing was \
            changed, or something failed and could not be put back yet, which is said; 4 something failed, and was put back.
            """
    )

    @OptionGroup var selection: Selection

    @Option(help: ArgumentHelp("Undo everything unless it is confirmed in this time: 90s, 5m, 1h.", valueName: "time"))
    var confirmWithin = Patience(seconds: 300)

    @Flag(help: "Show the plan, and stop there.")
    var dryRun = false

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
        let preparation = try Preparation(selection)
        let terminal = Terminal.current()
        // The operator's connection may break while it runs; the switch needs a process that goes on.
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        terminal.progress("Looking at this server …")
        let (store, draft) = try await Refusal.explained {
            let store = try GenerationStore()
            try DamageNotice.tell(store)
            try await Self.requireSettled(store)
            return (store, try await preparation.draft())
        }
        terminal.progress(nil)
        try FileOutput.print(draft.text(terminal.style))
        guard !draft.plan.isEmpty, !dryRun else { return }
        if !yes { try Self.ask(terminal) }

        let outcome = try await Refusal.explained {
            let lock = try StoreLock()
            // Another one may have ended while the plan was read.
            try await Self.requireSettled(store)
            let outcome = try await Applying(
                preparation: preparation,
                store: store,
                patience: confirmWithin,
                report: { terminal.progress($0 + " …") }
            ).run(draft)
            if firstBoot, case .waits(let generation, _) = outcome {
                terminal.progress("Keeping it")
                let closing = Closing(store: store) { terminal.progress($0 + " …") }
                if let failed = try await closing.run(generation) {
                    return Applying.Outcome.undone(failed.why, left: failed.left)
                }
            }
            _ = consume lock
            return outcome
        }
        terminal.progress(nil)
        if let away = await GatewayAbsence.words(of: preparation.machine) { try FileOutput.print(away) }
        switch outcome {
        case .undone(let why, let left):
            FileOutput.writeError("nacre: \(Cleaner.report.block(why))\n" + PutBackWords.text(left: left))
            throw ExitCode.reverted
        case .waits(let generation, let left) where firstBoot:
            try FileOutput.print(LeftToOwner.text(left))
            try FileOutput.print(
                "\nGeneration \(generation.number) is applied and kept: the server's own checks passed, and nobody has "
                    + "logged in yet.\nTo undo it: sudo nacre rollback\n"
            )
        case .waits(let generation, let left):
            try FileOutput.print(LeftToOwner.text(left))
            let login = try await LoginWords.login(generation.about.ports)
            try FileOutput.print(waiting(generation, login, hasSSH: try await LoginWords.hasSSH()))
        }
    }

    static func requireSettled(_ store: GenerationStore) async throws {
        guard let open = try store.unsettled() else { return }
        if open.progress == .applying, open.entries.isEmpty, !open.about.process.isAlive {
            // It was ended before its first change, maybe before the switch was armed.
            try await Undoing(store: store) { _ in }.rollBack(open, because: "it was ended before it changed anything")
            return
        }
        if open.about.lifts == true {
            throw Refusal.told(
                "openclaw.json is unlocked for a while (generation \(open.number)); first: nacre config lock"
            )
        }
        throw Refusal.told(
            "generation \(open.number) \(open.progress); settle it first: nacre confirm, or nacre rollback"
        )
    }

    /// - Throws: where the answer is not yes.
    private static func ask(_ terminal: Terminal) throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw ConfigurationError(
                "nothing was changed: standard input is no terminal, so nobody can be asked; ssh -t gives one, and "
                    + "nacre apply --yes goes on without"
            )
        }
        FileOutput.writeError("Change this server now? [y/N] ")
        guard ["y", "yes"].contains(readLine()?.lowercased()) else {
            FileOutput.writeError("Nothing was changed.\n")
            throw ExitCode.success
        }
    }

    private func waiting(_ generation: Generation, _ login: String, hasSSH: Bool) -> String {
        let isRootOut = generation.plan.changes.contains { $0.because.contains("ssh.restrict-root-login") }
        let who =
            isRootOut && hasSSH ? "\nroot no longer gets in by SSH: log in as an account that may use sudo.\n" : ""
        return """

            Applied as generation \(generation.number), and not yet kept.
            \(LoginWords.keep(login, hasSSH: hasSSH))

                sudo nacre confirm
            \(who)
            Without that, everything is undone in \(confirmWithin).

            """
    }
}

extension ExitCode {
    /// Applied, then put back.
    static let reverted = ExitCode(4)
}
