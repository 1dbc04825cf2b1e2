import ArgumentParser
import Catalog
import Controls
import Documents
import Glibc
import Hardening
import LinuxMachine
import Reports

struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what was changed on this server, and when.",
        discussion: """
            A line for each change; why one was undone is cut there, and --verbose has it whole.

            Exit status: 0 shown; 2 wrong arguments, or not run as root; 3 the generations could not be read.
            """
    )

    @Option(help: ArgumentHelp("Show one generation whole.", valueName: "number"))
    var show: Int?

    @Flag(name: [.short, .long], help: "Say whole why something was undone.")
    var verbose = false

    @Option(help: "How it is written.")
    var format: ListingFormat = .text

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can read the generations: sudo nacre history") }
        try await Refusal.explained {
            let store = try GenerationStore()
            if let show {
                let generation = try store.generation(show)
                if format == .text { return try print(generation) }
                return try FileOutput.print(
                    generation.plan.output(closing: [], losing: []).document
                )
            }
            let all = try store.all()
            let damaged = try store.damaged()
            for damaged in damaged {
                FileOutput.writeError("nacre: \(Sanitizer.report.sentence(damaged.words))\n")
            }
            if format == .json {
                let document = JSONValue.object([
                    ("schema", .string("nacre.history/1")), ("generations", .array(all.map(\.json))),
                    ("damaged", .array(damaged.map { .integer($0.number) })),
                ])
                return try FileOutput.print(document.document)
            }
            guard !all.isEmpty || !damaged.isEmpty else {
                return try FileOutput.print("Nacre has changed nothing here.\n")
            }
            for generation in all { try FileOutput.print(Self.line(generation, whole: verbose)) }
        }
    }

    /// Characters of a cause beyond which it is cut.
    private static let most = 100

    /// Where what went wrong is longer than a line, its beginning, unless it is wanted whole.
    static func line(_ generation: Generation, whole: Bool = false) -> String {
        let count = generation.plan.changes.count
        return
            "\(generation.number)  \(Timestamp(generation.about.created).human)  profile \(generation.about.profile)  "
            + "\(Term("change").counted(count))  \(words(generation))"
            + (generation.rollbackCause.map { ": " + cause($0, whole: whole) } ?? "") + "\n"
    }

    private static func cause(_ cause: RollbackCause, whole: Bool) -> String {
        let words = Sanitizer.report.sentence("\(cause)")
        guard !whole, words.count > most else { return words }
        var cut = words.prefix(most)
        // Not in the middle of a word, unless it is all one.
        if let end = cut.lastIndex(of: " ") { cut = cut[..<end] }
        return cut + " … (whole: nacre history --verbose)"
    }

    /// How far it is; one that is no hardening says what it is.
    private static func words(_ generation: Generation) -> String {
        guard generation.progress == .unconfirmed else { return "\(generation.progress)" }
        if generation.about.lifts == true { return "lets OpenClaw write its openclaw.json for a while" }
        guard let reverts = generation.about.reverts else { return "\(generation.progress)" }
        return "\(Rollback.words(reverts)) undone by it, and it waits to be confirmed"
    }

    private func print(_ generation: Generation) throws {
        let controls = generation.profile.map { ControlList.controls(for: $0) } ?? []
        let losing = generation.plan.costs(by: controls)
        let text = PlanText(generation.plan, Terminal.current().style, losing: losing).text
        try FileOutput.print(Self.line(generation, whole: true) + "\n" + text)
    }
}
