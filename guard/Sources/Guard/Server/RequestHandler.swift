import Exchanges
import NIOCore
import NIOHTTP1

/// One client's connection: it takes requests, one after the other, and answers them.
///
/// Used on its event loop only.
final class RequestHandler: ChannelInboundHandler, AnswerSink, @unchecked Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let service: GuardService
    private let pool: UpstreamPool
    private var context: ChannelHandlerContext?
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isRefused = false
    private var timer: Scheduled<Void>?
    private var run: ExchangeRun?
    private var closes = false
    private var isCounted = false
    private var arrival: Arrival?
    /// Sees all that comes, also what is refused.
    private var canaries: CanaryWatch?
    /// Under what the request that is coming in is taken.
    private var regime: Regime

    private let limit: HeadLimit

    init(_ service: GuardService, _ pool: UpstreamPool, _ limit: HeadLimit) {
        (self.service, self.pool, self.limit, regime) = (service, pool, limit, service.regime)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        guard service.connect() else { return context.close(promise: nil) }
        isCounted = true
        wait(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        if isCounted { service.disconnect() }
        run?.cancel()
        run = nil
        self.context = nil
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { run?.goOn() }
        context.fireChannelWritabilityChanged()
    }

    /// Whoever takes too long to ask is let go.
    private func wait(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let seconds = Int64(regime.configuration.limits.arrival)
        timer = context.eventLoop.scheduleTask(in: .seconds(seconds)) { [weak self] in
            self?.context?.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            limit.endHead()
            regime = service.regime
            wait(context)
            (self.head, body, isRefused) = (head, [], false)
            closes = !head.isKeepAlive || service.snapshot.isEnding
            // Nobody's body is taken before it is known whose it is, and whether they may ask.
            let identity = regime.admissions.identify(head)
            let own = ExchangeID()
            canaries = watch(of: identity, own)
            canaries?.see("\(head.method) \(head.uri)", head.headers)
            switch identity {
            case .reply(let reply):
                service.count { $0.requests += 1 }
                isRefused = true
                self.reply(reply)
            case .refused(let refusal, let entry, let id):
                service.count { $0.requests += 1 }
                service.count { $0.refused += 1 }
                (isRefused, closes) = (true, true)
                service.noteStranger(
                    Stranger(head, context.remoteAddress, refusal, entry, id),
                    regime.admissions.secrecy
                )
                if let entry {
                    refuse(refusal, .malformed, Arrival(regime: regime, entry: entry, placeholder: "", id: id), head)
                } else {
                    self.reply(refusal)
                }
            case .agent(let entry, let placeholder):
                arrival = Arrival(regime: regime, entry: entry, placeholder: placeholder, id: own)
            }
        case .body(let bytes):
            canaries?.see(bytes)
            guard !isRefused else { return }
            guard body.count + bytes.readableBytes <= regime.configuration.limits.body else {
                isRefused = true
                body = []
                closes = true
                let limit = regime.configuration.limits.body >> 20
                let words = "the request is longer than \(limit) MiB"
                guard let arrival, let head else { return }
                refuse(.error(413, words, arrival.entry.upstream.dialect, arrival.id), .malformed, arrival, head)
                return
            }
            body += bytes.readableBytesView
        case .end:
            timer?.cancel()
            limit.beginHead()
            canaries?.end()
            // What was answered before its end leaves a connection that must not stay for ever.
            guard let head, !isRefused else { return wait(context) }
            let bytes = body
            (self.head, body) = (nil, [])
            take(head, bytes, context)
        }
    }

    private func watch(of identity: Admissions.Identity, _ own: ExchangeID) -> CanaryWatch? {
        let (agent, id) =
            switch identity {
            case .reply: ("", own)
            case .refused(_, let entry, let id): (entry?.agent.name ?? "", id)
            case .agent(let entry, _): (entry.agent.name, own)
            }
        return CanaryWatch(service, regime.admissions.secrecy, of: agent, id, direction: "request")
    }

    private func take(_ head: HTTPRequestHead, _ body: [UInt8], _ context: ChannelHandlerContext) {
        guard let arrival else { return }
        let agent = arrival.entry.agent.name
        service.count { $0.requests += 1 }
        let excess = service.begin(agent)
        switch regime.admissions.admit(head, body, arrival) {
        case .reply(let refusal):
            service.count { $0.refused += 1 }
            if excess == nil { service.end(agent, Usage(), cost: Dollars(billionths: 0)) }
            refuse(refusal, .malformed, arrival, head)
        case .forward(let request):
            service.note(request.findings, of: agent, request.id, direction: "request")
            if let refusal = excess ?? request.priceFault.map({ Refusal(outcome: .unpriced, why: $0) }) {
                service.count { $0.refused += 1 }
                if excess == nil { service.end(agent, Usage(), cost: Dollars(billionths: 0)) }
                service.noteRefusal(of: agent, request.id, refusal)
                let number = service.nextNumber()
                return refuse(
                    .quiet(refusal.why, request.question, request.dialect, request.id, number: number),
                    refusal.outcome,
                    arrival,
                    head,
                    model: request.model
                )
            }
            service.count { $0.open += 1 }
            let run = ExchangeRun(service, request, context.eventLoop, pool, self)
            self.run = run
            if request.question?.isStreaming == true, let (call, held) = service.holds.held(request.holdKey) {
                run.goOn(waiting: call, held)
            } else {
                run.start()
            }
        }
    }

    /// Answers with a refusal, and has it recorded.
    private func refuse(
        _ refusal: Reply,
        _ outcome: ExchangeEvent.Outcome,
        _ arrival: Arrival,
        _ head: HTTPRequestHead,
        model: String? = nil
    ) {
        service.record(
            ExchangeEvent(
                id: arrival.id.description,
                agent: arrival.entry.agent.name,
                upstream: arrival.entry.upstream.name,
                model: model ?? "",
                path: Admissions.split(head.uri).path,
                status: refusal.status,
                milliseconds: Int((NIODeadline.now() - arrival.time).nanoseconds / 1_000_000),
                bytes: refusal.body.count,
                outcome: outcome.rawValue,
                why: refusal.why
            ),
            regime.admissions.secrecy
        )
        reply(refusal)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError, run == nil, head == nil {
            closes = true
            let refusal = Reply.error(400, "this is no HTTP/1.1 request", .completions)
            service.count { $0.requests += 1 }
            service.count { $0.refused += 1 }
            service.noteStranger(Stranger(nil, context.remoteAddress, refusal), regime.admissions.secrecy)
            reply(refusal)
        } else {
            context.close(promise: nil)
        }
    }

    // MARK: The answer

    private func reply(_ reply: Reply) {
        begin(status: reply.status, ["content-type": reply.type, "content-length": String(reply.body.count)])
        send(reply.body)
        end()
    }

    var isWritable: Bool { context?.channel.isWritable ?? true }

    func begin(status: Int, _ headers: HTTPHeaders) {
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
        if closes { head.headers.replaceOrAdd(name: "connection", value: "close") }
        write(.head(head))
    }

    func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: bytes.count)
        buffer.writeBytes(bytes)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }

    func end() {
        run = nil
        guard let context else { return }
        let promise = closes ? context.eventLoop.makePromise(of: Void.self) : nil
        if let promise {
            let channel = context.channel
            promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
        wait(context)
    }

    private func write(_ part: HTTPServerResponsePart) { context?.write(wrapOutboundOut(part), promise: nil) }
}
