import ArgumentParser
import Exchanges

/// Lets a held answer go on.
struct Allow: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let an answer go on that waits for you.",
        discussion: """
            Where its client has hung up, it says so: the decision is kept for a minute, and the \
            answer goes on if the client asks the same again in that time. It ends with 3 where \
            nothing of that name waits.
            """
    )

    @Argument(help: "Its id, as status shows it.") var id: String
    @OptionGroup var socket: SocketOptions

    func run() throws { try Decision.send("allow", id, socket) }
}

/// Refuses a held answer.
struct Refuse: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Refuse an answer that waits for you.")

    @Argument(help: "Its id, as status shows it.") var id: String
    @OptionGroup var socket: SocketOptions

    func run() throws { try Decision.send("refuse", id, socket) }
}

/// What a decision came to.
enum Decision {
    static func send(_ word: String, _ id: String, _ socket: SocketOptions) throws {
        let answer = try AdminSocket.ask("POST", "/holds/\(try Shown.id(id))/\(word)", at: socket.socket)
        let root: JSONNode
        do { root = try JSONText(Array(answer.utf8)).root } catch { throw Failure("its answer is not JSON: \(error)") }
        for line in lines(root, isAllowed: word == "allow") { print(line) }
    }

    /// What is to be said of one; nothing where the client has it now.
    static func lines(_ root: JSONNode, isAllowed: Bool) -> [String] {
        guard root["client"]?.words != "waits" else { return [] }
        let since = root["gone-since"]?.integer.map { " (since \(JournalText.clock($0)))" } ?? ""
        let until = JournalText.clock(root["kept-until"]?.integer ?? 0)
        let end = isAllowed ? "goes through" : "is refused"
        return Columns.wrapped(
            "nobody waits for this any more\(since); if OpenClaw asks the same again before \(until), it \(end)"
        )
    }
}
