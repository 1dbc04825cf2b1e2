import ArgumentParser
import Glibc
import Hardening
import LinuxMachine
import Operations
import Observers
import Reports
import Surface
import Vault

struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put this server back to what it was before a generation.",
        discussion: """
            Without a number: the generation that waits to be confirmed, or else the newest. With a number: that one and \
            every later one, newest first. What somebody else changed since is left alone and named.

            It says what opens again, and asks on a terminal unless --yes is given (without a terminal, it begins at once); nacre history --show NUMBER says what \
            a generation changed. What waits to be confirmed is undone at once. Undoing what was confirmed is a change like any other, by which \
            people may be locked out: it is refused where nobody would get in, and waits for a confirmation from a new \
            login; without one, what was undone is put in force again, from the deadline on. Where SSH was moved, new logins \
            come by its old port from then on. Packages go with the confirmation.

            Exit status: 0 put back; 2 wrong arguments, or not run as root; 3 refused, or something could not be put back, which is said; 4 it \
            failed, and what was to be undone is in force again.
            """
    )

    @Argument(help: "The generation to undo.")
    var generation: Int?

    @Option(
        help: ArgumentHelp(
            "Put what was confirmed in force again unless undoing it is confirmed in this time: 90s, 5m, 1h.",
            valueName: "time"
        )
    )
    var confirmWithin = Patience(seconds: 300)

    @Flag(
        help: ArgumentHelp(
            "Undo what was confirmed for good, without a confirmation.",
            discussion: "For programs, and for the console. Nobody proves that a login works afterwards."
        )
    )
    var atOnce = false

    @Flag(help: "Do not ask before it begins.")
    var yes = false

    @Flag(help: .hidden)
    var unattended = false

    @Flag(help: .hidden)
    var atBoot = false

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can change the server: sudo nacre rollback") }
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let terminal = Terminal.current()
        try await Refusal.explained {
            let hardener = RunningHardener(try GenerationStore(), terminal)
            if let occasion { return try Self.tell(try await hardener.settle(at: occasion)) }
            Interruption.isTold(.looking)
            let times = await Observer(try LiveSurface()).vaultSecretTimes().content
            try await hardener.rollBack(
                from: generation,
                atOnce: atOnce,
                within: confirmWithin.seconds,
                begins: { chosen in
                    try DamageNotice.tell(hardener.store)
                    terminal.progress(nil)
                    try begin(chosen, times, terminal)
                },
                tell: { taken in
                    terminal.progress(nil)
                    let hasSSH = taken.waits ? try await LoginWords.hasSSH() : true
                    try await tell(taken, hasSSH: hasSSH, ports: LoginWords.portsNow())
                }
            )
            Interruption.isOver()
            // A confirmation, and the switch, need not wait for a gateway.
            try await GatewayAbsence.tell(hardener.host, terminal)
        }
        terminal.progress(nil)
    }

    /// When the switch's units run it; none where a person does.
    var occasion: Occasion? {
        if atBoot { return .beforeDaemons }
        return unattended ? .running : nil
    }

    /// Says what opens again, and asks where somebody can be asked.
    private func begin(_ back: TakingBack, _ times: [SecretName: UInt64]?, _ terminal: Terminal) throws {
        try FileOutput.print(ReopenedWords.text(back, terminal.style, vault: times))
        let moment = Interruption.Moment(undoing: back.generations, atOnce: atOnce)
        guard !yes, isatty(STDIN_FILENO) == 1 else { return Interruption.isTold(moment) }
        FileOutput.writeError("Put this server back now? [y/N] ")
        guard ["y", "yes"].contains(readLine()?.lowercased()) else {
            FileOutput.writeError("Nothing was changed.\n")
            throw ExitCode.success
        }
        Interruption.isTold(moment)
    }

    private static func tell(_ settled: Settled?) throws {
        switch settled {
        case nil: return
        case .filesPutBack(let generation):
            try FileOutput.print(
                "Generation \(generation.number) was never confirmed: its files are put back.\n"
            )
        case .undone(let generation, let cause, let left):
            try FileOutput.print(
                "Generation \(generation.number) is undone: \(Sanitizer.report.sentence("\(cause)")).\n"
            )
            try tell(left)
        case .confirmed(let generation):
            try FileOutput.print("Generation \(generation.number) had been confirmed: it is in its final state.\n")
        }
    }

    /// What interfaces keep.
    private static func kept(after undone: [Generation]) async throws -> [String] {
        let changes = undone.filter { $0.about.reverts == nil }.flatMap(\.plan.changes)
        return await KeptByInterfaces.words(changes, on: try LiveSurface())
    }

    private func tell(_ taken: TakenBack, hasSSH: Bool, ports: [Int]) async throws {
        switch taken {
        case .undone(let generation, let left):
            try FileOutput.print(Self.undone(generation))
            try await Self.tell(left + Self.kept(after: [generation]))
            let stays = Set(generation.about.ports).intersection(ports)
            if generation.about.reverts == nil, let port = stays.first {
                try FileOutput.print("SSH still answers on port \(port).\n")
            }
        case .finished(_, let left): try Self.tell(left)
        case .reverted(let confirmed, let generation, let left):
            try await Self.tell(left + Self.kept(after: confirmed))
            let words = Self.words(confirmed.map(\.number))
            let login = Self.login(undoing: confirmed.flatMap(\.about.ports), now: ports)
            let keep = LoginWords.keep(login, hasSSH: hasSSH)
            try FileOutput.print(
                generation == nil
                    ? "\(words) undone.\n"
                    : """
                    \(words) undone, and not yet for good.
                    \(keep)

                        sudo nacre confirm

                    Without that, what was undone is put in force again. That begins at \(end(generation)) and takes
                    some minutes, in which neither SSH nor the gateway may answer.

                    """
            )
        }
    }

    private func end(_ generation: Generation?) -> String {
        generation.map { Deadline.words($0.about.deadline) } ?? "the deadline"
    }

    /// What is undone; where that took others back, they are in force again.
    static func undone(_ generation: Generation) -> String {
        guard let reverts = generation.about.reverts else { return "\(words([generation.number])) undone.\n" }
        return
            "\(words(reverts.sorted())) in force again: taking that back is undone (generation \(generation.number)).\n"
    }

    private static func tell(_ left: [String]) throws {
        try FileOutput.print(PutBackWords.lines(left, Terminal.current().style))
    }

    /// How to log in once ports that SSH was moved to are undone, by those on which it answers now; none where that is not known.
    static func login(undoing ports: [Int], now: [Int]) -> String {
        guard let port = ports.first else { return "ssh …" }
        guard let open = now.first(where: { !ports.contains($0) }) else {
            return now.isEmpty
                ? "ssh …, by the port that SSH had before, as far as it could be put back"
                : "ssh -p \(now[0]) …; SSH still answers on \(now[0]), and on no other port"
        }
        let command = open == 22 ? "ssh …" : "ssh -p \(open) …"
        return now.contains(port)
            ? "\(command); \(port) still answers as well" : "\(command); \(port) no longer answers"
    }

    static func words(_ numbers: [Int]) -> String {
        numbers.count == 1
            ? "Generation \(numbers[0]) is" : "Generations \(numbers.map(String.init).joined(separator: ", ")) are"
    }
}

extension TakenBack {
    /// Whether it is to be confirmed from a new login.
    fileprivate var waits: Bool { if case .reverted(_, _?, _) = self { true } else { false } }
}
