import ArgumentParser
import Glibc
import Hardening
import LinuxMachine
import Operations
import Reports

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Let OpenClaw write its openclaw.json for a while, where the profile keeps it read-only.",
        subcommands: [Unlock.self, Lock.self]
    )

    /// What is said before it begins.
    private static let startsAnew =
        "The gateway is started anew for this, and away meanwhile: as a rule less than a minute, and as long as it takes to "
        + "end what it is doing …"

    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let OpenClaw write its openclaw.json, for updates, plugins and the control UI.",
            discussion: """
                The containers are made anew without OPENCLAW_CONFIG_READONLY, so that the gateway is away for up to a \
                minute, now and when it is locked again. It is a generation that cannot be confirmed: \
                it is undone when the time is over, after a reboot, and by nacre config lock. nacre status and nacre \
                drift say so until then. What OpenClaw wrote meanwhile stays.

                Exit status: 0 lifted, or nothing to lift; 2 wrong arguments, or not run as root; 3 refused, and nothing was changed; 4 \
                something failed, and everything was put back.
                """
        )

        @OptionGroup var choice: ProfileChoice

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("When it ends by itself: 90s, 30m, 24h at most.", valueName: "time")
        )
        var time = Patience(seconds: 3600)

        func run() async throws {
            guard geteuid() == 0 else {
                throw ConfigurationError("only root can change the server: sudo nacre config unlock")
            }
            signal(SIGHUP, SIG_IGN)
            signal(SIGPIPE, SIG_IGN)
            let terminal = Terminal.current()
            let order = Order(profile: try choice.profile(), source: choice.source, controls: [])
            terminal.progress("Looking at this server …")
            let (hardener, outcome) = try await Refusal.explained {
                let hardener = RunningHardener(try GenerationStore(), terminal)
                return (
                    hardener,
                    try await hardener.lift(order, within: time.seconds) { terminal.progress(ConfigCommand.startsAnew) }
                )
            }
            terminal.progress(nil)
            if let away = GatewayAbsence.words(await hardener.host.secondsAway()) { try FileOutput.print(away) }
            switch outcome {
            case nil:
                try FileOutput.print(
                    "openclaw.json is not locked: no container here is started with OPENCLAW_CONFIG_READONLY=1.\n"
                )
            case .undone(let undone):
                FileOutput.writeError(
                    "nacre: \(Sanitizer.report.block(undone.words))\nEverything was put back as it was.\n"
                )
                FileOutput.writeError(PutBackWords.lines(undone.left))
                throw ExitCode.reverted
            case .waits(let generation, let left), .kept(let generation, let left):
                try FileOutput.print(LeftToOwnerWords.text(left))
                try FileOutput.print(
                    "OpenClaw may write its openclaw.json (generation \(generation.number)). That ends in \(time), or "
                        + "with: sudo nacre config lock\n"
                )
            }
        }
    }

    struct Lock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make openclaw.json read-only for OpenClaw again.",
            discussion:
                "Exit status: 0 locked; 2 nothing was lifted, or not run as root; 3 it could not be put back, and is tried again."
        )

        func run() async throws {
            guard geteuid() == 0 else {
                throw ConfigurationError("only root can change the server: sudo nacre config lock")
            }
            signal(SIGHUP, SIG_IGN)
            signal(SIGPIPE, SIG_IGN)
            let terminal = Terminal.current()
            let hardener = try await Refusal.explained {
                let hardener = RunningHardener(try GenerationStore(), terminal)
                do {
                    let left = try await hardener.lock { terminal.progress(ConfigCommand.startsAnew) }
                    terminal.progress(nil)
                    try FileOutput.print("openclaw.json is read-only for OpenClaw again.\n")
                    try FileOutput.print(PutBackWords.lines(left, terminal.style))
                } catch let error as RollbackError {
                    throw Refusal.told("this could not be put back, and will be tried again:\n\(error)")
                }
                return hardener
            }
            try await GatewayAbsence.tell(hardener.host, terminal)
        }
    }
}
