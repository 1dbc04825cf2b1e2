import ArgumentParser
import Exchanges
import Reports

/// Tells how the guard does.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how the guard does: what each agent used, what was refused, and what waits for you."
    )

    @OptionGroup var socket: SocketOptions
    @Flag(help: "As JSON.") var json = false

    func run() throws {
        let text = try AdminSocket.ask("GET", "/status", at: socket.socket)
        guard !json else { return print(text, terminator: "") }
        let root: JSONNode
        do { root = try JSONText(Array(text.utf8)).root } catch { throw Failure("its answer is not JSON: \(error)") }
        func number(_ key: String) -> Int { root[key]?.integer ?? 0 }
        print(
            """
            \(number("requests")) requests, \(number("refused")) refused, \(number("failed")) failed, \
            \(number("open")) under way; \(number("redacted")) secrets taken out
            """
        )
        for agent in root["agents"]?.elements ?? [] {
            let used = ["requests-of-day", "tokens-of-day", "open"].map { agent[$0]?.integer ?? 0 }
            let cost = agent["cost-of-day"]?.words ?? "0"
            print(
                """
                  \(agent["name"]?.words ?? "") -> \(agent["upstream"]?.words ?? ""): \(used[0]) requests and \
                \(used[1]) tokens\(cost == "0" ? "" : " for $\(cost)") in 24 hours, \(used[2]) under way
                """
            )
        }
        for (name, why) in root["keys"]?.members ?? [] {
            print("KEY  \(Shown.line(name.words ?? "")): \(Shown.line(why.words ?? ""))")
        }
        for agent in root["stopped"]?.elements ?? [] {
            print(
                "STOPPED  \(agent.words ?? ""): a canary was seen; find out how it got out before you restart nacre-guard"
            )
        }
        if let refusal = root["reload"]?.words { print("RELOAD  \(Shown.line(refusal))") }
        if let trouble = root["vault"]?.words { print("VAULT  older keys stay in force: \(Shown.line(trouble))") }
        if let failure = root["journal"]?.words { print("JOURNAL  it cannot be written: \(failure)") }
        if let failure = root["state"]?.words {
            print("STATE  what agents use is not written, and would be lost by a restart: \(Shown.line(failure))")
        }
        for call in root["holds"]?.elements ?? [] {
            print(
                """
                WAITS  \(call["id"]?.words ?? "") of \(call["agent"]?.words ?? ""), \(call["seconds-left"]?.integer ?? 0) s \
                left: \(Shown.line(call["why"]?.words ?? ""))
                """
            )
            for text in call["calls"]?.elements ?? [] { print("         " + Shown.line(text.words ?? "")) }
            let id = call["id"]?.words ?? ""
            print("       sudo nacre-guard allow \(id)   or   sudo nacre-guard refuse \(id)")
        }
    }
}

/// Where the running guard answers its operator.
struct SocketOptions: ParsableArguments {
    @Option(help: "The socket of the guard that runs.")
    var socket = "/run/nacre-guard/admin.sock"
}

/// Lets a held answer go on.
struct Allow: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Let an answer go on that waits for you.")

    @Argument(help: "Its id, as status shows it.") var id: String
    @OptionGroup var socket: SocketOptions

    func run() throws { _ = try AdminSocket.ask("POST", "/holds/\(try Shown.id(id))/allow", at: socket.socket) }
}

/// Refuses a held answer.
struct Refuse: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Refuse an answer that waits for you.")

    @Argument(help: "Its id, as status shows it.") var id: String
    @OptionGroup var socket: SocketOptions

    func run() throws { _ = try AdminSocket.ask("POST", "/holds/\(try Shown.id(id))/refuse", at: socket.socket) }
}

/// What others wrote, for a terminal.
enum Shown {
    /// What waits for a person is shown whole; secrets were taken out of it before.
    private static let sanitizer = Sanitizer(limit: 20_000) { $0 }

    /// On one line, without anything that a terminal obeys.
    static func line(_ text: String) -> String { sanitizer.line(text) }

    static func id(_ text: String) throws -> String {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }) else {
            throw Failure("\(line(text)) is no id; nacre-guard status shows what waits")
        }
        return text
    }
}
