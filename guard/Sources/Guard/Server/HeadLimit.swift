import NIOCore

/// Lets go of a client whose request does not get beyond its head: the decoder behind it bounds single lines alone.
///
/// Used on its event loop only.
final class HeadLimit: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Bytes of what came since the last head; what one read brings of a body or of the next request is in it.
    static let most = 512 << 10
    private var count = 0
    private var isInHead = true

    /// A head was complete.
    func endHead() { isInHead = false }

    /// What follows is another request's.
    func beginHead() { (isInHead, count) = (true, 0) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isInHead {
            count += unwrapInboundIn(data).readableBytes
            guard count <= Self.most else { return context.close(promise: nil) }
        }
        context.fireChannelRead(data)
    }
}
