import ArgumentParser
import Glibc
import Guard

/// Shows the end of the journal.
struct Tail: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the last decisions of the journal, a line each, in local time.",
        discussion: """
            What is shown was decided about: taken out, refused, held, allowed, failed. Nothing \
            of a conversation is in it. What stands in brackets at the end of a line is the \
            exchange's reference, of which nacre-guard explain tells more.
            """
    )

    @Option(name: .customShort("n"), help: "How many lines.")
    var count = 20

    @Flag(name: .shortAndLong, help: "Go on with what is added, until it is interrupted.")
    var follow = false

    @Option(help: "Lines about this agent only.")
    var agent: String?

    @Flag(help: "The lines as they are, as JSON in ASCII.")
    var json = false

    @OptionGroup var options: JournalOptions

    func validate() throws {
        guard count >= 0, count <= 100_000 else { throw ValidationError("-n is a number from 0 to 100000") }
    }

    func run() throws {
        let tail = try JournalTail(options.journal)
        try show(tail.last(count, where: isWanted))
        while follow {
            usleep(300_000)
            try show(tail.more().filter(isWanted))
        }
    }

    private func isWanted(_ line: [UInt8]) -> Bool { agent == nil || JournalEntry(line)?.agent == agent }

    private func show(_ lines: [[UInt8]]) throws {
        let texts = json ? lines.compactMap(JournalText.json) : lines.map(JournalText.line)
        var rest = Array(texts.map { $0 + "\n" }.joined().utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure("standard output: \(unsafe String(cString: strerror(errno)))") }
            rest = rest.dropFirst(count)
        }
    }
}
