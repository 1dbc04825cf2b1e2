import ArgumentParser
import Documents
import Glibc
import Hardening
import LinuxMachine
import Reports

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show whether a change waits to be confirmed, and what is in force.",
        discussion: """
            Exit status: 0 everything is settled; 1 a generation waits; 2 wrong arguments, or not run as root; 3 the \
            generations could not be read.
            """
    )

    @Option(help: "How it is written.")
    var format: ListingFormat = .text

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can read the generations: sudo nacre status") }
        let open = try await Refusal.explained {
            let store = try GenerationStore()
            try DamageNotice.tell(store)
            let open = try store.unsettled()
            let machine = RunningMachine()
            let left = await LeftByRollbacks(try store.all()).still { await machine.observe($0) }
            if format == .json {
                try FileOutput.print(try Self.json(store, open, left).document)
                return open
            }
            if let open { try Self.say(Self.words(open)) }
            let undone = open?.about.reverts ?? []
            let inForce = try store.all().filter { $0.progress == .confirmed && !undone.contains($0.number) }
            for generation in inForce { try Self.say("In force: generation " + History.line(generation)) }
            if !left.isEmpty { try Self.say(LeftByRollbacks.words(left, ports: await LoginWords.portsNow())) }
            if let hidden = try store.damaged().last(where: { $0.progress != .rolledBack }) {
                try Self.say(
                    "What is in force could not be determined: generation \(hidden.number), which cannot be read, may be.\n"
                )
            } else if inForce.isEmpty, open == nil {
                let undone = try store.all().filter { $0.progress == .rolledBack && $0.about.reverts == nil }
                if let last = undone.last, let cause = last.rollbackCause, !cause.isAsked {
                    try Self.say(
                        "Generation \(last.number) was undone: \(Sanitizer.report.sentence("\(cause)")).\n"
                    )
                }
                try Self.say(
                    left.isEmpty
                        ? "Nacre has changed nothing here that is in force. What it would change: sudo nacre plan\n"
                        : "Nothing else is in force. What Nacre would change: sudo nacre plan\n"
                )
            }
            return open
        }
        if open != nil { throw ExitCode(1) }
    }

    /// Prints text in lines that fit the terminal.
    private static func say(_ text: String) throws {
        let style = Terminal.current().style
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            line.count <= style.width
                ? [String(line)] : style.wrap(String(line), indent: line.prefix { $0 == " " }.count)
        }
        try FileOutput.print(lines.joined(separator: "\n"))
    }

    private static func json(_ store: GenerationStore, _ open: Generation?, _ left: [Resource]) throws -> JSONValue {
        let undone = open?.about.reverts ?? []
        let all = try store.all()
        let inForce = all.filter { $0.progress == .confirmed && !undone.contains($0.number) }
        let damaged = try store.damaged().filter { $0.progress != .rolledBack }
        return .object([
            ("schema", .string("nacre.status/1")),
            ("waits", open.map(\.json) ?? .null),
            ("inForce", .array(inForce.map(\.json))),
            ("leftByRollbacks", .strings(left.map { Sanitizer.report.line("\($0)") })),
            ("damaged", .array(damaged.map { .integer($0.number) })),
        ])
    }

    /// Seconds as people say them.
    private static func span(_ seconds: Int) -> String {
        seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
    }

    static func words(_ generation: Generation) -> String {
        let number = generation.number
        switch generation.progress {
        case .unconfirmed where generation.about.boot == Uptime.boot:
            let rest = max(0, generation.about.deadline - Uptime.now)
            if generation.about.lifts == true {
                return "Generation \(number) lets OpenClaw write its openclaw.json for another \(span(rest)); "
                    + "sooner: sudo nacre config lock.\n"
            }
            if let reverts = generation.about.reverts {
                return
                    "\(Rollback.words(reverts)) undone, and that waits: from a new login, sudo nacre confirm. Without, it "
                    + "is put in force again, which begins at \(Deadline.words(generation.about.deadline)) and takes some "
                    + "minutes.\n"
            }
            return "Generation \(number) is applied and waits: from a new login, sudo nacre confirm. "
                + "It is undone at \(Deadline.words(generation.about.deadline)).\n"
        case .applying where generation.about.process.isAlive:
            return "Generation \(number) is being applied by process \(generation.about.process.pid).\n"
        case .applying, .unconfirmed:
            return "Generation \(number) was interrupted, and is about to be undone.\n"
        case .confirming, .rollingBack, .confirmed, .rolledBack:
            return "Generation \(number) \(generation.progress).\n"
        }
    }
}
