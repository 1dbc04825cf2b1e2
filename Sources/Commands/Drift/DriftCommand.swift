import ArgumentParser
import Glibc
import Hardening
import LinuxMachine

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Show what is no longer as it was when the last change was confirmed.",
        discussion: """
            Compares with the last confirmed generation: controls that held and no longer do, and what Nacre had put and \
            somebody changed since, with what the system remembers of who it was.

            Exit status: 0 nothing drifted, or all that did is in place again; 1 something is still not as it was; 2 \
            nothing confirmed is in force, or wrong arguments; 3 it could not be told, or undoing \
            waits to be confirmed; 4 a layer was to be put in place \
            again, failed, and was put back.
            """
    )

    @Option(help: ArgumentHelp("Put this layer in place again where it drifted; may be repeated.", valueName: "layer"))
    var reapply: [Layer] = []

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can read the generations: sudo nacre drift") }
        let terminal = Terminal.current()
        let drift = try await look(terminal)
        guard !drift.isEmpty else { return }
        let layers = reapply.filter(drift.layers.contains)
        guard !layers.isEmpty else { throw ExitCode(1) }
        try FileOutput.print("\nPutting in place again: \(layers.map(\.title).joined(separator: ", "))\n")
        let apply = try Apply.parse(
            ["--profile", drift.generation.about.profileSource, "--yes", "--first-boot"]
                + layers.flatMap { ["--layer", $0.rawValue] }
                + drift.generation.about.openclawDirectories.flatMap { ["--openclaw", $0] }
        )
        try await apply.run()
        try FileOutput.print("\n")
        guard try await look(terminal).isEmpty else { throw ExitCode(1) }
    }

    /// Compares and shows what came of it.
    private func look(_ terminal: Terminal) async throws -> Drift {
        terminal.progress("Looking at this server …")
        let drift = try await Refusal.explained {
            let store = try GenerationStore()
            try DamageNotice.tell(store)
            if let open = try store.unsettled(), open.about.reverts != nil {
                throw Refusal.told("nothing to compare with yet. " + Status.words(open).dropLast())
            }
            if let open = try store.unsettled(), open.about.lifts == true { try FileOutput.print(Status.words(open)) }
            guard let generation = try store.confirmed() else {
                if let open = try store.unsettled() {
                    throw Refusal.told("nothing to compare with yet. " + Status.words(open).dropLast())
                }
                if let hidden = try store.damaged().last(where: { $0.progress != .rolledBack }) {
                    throw Refusal.told("what was confirmed cannot be told: \(hidden.words)")
                }
                throw ConfigurationError(
                    "nothing that was confirmed is in force here; first: nacre apply, and nacre confirm"
                )
            }
            return try await Drift.observe(generation, store)
        }
        terminal.progress(nil)
        try FileOutput.print(drift.text(terminal.style))
        return drift
    }
}

extension Drift {
    func text(_ style: TextStyle) -> String {
        let when = since.map { ", confirmed \(Moment($0).human)" } ?? ""
        var lines = ["Compared with generation \(generation.number)\(when):"]
        if isEmpty { lines.append("Nothing drifted.") }
        for lapse in lapses {
            let verdict = lapse.entry.finding.verdict == .drifted ? "no longer holds" : "can no longer be told"
            lines += ["", "\(style.paint(lapse.entry.control.id, .bold)) \(verdict): \(lapse.entry.control.title)"]
            for sight in lapse.entry.finding.evidence.prefix(3) {
                lines += style.wrap(
                    Cleaner.report.line("\(sight.resource): \(sight.observed)"),
                    lead: "  seen",
                    indent: 10
                )
            }
        }
        for alteration in alterations {
            let resource = Cleaner.report.line("\(alteration.change.resource)")
            let now = alteration.keys.isEmpty ? "now \(Self.words(alteration.now))" : Self.words(alteration.keys)
            lines += ["", "\(style.paint(resource, .bold)) is not as Nacre put it: \(now)"]
            for trace in alteration.traces {
                lines += style.wrap(Cleaner.report.line(trace), lead: "  trace", indent: 10)
            }
        }
        if !isEmpty {
            lines += ["", "Put in place again what no longer holds: nacre apply, or nacre drift --reapply LAYER."]
        }
        if !alterations.isEmpty {
            lines.append("Neither touches a file that you changed yourself while its controls hold; it stays listed.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func words(_ keys: [String]) -> String {
        "other than it put are " + keys.map { Cleaner.report.line($0) }.joined(separator: ", ")
    }

    private static func words(_ observation: Observation) -> String {
        switch observation {
        case .state(let state): Cleaner.report.line("\(state)")
        case .unreadable(let why): Cleaner.report.line("unreadable: \(why)")
        }
    }
}
