import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

/// What the client's side of an exchange can be told.
protocol AnswerSink: AnyObject {
    func begin(status: Int, _ headers: HTTPHeaders)
    func send(_ bytes: [UInt8])
    func end()
    /// Whether the client takes more now.
    var isWritable: Bool { get }
}

/// One request on its way to the upstream and back.
///
/// Used on its event loop only.
final class ExchangeRun: AnswerTaker, @unchecked Sendable {
    /// How far it has come.
    enum Shape {
        case waiting
        /// Events go on as they come.
        case stream(AnswerFlow)
        /// The whole is looked at before any of it goes on.
        case whole(HTTPResponseHead, [UInt8])
        /// The vault is asked whether it has another key.
        case renewing
        /// It waits for a person.
        case held
        case done
    }

    let service: GuardService
    let request: Forwarding
    let loop: any EventLoop
    private let pool: UpstreamPool
    private(set) weak var sink: (any AnswerSink)?
    var connection: UpstreamConnection?
    var shape = Shape.waiting
    private var usage = Usage()
    /// The key that it asks with.
    var key: String?
    /// What must not get out; a new key is looked for as soon as it is used.
    var secrecy: Secrecy
    var hasRenewed = false
    /// Bytes of an answer that streams; what is longer is none.
    private static let longestStream = 64 << 20
    /// How it went, and why.
    var outcome: (ExchangeEvent.Outcome, why: String) = (.answered, "")
    /// Nothing where the answer comes as it is.
    private var decoder: BodyDecoder?
    private var status = 0
    private var bytes = 0
    private var taken: [String] = []
    private let canaries: CanaryWatch
    private var hasRetried = false
    private var timers: [Scheduled<Void>] = []
    /// What went to the client before the first call, to be said again to one that asks again.
    private(set) var sent: [UInt8] = []
    /// By what it leaves where it waits for a person.
    var waiter: Int?
    var lastByte = NIODeadline.now()
    private var lastSent = NIODeadline.now()

    init(
        _ service: GuardService,
        _ request: Forwarding,
        _ loop: any EventLoop,
        _ pool: UpstreamPool,
        _ sink: any AnswerSink
    ) {
        (self.service, self.request, self.loop, self.pool, self.sink) = (service, request, loop, pool, sink)
        (key, secrecy) = (request.entry.key, request.regime.admissions.secrecy)
        canaries = CanaryWatch(service, secrecy, of: request.agent.name, request.id, direction: "answer")
    }

    func start() {
        let limits = request.regime.configuration.limits
        timers.append(
            loop.scheduleTask(in: .seconds(Int64(limits.exchange))) { [weak self] in
                self?.fail("it took longer than \(limits.exchange) seconds")
            }
        )
        watch()
        connect(isNew: false)
    }

    func connect(isNew: Bool) {
        pool.connection(to: request.upstream, by: request.regime.trust, isNew: isNew).whenComplete { result in
            switch result {
            case .success(let connection):
                guard case .waiting = self.shape else { return connection.cancel() }
                self.connection = connection
                connection.send(self.request.head(key: self.key), ByteBuffer(bytes: self.request.body), to: self)
            case .failure(let error):
                self.fail("\(self.request.upstream.address.host): \(UpstreamTrouble.words(error))")
            }
        }
    }

    /// Looks from time to time whether anything still moves.
    private func watch() {
        let silence = Int64(request.regime.configuration.limits.silence)
        timers.append(
            loop.scheduleTask(in: .seconds(5)) { [weak self] in
                guard let self else { return }
                if case .done = shape { return }
                if NIODeadline.now() - lastByte > .seconds(silence) {
                    return fail("no byte came for \(silence) seconds")
                }
                // What waits to be decided must not look dead.
                if case .stream = shape, NIODeadline.now() - lastSent > .seconds(15),
                    NIODeadline.now() - lastByte < .seconds(15)
                {
                    lastSent = .now()
                    sink?.send(request.dialect.signOfLife)
                }
                timers.removeLast()
                watch()
            }
        )
    }

    // MARK: What the upstream says

