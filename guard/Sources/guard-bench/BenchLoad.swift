import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// Asks again and again by many connections, and notes when the first piece of each answer comes.
enum BenchLoad {
    struct Notes: Sendable {
        var firsts: [Int64] = []
        var failed = 0
        var bytes = 0
    }

    static func run(port: Int, key: String, streams: Int, seconds: Int) async throws {
        let notes = NIOLockedValueBox(Notes())
        let end = NIODeadline.now() + .seconds(Int64(seconds))
        let group = MultiThreadedEventLoopGroup.singleton
        var channels: [any Channel] = []
        for _ in 0..<streams {
            channels.append(
                try await ClientBootstrap(group: group)
                    .channelOption(ChannelOptions.socketOption(.tcp_nodelay), value: 1)
                    .channelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHTTPClientHandlers()
                            try channel.pipeline.syncOperations.addHandler(BenchClient(key, end, notes))
                        }
                    }
                    .connect(host: "127.0.0.1", port: port).get()
            )
        }
        for channel in channels { try? await channel.closeFuture.get() }
        let all = notes.withLockedValue { $0 }
        let sorted = all.firsts.sorted()
        func part(_ share: Double) -> Double {
            sorted.isEmpty ? 0 : Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1_000_000
        }
        print(
            """
            {"streams":\(streams),"answers":\(sorted.count),"failed":\(all.failed),\
            "per_second":\(Double(sorted.count) / Double(seconds)),"first_p50_ms":\(part(0.5)),"first_p99_ms":\(part(0.99))}
            """
        )
    }
}

/// One connection of it.
final class BenchClient: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let end: NIODeadline
    private let notes: NIOLockedValueBox<BenchLoad.Notes>
    private let head: HTTPRequestHead
    private let body: ByteBuffer
    private var asked = NIODeadline.now()
    private var isFirst = true
    private var isGood = false

    init(_ key: String, _ end: NIODeadline, _ notes: NIOLockedValueBox<BenchLoad.Notes>) {
        (self.end, self.notes) = (end, notes)
        let words = String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 220)
        body = ByteBuffer(string: #"{"model":"m","stream":true,"messages":[{"role":"user","content":"\#(words)"}]}"#)
        head = HTTPRequestHead(
            version: .http1_1,
            method: .POST,
            uri: "/v1/chat/completions",
            headers: [
                "host": "127.0.0.1", "authorization": "Bearer \(key)", "content-type": "application/json",
                "content-length": String(body.readableBytes),
            ]
        )
    }

    func channelActive(context: ChannelHandlerContext) { ask(context) }

    private func ask(_ context: ChannelHandlerContext) {
        guard NIODeadline.now() < end else { return context.close(promise: nil) }
        isFirst = true
        asked = .now()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): isGood = head.status == .ok
        case .body:
            guard isFirst else { return }
            isFirst = false
            let time = (NIODeadline.now() - asked).nanoseconds
            notes.withLockedValue { if isGood { $0.firsts.append(time) } else { $0.failed += 1 } }
        case .end: ask(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        notes.withLockedValue { $0.failed += 1 }
        context.close(promise: nil)
    }
}
