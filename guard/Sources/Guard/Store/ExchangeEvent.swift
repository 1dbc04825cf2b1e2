import Exchanges

/// How an exchange went, without anything that was said in it.
public struct ExchangeEvent: Hashable, Sendable {
    let id: String
    /// When it ended, in seconds since 1970.
    var time = 0
    var agent = ""
    var upstream = ""
    var model = ""
    var path = ""
    /// What the client was answered with; 0 where it left before.
    var status = 0
    var milliseconds = 0
    /// Of the answer, as the client got it.
    var bytes = 0
    var usage = Usage()
    var cost = Dollars(billionths: 0)
    /// One of the words of `Outcome`.
    var outcome = ""
    var why = ""
    /// What was taken out: the direction and the kind of each.
    var findings: [String] = []

    /// How exchanges end.
    public enum Outcome: String, CaseIterable, Sendable {
        case answered
        /// The request is none that may be sent.
        case malformed
        case overBudget = "over-budget"
        /// What it would cost is not known.
        case unpriced = "no-price"
        /// A canary of the agent was seen.
        case stopped
        case failed
        case keyRefused = "key-refused"
        case callRefused = "call-refused"
        /// The client hung up.
        case left
    }

    var json: String {
        func quoted(_ text: String) -> String { String(decoding: JSONString.escaped(text), as: UTF8.self) }
        return """
            {"id":\(quoted(id)),"time":\(time),"agent":\(quoted(agent)),"upstream":\(quoted(upstream)),\
            "model":\(quoted(model)),"path":\(quoted(path)),"status":\(status),"milliseconds":\(milliseconds),\
            "bytes":\(bytes),"input":\(usage.input),"output":\(usage.output),"cache-read":\(usage.cacheRead),\
            "cache-write":\(usage.cacheWrite),"cost":\(quoted(cost.decimal)),"outcome":\(quoted(outcome)),\
            "why":\(quoted(why)),"findings":[\(findings.map(quoted).joined(separator: ","))]}
            """
    }
}