    func begin(_ head: HTTPResponseHead) {
        lastByte = .now()
        canaries.see(head.status.reasonPhrase, head.headers)
        let status = Int(head.status.code)
        let type = head.headers.first(name: "content-type")?.split(separator: ";").first?.lowercased() ?? ""
        if [401, 403].contains(status), request.upstream.vaultKey != nil, !hasRenewed { return renewKey(status) }
        if isRefusal(head) {
            // What it says of it may be another thing than the key.
            shape = .whole(head, [])
            return
        }
        let codings = head.headers["content-encoding"].map { $0.lowercased() }.filter { $0 != "identity" }
        if let coding = codings.first {
            let longest = max(request.regime.configuration.limits.body, Self.longestStream)
            guard codings.count == 1, let decoder = BodyDecoder(coding, longest: longest) else {
                return fail("its answer is compressed, which was not asked for, in a way that is not decoded")
            }
            self.decoder = decoder
        }
        // What is neither an answer nor an error leads elsewhere, or is read by clients in ways of their own.
        guard status == 200 || status >= 400 else { return fail("it answers with status \(status)") }
        let isStream = ["text/event-stream", "application/x-ndjson", "application/stream+json"].contains(type)
        guard status == 200, isStream else {
            shape = .whole(head, [])
            return
        }
        guard request.endpoint == .answer, request.question?.isStreaming == true else {
            return fail("it answers with a stream that was not asked for")
        }
        shape = .stream(AnswerFlow(request.dialect, secrecy, isGated: request.regime.judge != nil))
        begin(status, head.headers.passed(by: secrecy))
    }

    func take(_ bytes: ByteBuffer) {
        lastByte = .now()
        guard let decoder else { return take(Array(bytes.readableBytesView)) }
        do { try decoder.decode(Array(bytes.readableBytesView)) { take($0) } } catch { fail(error.words) }
    }

    /// Takes what it says as it is meant.
    private func take(_ bytes: [UInt8]) {
        canaries.see(bytes)
        switch shape {
        case .stream(var flow):
            shape = .waiting
            do {
                let clean = try flow.read(bytes)
                shape = .stream(flow)
                send(clean)
                if sink?.isWritable == false { connection?.setReading(false) }
            } catch {
                shape = .stream(flow)
                fail(error.words)
            }
        case .whole(let head, var body):
            shape = .waiting
            guard body.count + bytes.count <= request.regime.configuration.limits.body else {
                return fail("its answer is longer than \(request.regime.configuration.limits.body >> 20) MiB")
            }
            body += bytes
            shape = .whole(head, body)
        case .waiting, .renewing, .done, .held: break
        }
    }

    func end() {
        connection = nil
        do { try decoder?.finish() } catch { return fail(error.words) }
        switch shape {
        case .stream(var flow):
            do {
                send(try flow.finish())
                usage = flow.answer.usage
                count(flow.answer)
                note(flow.findings)
                forgetKeyTrouble()
                if flow.isWaiting { judge(flow) } else { finish() }
            } catch {
                shape = .stream(flow)
                fail(error.words)
            }
        case .whole(let head, let body): pass(head, body)
        case .renewing, .done, .held: break
        case .waiting: fail("it said nothing")
        }
    }

    func fail(_ why: String) {
        if case .done = shape { return }
        if case .whole(let head, let body) = shape, isRefusal(head) { return refuseKey(head, body) }
        if case .waiting = shape, let connection, connection.mayBeStale, !hasRetried {
            hasRetried = true
            self.connection = nil
            return connect(isNew: true)
        }
        connection?.cancel()
        connection = nil
        service.count { $0.failed += 1 }
        // What an upstream wrote may be part of the reason.
        let clean = secrecy.cleaned(Array(why.utf8))?.bytes ?? Array(why.utf8)
        let why = Shown.plain(String(decoding: clean.prefix(4000), as: UTF8.self), longest: 300)
        write("failed", ["upstream": request.upstream.name, "why": why])
        outcome = (.failed, why)
        let words = "nacre-guard: \(request.upstream.name): \(why)\(request.id.reference)"
        if case .stream(let flow) = shape {
            note(flow.findings)
            usage = flow.answer.usage
            say(request.dialect.errorEvent(words))
            finish()
        } else {
            reply(Reply(status: 502, body: request.dialect.errorBody(status: 502, words)))
        }
    }

