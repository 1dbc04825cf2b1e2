import NIOCore
import NIOHTTP1
import NIOPosix

/// Answers the operator at a socket that nobody else can open.
///
/// Used on its event loop only.
final class AdminHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let service: GuardService
    private var head: HTTPRequestHead?

    init(_ service: GuardService) { self.service = service }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            let (service, loop) = (service, context.eventLoop)
            let bound = NIOLoopBound(context, eventLoop: loop)
            if head.method == .GET, let id = Self.exchange(head.uri) {
                return service.find(id) { event in
                    let reply = event.map { Reply(status: 200, body: Array("\($0.json)\n".utf8)) }
                    loop.execute { self.send(reply ?? self.missing, bound.value) }
                }
            }
            guard head.method == .POST, head.uri == "/reload" else {
                return send(answer(head.method, head.uri), context)
            }
            NIOThreadPool.singleton.submit { _ in
                let outcome = service.change.reload(service)
                let reply = Reply(
                    status: outcome.isTaken ? 200 : 422,
                    type: "text/plain",
                    body: Array("\(outcome.words)\n".utf8)
                )
                loop.execute { self.send(reply, bound.value) }
            }
        }
    }

    private static func exchange(_ path: String) -> ExchangeID? {
        let place = "/exchanges/"
        return path.hasPrefix(place) ? ExchangeID(String(path.dropFirst(place.count))) : nil
    }

    private func send(_ reply: Reply, _ context: ChannelHandlerContext) {
        var response = HTTPResponseHead(version: .http1_1, status: .init(statusCode: reply.status))
        response.headers.add(name: "content-type", value: reply.type)
        response.headers.add(name: "content-length", value: String(reply.body.count))
        response.headers.add(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: reply.body)))), promise: nil)
        let channel = context.channel
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
    }

    private func answer(_ method: HTTPMethod, _ path: String) -> Reply {
        switch (method, path) {
        case (.GET, "/healthz"): return Reply(status: 200, type: "text/plain", body: Array("ok\n".utf8))
        case (.GET, "/readyz"):
            if service.snapshot.isEnding {
                return Reply(status: 503, type: "text/plain", body: Array("it ends, and takes no more requests\n".utf8))
            }
            if let failure = service.journal.failure {
                return Reply(
                    status: 503,
                    type: "text/plain",
                    body: Array("the journal cannot be written: \(failure)\n".utf8)
                )
            }
            return Reply(status: 200, type: "text/plain", body: Array("ready\n".utf8))
        case (.GET, "/status"): return Reply(status: 200, body: StatusReport(service: service).json)
        case (.GET, "/metrics"):
            return Reply(status: 200, type: "text/plain; version=0.0.4", body: Metrics(service: service).bytes)
        case (.POST, _):
            let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, parts[1] == "holds", ["allow", "refuse"].contains(parts[3]) else { return missing }
            guard let decision = service.decide(parts[2], isAllowed: parts[3] == "allow") else {
                return Reply(status: 404, type: "text/plain", body: Array("nothing called \(parts[2]) waits\n".utf8))
            }
            return Reply(status: 200, body: Array("\(decision.json)\n".utf8))
        default: return missing
        }
    }

    private var missing: Reply { Reply(status: 404, type: "text/plain", body: Array("there is no such thing\n".utf8)) }
}
