import ArgumentParser
import Glibc
import Leaks
import LinuxMachine
import Reports

/// How secrets that were found are taken out of where they lie.
struct RedactionChoice: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Take what was found out of logs, transcripts, histories, notes and databases; says first where, and asks.",
            discussion: "Never out of a configuration or Git, and never while a gateway of the account runs."
        )
    )
    var redact = false

    @Flag(help: "With --redact: say what would be done, and change nothing.")
    var dryRun = false

    @Flag(help: "With --redact: do not ask.")
    var yes = false

    func validate() throws {
        guard redact || !(dryRun || yes) else { throw ValidationError("--dry-run and --yes belong to --redact.") }
    }

    /// What became of it.
    enum Outcome {
        case nothingDone
        /// Where something is left.
        case done(left: [String])
    }

    /// Does it, of all sources that hold finds; `again` looks through a file anew, and counts what is found.
    ///
    /// Where a program reads the report, what is done is told on standard error (`isAside`).
    func carryOut(
        _ leaks: [Leak],
        by redaction: LeakRedaction,
        isAside: Bool,
        masking: (String) -> String,
        again: (String) -> Int
    ) async throws -> Outcome {
        func tell(_ text: String) throws {
            let text = masking(text)
            if isAside { FileOutput.writeError(text) } else { try FileOutput.print(text) }
        }
        let sources = Set(leaks.map(\.place.source))
        let counts = Dictionary(grouping: leaks) { Self.file($0.place.source, among: sources) }.mapValues(\.count)
        let steps = counts.keys.sorted().map(redaction.step)
        let ready = steps.filter { $0.blocker == nil }
        try tell("\n" + Self.plan(steps, counts, LeakReport.style))
        guard !ready.isEmpty else {
            try tell("\nNothing was changed.\n")
            return .nothingDone
        }
        guard !dryRun else {
            try tell("\nNothing was changed.\n")
            return .nothingDone
        }
        guard try isAgreed() else { return .nothingDone }
        var left = steps.filter { $0.blocker != nil }.map(\.path)
        for step in ready {
            let name = Sanitizer.leaks.line(step.path)
            do {
                guard let stays = try await redaction.carryOut(step.path) else {
                    left.append(step.path)
                    try tell(
                        "not rewritten: \(name): what was found is written in another form, and stays; take it out by hand\n"
                    )
                    continue
                }
                let count = again(step.path)
                if count > 0 || !stays.isEmpty { left.append(step.path) }
                let rest = stays + (count > 0 ? ["\(count == 1 ? "1 find is" : "\(count) finds are") still in it"] : [])
                try tell(
                    "rewritten: \(name)"
                        + (rest.isEmpty ? "" : "; stays: " + Sanitizer.leaks.line(rest.joined(separator: "; ")))
                        + "\n"
                )
            } catch {
                left.append(step.path)
                try tell("not rewritten: \(name): \(Sanitizer.leaks.line("\(error)"))\n")
            }
        }
        if let path = ready.map(\.path).first(where: LeakRedaction.mayKeepOldBytes) {
            try tell(
                "The file system of \(Sanitizer.leaks.line(path)) copies on write: what was overwritten may lie elsewhere on the disk.\n"
            )
        }
        try tell(
            "Snapshots and backups of the disk hold the old files still. A key that lay about is to be revoked all the same.\n"
        )
        return .done(left: left)
    }

    /// A database's log goes with the database.
    static func file(_ source: String, among sources: Set<String>) -> String {
        for suffix in ["-wal", "-journal"] where source.hasSuffix(suffix) {
            let database = String(source.dropLast(suffix.count))
            if LeakRedaction.isDatabase(database) { return database }
        }
        return source
    }

    static func plan(_ steps: [LeakRedaction.Step], _ counts: [String: Int], _ style: TextStyle) -> String {
        var text = ""
        let ready = steps.filter { $0.blocker == nil }
        if !ready.isEmpty {
            let words =
                "Rewritten, each as long as it is, with its owner, mode and times; its old bytes are overwritten:"
            text += LeakReport.lines(words, 0, style)
            for step in ready {
                let count = counts[step.path] ?? 0
                text += "    \(Sanitizer.leaks.line(step.path)) (\(count == 1 ? "1 find" : "\(count) finds"))\n"
            }
        }
        let blocked = steps.filter { $0.blocker != nil }
        if !blocked.isEmpty {
            text += "Left as it is:\n"
            for step in blocked {
                let why = Sanitizer.leaks.line(step.blocker ?? "")
                text += LeakReport.entry("\(Sanitizer.leaks.line(step.path)):", why, style)
            }
        }
        return text
    }

    private func isAgreed() throws -> Bool {
        if yes { return true }
        guard isatty(STDIN_FILENO) == 1 else {
            throw ConfigurationError(
                "standard input is no terminal, so that nobody can be asked; --yes goes on without"
            )
        }
        FileOutput.writeError("\nTake these secrets out now? There is no way back. [y/N] ")
        guard ["y", "yes"].contains(readLine()?.lowercased()) else {
            FileOutput.writeError("Nothing was changed.\n")
            return false
        }
        return true
    }
}
