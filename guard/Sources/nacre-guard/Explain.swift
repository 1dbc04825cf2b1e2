import ArgumentParser
import CLinux
import Exchanges
import Guard

/// Tells of one exchange.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what happened to an exchange, and what to do next.",
        discussion: """
            Refusals name the exchange as a reference, and so does each line of the journal. The \
            guard that runs is asked for what its database has; the journal is read besides. \
            The database keeps 35 days. An exchange that is under way stands in neither of them, \
            unless something was decided about it.
            """
    )

    @Argument(help: "The reference, such as X-k3f9qz7m2a.")
    var id: String

    @OptionGroup var options: JournalOptions
    @OptionGroup var socket: SocketOptions

    func run() throws {
        guard let id = ExchangeID(id) else {
            throw Failure("\(Shown.line(id)) is no reference; one looks like X-k3f9qz7m2a", isUsage: true)
        }
        var silence: String?
        var event: JSONNode?
        do {
            event = try AdminSocket.find("/exchanges/\(id)", at: socket.socket).map { text in
                try JSONText(Array(text.utf8)).root
            }
        } catch { silence = "\(error)" }
        var lines: [[UInt8]] = []
        var trouble: String?
        do {
            let name = Array(id.description.utf8)
            lines = try JournalTail(options.journal).last(1000) { line in
                // Few lines have it: the others need not be read as JSON.
                let isThere = unsafe nacre_find(line, line.count, name, name.count) >= 0
                return isThere && JournalEntry(line)?.exchange == id.description
            }
        } catch { trouble = "\(error)" }
        guard event != nil || !lines.isEmpty else {
            throw Failure(
                (["nothing is known of \(id): it is under way, more than 35 days old, or not of this guard"]
                    + [silence, trouble].compactMap { $0 }).map(Shown.line).joined(separator: "; ")
            )
        }
        for text in ExchangeText(id.description, event, lines).lines { print(text) }
        if let silence { print("Not shown is what the database has of it: \(Shown.line(silence))") }
        if let trouble { print("Not shown is what the journal has of it: \(Shown.line(trouble))") }
    }
}
