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

            Exit status: 0 put back; 2 wrong arguments; 3 something could not be put back.
            """
    )

    @Argument(help: "The generation to undo.")
    var generation: Int?

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
            do {
                if atBoot { return try await Watch(store: store, undoing: undoing).atBoot() }
                if unattended { return try await Watch(store: store, undoing: undoing).look() }
                try await undo(store, undoing)
            } catch let error as RollbackError {
                throw Refusal.told("this could not be put back, and will be tried again:\n\(error)")
            }
        }
        terminal.progress(nil)
    }

    private func undo(_ store: GenerationStore, _ undoing: Undoing) async throws {
        let lock = try StoreLock()
        let candidates = try store.all().filter { $0.progress != .rolledBack }
        guard let newest = candidates.last else { throw Refusal.told("there is no generation to undo") }
        let first = generation ?? newest.number
        guard candidates.contains(where: { $0.number == first }) else {
            throw Refusal.told("there is no generation \(first) to undo; nacre history shows them")
        }
        for candidate in candidates.reversed() where candidate.number >= first {
            // A power cut in the middle of it: the next boot goes on.
            try await DeadMansSwitch(store: store.directory).arm()
            let left = try await undoing.rollBack(candidate, because: "asked to")
            try FileOutput.print("Generation \(candidate.number) is undone.\n")
            for line in left { try FileOutput.print("  left as it is: \(Cleaner.report.line(line))\n") }
        }
        if let away = await GatewayAbsence.words(of: undoing.machine) { try FileOutput.print(away) }
        _ = consume lock
    }
}
