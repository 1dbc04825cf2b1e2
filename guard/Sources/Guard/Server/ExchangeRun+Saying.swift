import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

/// What the client is told, and how an exchange ends.
extension ExchangeRun {
    /// The client takes more.
    func goOn() { connection?.setReading(true) }

    /// The client is gone.
    func cancel() {
        if case .done = shape { return }
        connection?.cancel()
        connection = nil
        if let waiter { service.holds.leave(request.holdKey, waiter) }
        outcome = (.left, "")
        countWhatCame()
        if case .stream(let flow) = shape { note(flow.findings) }
        close()
    }

    func reply(_ reply: Reply) {
        begin(reply.status, ["content-type": reply.type, "content-length": String(reply.body.count)])
        say(reply.body)
        finish()
    }

    /// Begins the client's answer.
    func begin(_ status: Int, _ headers: HTTPHeaders) {
        self.status = status
        var headers = headers
        // They are of bytes that the client does not get.
        if decoder != nil { for name in ["content-md5", "digest", "content-digest"] { headers.remove(name: name) } }
        sink?.begin(status: status, headers)
    }

    /// Says a part of it.
    func say(_ bytes: [UInt8]) {
        self.bytes += bytes.count
        sink?.send(bytes)
    }

    func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        lastSent = .now()
        if request.regime.judge != nil, sent.count < 16 << 20 { sent += bytes }
        say(bytes)
    }

    func forgetKeyTrouble() {
        let name = request.upstream.name
        service.count { $0.keyTrouble[name] = nil }
    }

    /// What an answer came to that does not come to its end.
    func countWhatCame() {
        switch shape {
        case .stream(let flow): charge.take(flow.answer)
        case .whole(_, let body): charge.said = max(charge.said, body.count)
        case .waiting, .renewing, .held, .done: break
        }
    }

    func write(_ event: String, _ details: KeyValuePairs<String, String>) {
        service.journal.write(event, agent: request.agent.name, exchange: request.id, details)
    }

    func note(_ findings: [Finding]) {
        service.note(findings, of: request.agent.name, request.id, direction: "answer")
        taken += findings.map { "answer:\($0.word)" }
    }

    /// Says the last of an answer.
    func end(_ bytes: [UInt8]) {
        send(bytes)
        finish()
    }

    func finish() {
        let sink = sink
        close()
        sink?.end()
    }

    func close() {
        if case .done = shape { return }
        shape = .done
        canaries.end()
        for timer in timers { timer.cancel() }
        timers = []
        sink = nil
        let usage = charge.usage(of: request.endpoint, request.body.count)
        let cost = request.cost(of: usage)
        service.end(request.agent.name, usage, cost: cost)
        service.record(
            request.event(status, bytes, usage, cost, outcome, taken),
            secrecy
        )
        service.count { $0.open -= 1 }
    }
}
