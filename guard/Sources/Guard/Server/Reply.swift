import Exchanges
import NIOHTTP1

/// An answer that the guard gives itself.
struct Reply: Sendable {
    var status: Int
    var type = "application/json"
    var body: [UInt8]
    /// Why nothing else is answered.
    var why = ""

    /// An error in a dialect's form.
    static func error(_ status: Int, _ words: String, _ dialect: Dialect, _ id: ExchangeID? = nil) -> Reply {
        let words = Shown.plain(words, longest: 500)
        let text = "nacre-guard: " + words + (id?.reference ?? "")
        return Reply(status: status, body: dialect.errorBody(status: status, text), why: words)
    }

    /// A refusal that costs the client nothing: an answer in text, by which the turn ends.
    static func quiet(
        _ words: String,
        _ question: Question?,
        _ dialect: Dialect,
        _ id: ExchangeID,
        number: UInt64
    ) -> Reply {
        guard let question else { return error(400, words, dialect, id) }
        let text = "[nacre-guard] \(words)\(id.reference)"
        let answer = QuietAnswer(dialect, model: question.model, text: text, number: number)
        return question.isStreaming
            ? Reply(status: 200, type: dialect.streamType, body: answer.stream, why: words)
            : Reply(status: 200, body: answer.body, why: words)
    }
}
