import ArgumentParser
import Controls
import Glibc
import Hardening
import LinuxMachine

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

                Exit status: 0 lifted, or nothing to lift; 2 wrong arguments; 3 refused, and nothing was changed; 4 \
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
            let preparation = try Preparation(choice)
            terminal.progress("Looking at this server …")
            let outcome = try await Refusal.explained { () async throws -> Applying.Outcome? in
                let store = try GenerationStore()
                let lock = try StoreLock()
                try await Apply.requireSettled(store)
                let draft = try await preparation.lifting()
                if draft.plan.isEmpty { return nil }
                terminal.progress(ConfigCommand.startsAnew)
                let outcome = try await Applying(
                    preparation: preparation,
                    store: store,
                    patience: time,
                    isLifting: true,
                    report: { terminal.progress($0 + " …") }
                ).run(draft)
                _ = consume lock
                return outcome
            }
            terminal.progress(nil)
            if let away = GatewayAbsence.words(await preparation.machine.secondsAway()) { try FileOutput.print(away) }
            switch outcome {
            case nil:
                try FileOutput.print("Nothing to lift: no container here is started with OPENCLAW_CONFIG_READONLY=1.\n")
            case .undone(let why, let left):
                FileOutput.writeError("nacre: \(Cleaner.report.block(why))\nEverything was put back as it was.\n")
                for line in left { FileOutput.writeError("left as it is: \(Cleaner.report.line(line))\n") }
                throw ExitCode.reverted
            case .waits(let generation, let left):
                try FileOutput.print(LeftToOwner.text(left))
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
            discussion: "Exit status: 0 locked; 2 nothing was lifted; 3 it could not be put back, and is tried again."
        )

        func run() async throws {
            guard geteuid() == 0 else {
                throw ConfigurationError("only root can change the server: sudo nacre config lock")
            }
            signal(SIGHUP, SIG_IGN)
            signal(SIGPIPE, SIG_IGN)
            let terminal = Terminal.current()
            let machine = RunningMachine()
            try await Refusal.explained {
                let store = try GenerationStore()
                let lock = try StoreLock()
                guard let generation = try store.unsettled(), generation.about.lifts == true else {
                    throw ConfigurationError("nothing is lifted; first: nacre config unlock")
                }
                do {
                    terminal.progress(ConfigCommand.startsAnew)
                    let undoing = Undoing(store: store, machine: machine) { terminal.progress($0 + " …") }
                    let left = try await undoing.rollBack(generation, because: "it is locked again")
                    terminal.progress(nil)
                    try FileOutput.print("openclaw.json is read-only for OpenClaw again.\n")
                    for line in left { try FileOutput.print("  left as it is: \(Cleaner.report.line(line))\n") }
                } catch let error as RollbackError {
                    throw Refusal.told("this could not be put back, and will be tried again:\n\(error)")
                }
                _ = consume lock
            }
            try await GatewayAbsence.tell(machine, terminal)
        }
    }
}

extension Preparation {
    init(_ choice: ProfileChoice) throws {
        profile = try choice.profile()
        profileSource = choice.source
        controls = []
        openclawDirectories = []
    }

    /// What takes OpenClaw's switch away from the containers that have it.
    ///
    /// - Throws: `Refusal` where one of them cannot be made anew, so that none is.
    func lifting() async throws -> Draft {
        var snapshot = try await look(at: ReadOnlyConfiguration.needs)
        for resource in ReadOnlyConfiguration.needs.sorted(by: { "\($0)" < "\($1)" }) {
            guard case .unreadable(let why) = snapshot[resource] else { continue }
            throw Refusal.told("\(resource) cannot be looked at: \(why)")
        }
        let (amendments, obstacles) = ReadOnlyConfiguration.lifting(on: snapshot)
        guard obstacles.isEmpty else { throw Refusal.told(obstacles.joined(separator: "\n")) }
        for resource in Set(amendments.map(\.resource)) { snapshot[resource] = await machine.observe(resource) }
        let advice = Plan.Advice(
            control: ReadOnlyConfiguration.control,
            text: "It is lifted for a while, and put back by nacre config lock."
        )
        let demands = amendments.reduce(Demands([], [], on: snapshot)) { demands, amendment in
            demands.adding(Demand(ReadOnlyConfiguration.control, amendment))
        }
        let plan = try Plan(profile: profile.name, demands, on: snapshot)
        return Draft(
            plan: Plan(profile: plan.profile, stages: plan.stages, advice: plan.isEmpty ? [] : [advice]),
            report: Report(host: "", profile: profile, controls: [], on: snapshot),
            blindSpots: BlindSpots()
        )
    }
}
