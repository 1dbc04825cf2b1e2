import ArgumentParser
import Glibc
import Hardening
import LinuxMachine

struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put this server back to what it was before a generation.",
        discussion: """
            Without a number: the generation that waits to be confirmed, or else the newest. With a number: that one and \
            every later one, newest first. What somebody else changed since is left alone and named.

            It begins without asking; nacre history --show NUMBER says what a generation changed. What waits to be \
            confirmed is undone at once. Undoing what was confirmed is a change like any other, by which \
            people may be locked out: it is refused where nobody would get in, and waits for a confirmation from a new \
            login; without one, what was undone is in force again at the deadline. Where SSH was moved, new logins \
            come by its old port from then on. Packages go with the confirmation.

            Exit status: 0 put back; 2 wrong arguments; 3 refused, or something could not be put back, which is said; 4 it \
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
            let store = try GenerationStore()
            let undoing = Undoing(store: store) { terminal.progress($0 + " …") }
            if atBoot { return try await Watch(store: store, undoing: undoing).atBoot() }
            if unattended { return try await Watch(store: store, undoing: undoing).look() }
            try await undo(store, undoing, terminal)
        }
        terminal.progress(nil)
    }

    private func undo(_ store: GenerationStore, _ undoing: Undoing, _ terminal: Terminal) async throws {
        let lock = try StoreLock()
        try DamageNotice.tell(store)
        let candidates = try store.all().filter { $0.progress != .rolledBack }
        guard let newest = candidates.last else { throw Refusal.told("nothing is in force to undo") }
        let first = generation ?? newest.number
        guard candidates.contains(where: { $0.number == first }) else {
            throw Refusal.told("there is no generation \(first) to undo; nacre history shows them")
        }
        // What is newer goes first.
        if let hidden = try store.damaged().last(where: { $0.number > first && $0.progress != .rolledBack }) {
            throw Refusal.told("nothing was put back: generation \(hidden.number) is newer, and \(hidden.words)")
        }
        let chosen = candidates.reversed().filter {
            $0.number >= first && $0.about.reverts == nil || !$0.progress.isSettled
        }
        for candidate in chosen where atOnce || candidate.progress != .confirmed {
            if candidate.about.reverts != nil, candidate.progress == .confirming {
                // It was confirmed: what it put back cannot come again without its packages.
                try Self.tell(try await undoing.settle(candidate))
                continue
            }
            // A power cut in the middle of it: the next boot goes on.
            try await DeadMansSwitch(store: store.directory).arm()
            let left = try await undoing.rollBack(candidate, because: "asked to")
            terminal.progress(nil)
            try FileOutput.print(Self.undone(candidate))
            try Self.tell(left)
        }
        var machines = [undoing.machine]
        let confirmed = atOnce ? [] : chosen.filter { $0.progress == .confirmed }
        if !confirmed.isEmpty {
            let reverting = Reverting(store: store, patience: confirmWithin, report: undoing.report)
            let waiting = try await reverting.run(confirmed)
            terminal.progress(nil)
            try Self.tell(waiting.left)
            let words = Self.words(confirmed.map(\.number))
            let login = Self.login(undoing: confirmed.flatMap(\.about.ports))
            let keep = LoginWords.keep(login, hasSSH: try await LoginWords.hasSSH())
            try FileOutput.print(
                waiting.generation == nil
                    ? "\(words) undone.\n"
                    : """
                    \(words) undone, and not yet for good.
                    \(keep)

                        sudo nacre confirm

                    Without that, what was undone is in force again in \(confirmWithin).

                    """
            )
            machines.append(waiting.machine)
        }
        // A confirmation, and the switch, need not wait for a gateway.
        _ = consume lock
        for machine in machines { try await GatewayAbsence.tell(machine, terminal) }
    }

    /// What is undone; where that took others back, they are in force again.
    static func undone(_ generation: Generation) -> String {
        guard let reverts = generation.about.reverts else { return "\(words([generation.number])) undone.\n" }
        return
            "\(words(reverts.sorted())) in force again: taking that back is undone (generation \(generation.number)).\n"
    }

    private static func tell(_ left: [String]) throws {
        for line in left { try FileOutput.print("  left as it is: \(Cleaner.report.line(line))\n") }
    }

    /// How to log in once ports that SSH was moved to are undone.
    static func login(undoing ports: [Int]) -> String {
        guard let port = ports.first else { return "ssh …" }
        return "ssh …, by the port that SSH had before; \(port) no longer answers"
    }

    static func words(_ numbers: [Int]) -> String {
        numbers.count == 1
            ? "Generation \(numbers[0]) is" : "Generations \(numbers.map(String.init).joined(separator: ", ")) are"
    }
}
