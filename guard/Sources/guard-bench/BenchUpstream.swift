import NIOCore
import NIOHTTP1
import NIOPosix

/// A model API in the dialect of Chat Completions that thinks about nothing.
final class BenchUpstream: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let events: Int
    private let pause: TimeAmount

    private init(_ events: Int, _ pause: TimeAmount) { (self.events, self.pause) = (events, pause) }

    static func serve(port: Int, events: Int, pause: TimeAmount) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.backlog, value: 1024)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(BenchUpstream(events, pause))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        try await channel.closeFuture.get()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        var head = HTTPResponseHead(version: .http1_1, status: .ok)
        head.headers.add(name: "content-type", value: "text/event-stream")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        say(0, context)
    }

    private func say(_ number: Int, _ context: ChannelHandlerContext) {
        let isLast = number == events
        let delta = isLast ? "{}" : "{\"content\":\"word\(number) of an answer, \"}"
        let text = """
            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
            "delta":\(delta),"finish_reason":\(isLast ? "\"stop\"" : "null")}]}\n\n
            """
        context.writeAndFlush(
            wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text + (isLast ? "data: [DONE]\n\n" : ""))))),
            promise: nil
        )
        guard !isLast else {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            return
        }
        guard pause > .zero else { return say(number + 1, context) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: pause) {
            let (handler, context) = bound.value
            handler.say(number + 1, context)
        }
    }
}
