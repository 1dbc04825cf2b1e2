import Exchanges
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import OutputFilter

/// A request that was refused before it was looked at: it is nobody's, or asks for what there is not.
struct Stranger: Sendable {
    let method: String
    /// Without its query; nothing where it was no request.
    let path: String
    /// Where it came from.
    let peer: String
    let why: String
    let agent: String
    /// Nothing where it is no agent's.
    let id: ExchangeID?

    init(
        _ head: HTTPRequestHead?,
        _ peer: SocketAddress?,
        _ refusal: Reply,
        _ entry: AgentTable.Entry? = nil,
        _ id: ExchangeID? = nil
    ) {
        (method, path) = (head?.method.rawValue ?? "", head.map { Admissions.split($0.uri).path } ?? "")
        (self.peer, why) = (peer?.ipAddress ?? "", refusal.why)
        (agent, self.id) = (entry?.agent.name ?? "", entry == nil ? nil : id)
    }

    /// Bytes of a part of a path that is shown; what is longer may be a secret that nobody knows.
    private static let longestPart = 24

    /// The path for the journal: whatever a caller wrote there, no secret is in it.
    func shownPath(_ secrecy: Secrecy) -> String {
        let bytes = Array(path.utf8.prefix(1000))
        let clean = String(decoding: secrecy.cleaned(bytes)?.bytes ?? bytes, as: UTF8.self)
        // What a dialect has holds nothing but the name of a model besides.
        if Dialect.allCases.contains(where: { Route(method, path, in: $0) != nil }), clean.utf8.count <= 100 {
            return clean
        }
        let parts = clean.split(separator: "/", omittingEmptySubsequences: false)
        return parts.prefix(8).map { $0.utf8.count > Self.longestPart ? "…" : String($0) }.joined(separator: "/")
    }
}

/// Which of them were written down in this minute.
struct StrangerNotes: Sendable {
    /// Lines of one minute: whoever varies what is asked must not fill the disk.
    static let most = 10

    private var minute = 0
    private var seen: Set<String> = []
    private var leftOut = 0

    /// Whether one is written down, and how many were not since the last that was.
    mutating func take(_ cause: String, minute: Int) -> Int? {
        if minute != self.minute { (self.minute, seen) = (minute, []) }
        guard !seen.contains(cause), seen.count < Self.most else {
            leftOut += 1
            return nil
        }
        seen.insert(cause)
        defer { leftOut = 0 }
        return leftOut
    }
}

extension GuardService {
    /// Notes one, once a minute for one cause.
    func noteStranger(_ stranger: Stranger, _ secrecy: Secrecy) {
        let path = stranger.shownPath(secrecy)
        let asked = path.isEmpty ? "" : "\(stranger.method.prefix(20)) \(path)"
        let cause = [stranger.peer, asked, stranger.agent].joined(separator: "\n")
        guard let others = strangers.withLockedValue({ $0.take(cause, minute: Self.now / 60) }) else { return }
        journal.write(
            "refused-unknown",
            agent: stranger.agent,
            exchange: stranger.id,
            [
                "asked": asked, "peer": stranger.peer, "why": stranger.why,
                "others": others > 0 ? String(others) : "",
            ]
        )
    }
}
