import Detection
import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

extension Forwarding {
    /// How its exchange went.
    func event(
        _ status: Int,
        _ bytes: Int,
        _ usage: Usage,
        _ cost: Dollars,
        _ outcome: (ExchangeEvent.Outcome, why: String),
        _ taken: [String]
    ) -> ExchangeEvent {
        ExchangeEvent(
            id: id.description,
            agent: agent.name,
            upstream: upstream.name,
            model: model ?? "",
            path: Admissions.split(asked.uri).path,
            status: status,
            milliseconds: Int((NIODeadline.now() - began).nanoseconds / 1_000_000),
            bytes: bytes,
            usage: usage,
            cost: cost,
            outcome: outcome.0.rawValue,
            why: outcome.why,
            findings: Array((findings.map { "request:\($0.word)" } + taken).prefix(20))
        )
    }
}

extension Finding {
    /// What was found, by a word.
    var word: String { kind.id }
}
