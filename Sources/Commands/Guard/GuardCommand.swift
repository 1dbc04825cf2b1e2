import ArgumentParser
import Glibc
import LinuxMachine

struct GuardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guard",
        abstract: "Put agents behind nacre-guard, and look at what it does.",
        discussion: """
            nacre-guard stands between OpenClaw's agents and model APIs: it holds the keys, keeps secrets from leaving, and lets calls \
            wait for you. Begin with nacre guard enrol --dry-run. docs/guard.md tells the rest.
            """,
        subcommands: [
            GuardEnrol.self, GuardList.self, GuardStatus.self, GuardTail.self, GuardExplain.self, GuardAllow.self,
            GuardRefuse.self, GuardReload.self, GuardVerifyJournal.self,
        ]
    )
}

/// A command that nacre-guard itself carries out.
protocol GuardsOwn: ParsableCommand {
    static var word: String { get }
    var rest: [String] { get }
}

extension GuardsOwn {
    func run() throws {
        guard let program = GuardService.program() else {
            throw VaultRefusal("nacre-guard is not installed on this server: docs/guard.md says how")
        }
        let arguments = [program, Self.word] + rest
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        _ = unsafe execv(program, &words)
        throw VaultRefusal("\(program) could not be started: errno \(errno)")
    }
}

struct GuardStatus: GuardsOwn {
    static let word = "status"
    static let configuration = CommandConfiguration(
        commandName: word,
        abstract: "Show what each agent used, what was refused, and what waits for you."
    )
    @Argument(parsing: .captureForPassthrough, help: .hidden) var rest: [String] = []
}

struct GuardTail: GuardsOwn {
    static let word = "tail"
    static let configuration = CommandConfiguration(
        commandName: word,
        abstract: "Show the last decisions of the guard: -n N, --follow, --agent A, --json."
    )
    @Argument(parsing: .captureForPassthrough, help: .hidden) var rest: [String] = []
}

struct GuardExplain: GuardsOwn {
    static let word = "explain"
    static let configuration = CommandConfiguration(
        commandName: word,
        abstract: "Tell what happened to the exchange that a refusal names as its reference: X-…."
    )
    @Argument(parsing: .captureForPassthrough, help: .hidden) var rest: [String] = []
}

struct GuardAllow: GuardsOwn {
    static let word = "allow"
    static let configuration = CommandConfiguration(
        commandName: word,
        abstract: "Let a call that waits for you go on."
    )
    @Argument(parsing: .captureForPassthrough, help: .hidden) var rest: [String] = []
}

struct GuardRefuse: GuardsOwn {
    static let word = "refuse"
    static let configuration = CommandConfiguration(commandName: word, abstract: "Refuse a call that waits for you.")
    @Argument(parsing: .captureForPassthrough, help: .hidden) var rest: [String] = []
}

struct GuardReload: GuardsOwn {
    static let word = "reload"
    static let configuration = CommandConfiguration(
        commandName: word,
        abstract: "Have the guard read guard.yaml and its keys anew."
    )
    @Argument(parsing: .captureForPassthrough, help: .hidden) var rest: [String] = []
}

struct GuardVerifyJournal: GuardsOwn {
    static let word = "verify-journal"
    static let configuration = CommandConfiguration(
        commandName: word,
        abstract: "Find what was changed in the guard's journal, taken out of it or put in."
    )
    @Argument(parsing: .captureForPassthrough, help: .hidden) var rest: [String] = []
}