    // MARK: What the client says

    /// The client takes more.
    func goOn() { connection?.setReading(true) }

    /// The client is gone.
    func cancel() {
        if case .done = shape { return }
        connection?.cancel()
        connection = nil
        if let waiter { service.holds.leave(request.holdKey, waiter) }
        outcome = (.left, "")
        if case .stream(let flow) = shape {
            usage = flow.answer.usage
            count(flow.answer)
            note(flow.findings)
        }
        close()
    }

    // MARK: Endings

    private func pass(_ head: HTTPResponseHead, _ body: [UInt8]) {
        if isRefusal(head) { return refuseKey(head, body) }
        let status = Int(head.status.code)
        var clean = body
        var findings: [Finding] = []
        if let json = try? JSONText(body) {
            if status == 200, request.endpoint == .answer {
                guard json.root.kind == .object else { return fail("its answer is no object") }
                let answer: Answer
                do { answer = try Answer(whole: json.root, request.dialect) } catch {
                    note(secrecy.cleaned(json)?.findings ?? [])
                    return fail(error.words)
                }
                usage = answer.usage
                count(answer)
                if let why = objection(to: answer) {
                    note(secrecy.cleaned(json)?.findings ?? [])
                    return reply(
                        .quiet(why, request.question, request.dialect, request.id, number: service.nextNumber())
                    )
                }
            }
            if status == 200, request.endpoint == .embedding { usage = Usage(json.root, request.dialect) }
            if let (bytes, found) = secrecy.cleaned(json, shown: Secrecy.shown) {
                (clean, findings) = (bytes, found)
            }
            // Clients join what stands in several parts.
            if status == 200, request.endpoint == .answer, let json = try? JSONText(clean),
                let answer = try? Answer(whole: json.root, request.dialect)
            {
                let joined = [answer.text, answer.reasoning].flatMap { secrecy.cleaned($0)?.findings ?? [] }
                guard joined.isEmpty else {
                    note(findings + joined)
                    return fail("what it says has a secret in several parts")
                }
            }
        } else if status == 200, !body.isEmpty {
            return fail("its answer is not JSON")
        } else if let (bytes, found) = secrecy.cleaned(body) {
            (clean, findings) = (bytes, found)
        }
        note(findings)
        if status == 200 { forgetKeyTrouble() }
        var headers = head.headers.passed(by: secrecy)
        headers.replaceOrAdd(name: "content-length", value: String(clean.count))
        begin(status, headers)
        say(clean)
        finish()
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

    private func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        lastSent = .now()
        if request.regime.judge != nil, sent.count < 16 << 20 { sent += bytes }
        say(bytes)
    }

    private func forgetKeyTrouble() {
        let name = request.upstream.name
        service.count { $0.keyTrouble[name] = nil }
    }

    /// What an upstream does not say, or did not come to say, is counted by its bytes: four make a token.
    private func count(_ answer: Answer) {
        if usage.input == 0 { usage.input = request.body.count / 4 }
        let said = answer.text.count + answer.reasoning.count + answer.calls.reduce(0) { $0 + $1.arguments.count }
        if usage.output == 0 { usage.output = said / 4 }
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

    /// Whether it waits for a person.
    var isHeld: Bool {
        if case .held = shape { return true }
        return false
    }

    /// Shows from now on that it lives until a person decides.
    func becomeHeld() {
        shape = .held
        for timer in timers { timer.cancel() }
        timers = []
        keepAlive()
    }

    /// The client must see life more often than any of its limits.
    private func keepAlive() {
        timers = [
            loop.scheduleTask(in: .seconds(10)) { [weak self] in
                guard let self, isHeld else { return }
                sink?.send(request.dialect.signOfLife)
                keepAlive()
            }
        ]
    }

    private func finish() {
        let sink = sink
        close()
        sink?.end()
    }

    private func close() {
        if case .done = shape { return }
        shape = .done
        canaries.end()
        for timer in timers { timer.cancel() }
        timers = []
        sink = nil
        let cost = request.cost(of: usage)
        service.end(request.agent.name, usage, cost: cost)
        service.record(
            request.event(status, bytes, usage, cost, outcome, taken),
            secrecy
        )
        service.count { $0.open -= 1 }
    }
}
