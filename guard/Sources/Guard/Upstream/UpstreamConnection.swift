import NIOCore
import NIOHTTP1

/// Takes one answer of an upstream, on the event loop of its connection.
protocol AnswerTaker: AnyObject {
    func begin(_ head: HTTPResponseHead)
    func take(_ bytes: ByteBuffer)
    func end()
    /// The connection broke before the end.
    func fail(_ why: String)
}

/// A connection to an upstream, which has one exchange at a time.
///
/// Used on its event loop only.
final class UpstreamConnection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private var taker: (any AnswerTaker)?
    private var isKept = false
    private var hasAnswer = false
    private(set) var isUsed = false
    private var failure: String?
    let channel: any Channel
    /// Has the connection back when it is free.
    var idle: ((UpstreamConnection) -> Void)?

    init(_ channel: any Channel) { self.channel = channel }

    /// Whether a failure may be due to the connection having been kept for too long.
    var mayBeStale: Bool { isUsed && !hasAnswer }

    func send(_ head: HTTPRequestHead, _ body: ByteBuffer, to taker: any AnswerTaker) {
        self.taker = taker
        hasAnswer = false
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }

    /// Ends the exchange, and the connection with it.
    func cancel() {
        taker = nil
        channel.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let taker else {
            // Nobody asked: an answer too many.
            context.close(promise: nil)
            return
        }
        switch unwrapInboundIn(data) {
        case .head(let head):
            hasAnswer = true
            isKept = head.isKeepAlive
            taker.begin(head)
        case .body(let bytes): taker.take(bytes)
        case .end:
            self.taker = nil
            isUsed = true
            taker.end()
            guard isKept, context.channel.isActive, let idle else {
                context.close(promise: nil)
                return
            }
            setReading(true)
            idle(self)
        }
    }

    func setReading(_ isReading: Bool) {
        channel.setOption(ChannelOptions.autoRead, value: isReading).whenFailure { _ in }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failure = UpstreamTrouble.words(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let taker = taker
        self.taker = nil
        taker?.fail(failure ?? "it hung up in the middle")
        context.fireChannelInactive()
    }
}
