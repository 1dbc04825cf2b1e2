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
        for line in StatusText(root).lines { print(line) }
    }
}

/// Where the running guard answers its operator.
struct SocketOptions: ParsableArguments {
    @Option(help: "The socket of the guard that runs.")
    var socket = "/run/nacre-guard/admin.sock"
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
