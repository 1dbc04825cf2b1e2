import Exchanges
import NIOHTTP1

/// An answer that the guard gives itself.
struct Reply: Sendable {
    var status: Int
    var type = "application/json"
    var body: [UInt8]

    /// An error in a dialect's form.
    static func error(_ status: Int, _ words: String, _ dialect: Dialect) -> Reply {
        Reply(status: status, body: dialect.errorBody(status: status, "nacre-guard: " + words))
    }

    /// A refusal that costs the client nothing: an answer in text, by which the turn ends.
    static func quiet(_ words: String, _ question: Question?, _ dialect: Dialect, number: UInt64) -> Reply {
        guard let question else { return error(400, words, dialect) }
        let answer = QuietAnswer(dialect, model: question.model, text: "[nacre-guard] \(words)", number: number)
        return question.isStreaming
            ? Reply(status: 200, type: dialect.streamType, body: answer.stream) : Reply(status: 200, body: answer.body)
    }
}
