import ArgumentParser
import Glibc
import Hardening
import LinuxMachine
import Operations
import Reports

struct SecretsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show where the keys of each OpenClaw are: in clear, in a variable, or by reference.",
        discussion:
            "Values are never shown. Exit status: 0 shown; 2 wrong arguments, or not run as root; 3 the server could not be looked at."
    )

    @OptionGroup var choice: MigrationChoice

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can read them: sudo nacre secrets list") }
        let order = try await choice.order()
        let all = try await Refusal.explained {
            try await RunningHardener(try GenerationStore(), Terminal.current()).keys(order)
        }
        let meant = choice.openclaw == nil ? all : [try choice.one(of: all) { $0.installation }]
        guard !meant.isEmpty else { return try FileOutput.print("No OpenClaw was found on this server.\n") }
        var text = meant.map { keys in
            var text = KeysText.head(keys) + KeysText.text(keys)
            let shown = Sanitizer.report
            for key in keys.keys {
                guard let why = key.blocker else { continue }
                text += LeakReport.lines(shown.line("\(key.words) stays: \(why)"), lead: "  ", 2, LeakReport.style)
            }
            for copy in keys.copies + keys.strays { text += "  \(shown.line(copy)) holds a copy\n" }
            if let blocker = keys.blocker {
                let words = shown.line("Nothing can be moved: \(blocker)")
                text += LeakReport.lines(words, lead: "  ", 2, LeakReport.style)
            }
            return text
        }
        .joined(separator: "\n")
        if meant.contains(where: { $0.blocker == nil && $0.keys.contains { $0.blocker == nil } }) {
            text += "\nTo move them into the vault: sudo nacre secrets migrate --dry-run\n"
        }
        try FileOutput.print(text)
    }
}
