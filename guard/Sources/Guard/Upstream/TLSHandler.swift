import COpenSSL
import NIOCore

/// Why TLS with an upstream failed.
struct TLSFailure: Error, CustomStringConvertible {
    let description: String
}

/// What an upstream must prove: its name, by the system's authorities or by others.
@safe final class TLSContext: @unchecked Sendable {
    fileprivate let context: OpaquePointer

    /// Takes certificates in PEM instead of the system's, where there are some.
    init(authorities: [UInt8]?) throws(TLSFailure) {
        guard let context = unsafe SSL_CTX_new(TLS_client_method()) else {
            throw TLSFailure(description: "OpenSSL cannot be used")
        }
        unsafe self.context = context
        if let authorities {
            guard unsafe nacre_trust(context, authorities, Int32(authorities.count)) > 0 else {
                throw TLSFailure(description: "there is no certificate in it")
            }
        } else {
            unsafe SSL_CTX_set_default_verify_paths(context)
        }
        unsafe nacre_require_proof(context)
    }

    deinit { unsafe SSL_CTX_free(context) }
}

/// The client's side of TLS in a channel: it decrypts what comes in and encrypts what goes out.
///
/// Used on the channel's event loop only.
@safe final class TLSHandler: ChannelDuplexHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let trust: TLSContext
    private let session: OpaquePointer
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    private let ready: EventLoopPromise<Void>
    private var isReady = false
    private var isDone = false
    /// What is to be written once the server has proved who it is.
    private var held: [(ByteBuffer, EventLoopPromise<Void>?)] = []

    init(_ trust: TLSContext, name: String, ready: EventLoopPromise<Void>) throws(TLSFailure) {
        guard let session = unsafe SSL_new(trust.context), let incoming = unsafe BIO_new(BIO_s_mem()),
            let outgoing = unsafe BIO_new(BIO_s_mem()), unsafe SSL_set1_host(session, name) == 1
        else { throw TLSFailure(description: "OpenSSL has no memory") }
        unsafe SSL_set_bio(session, incoming, outgoing)
        // A number is no name to ask for (RFC 6066).
        if !name.contains(":"), !name.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) {
            unsafe nacre_ask_for_name(session, name)
        }
        let protocols: [UInt8] = [8] + Array("http/1.1".utf8)
        unsafe SSL_set_alpn_protos(session, protocols, UInt32(protocols.count))
        unsafe SSL_set_connect_state(session)
        (self.trust, self.ready) = (trust, ready)
        unsafe self.session = session
        unsafe self.incoming = incoming
        unsafe self.outgoing = outgoing
    }

    deinit { unsafe SSL_free(session) }

    func handlerAdded(context: ChannelHandlerContext) { if context.channel.isActive { handshake(context) } }

    func channelActive(context: ChannelHandlerContext) {
        handshake(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(context, "the server hung up during the TLS handshake")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !isReady { fail(context, "\(error)") }
        context.fireErrorCaught(error)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        let taken = unsafe buffer.withUnsafeReadableBytes {
            unsafe BIO_write(incoming, $0.baseAddress, Int32($0.count))
        }
        guard taken == buffer.readableBytes else { return close(context, "TLS took no data") }
        if !isReady { handshake(context) }
        if isReady { read(context) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let buffer = unwrapOutboundIn(data)
        if isReady { encrypt(context, buffer, promise) } else { held.append((buffer, promise)) }
    }

    private func handshake(_ context: ChannelHandlerContext) {
        guard !isReady, !isDone else { return }
        ERR_clear_error()
        let status = unsafe SSL_do_handshake(session)
        let failure = unsafe SSL_get_error(session, status)
        send(context, nil)
        context.flush()
        if status == 1 {
            isReady = true
            ready.succeed()
            let waiting = held
            held = []
            for (buffer, promise) in waiting { encrypt(context, buffer, promise) }
            context.flush()
        } else if failure != SSL_ERROR_WANT_READ {
            let distrust = unsafe SSL_get_verify_result(session)
            let why = unsafe String(cString: X509_verify_cert_error_string(distrust))
            close(
                context,
                distrust == Int(X509_V_OK) ? "the TLS handshake failed" : "its certificate is not trusted: \(why)"
            )
        }
    }

    private func read(_ context: ChannelHandlerContext) {
        while !isDone {
            var buffer = context.channel.allocator.buffer(capacity: 16384)
            var outcome: Int32 = 0
            ERR_clear_error()
            unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 16384) { room in
                outcome = unsafe SSL_read(session, room.baseAddress, Int32(room.count))
                return Int(max(0, outcome))
            }
            if outcome > 0 {
                context.fireChannelRead(wrapInboundOut(buffer))
                continue
            }
            let failure = unsafe SSL_get_error(session, outcome)
            send(context, nil)
            context.flush()
            if failure == SSL_ERROR_WANT_READ { return }
            isDone = true
            if failure != SSL_ERROR_ZERO_RETURN { context.fireErrorCaught(TLSFailure(description: "TLS failed")) }
            context.close(promise: nil)
        }
    }

    private func encrypt(_ context: ChannelHandlerContext, _ buffer: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        ERR_clear_error()
        let count = buffer.readableBytes
        let written =
            count == 0
            ? 0
            : unsafe buffer.withUnsafeReadableBytes { unsafe SSL_write(session, $0.baseAddress, Int32($0.count)) }
        guard Int(written) == count else {
            promise?.fail(TLSFailure(description: "TLS took no data"))
            return close(context, "TLS took no data")
        }
        send(context, promise)
    }

    /// Writes what OpenSSL has for the server.
    private func send(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        let count = unsafe BIO_ctrl_pending(outgoing)
        guard count > 0 else {
            promise?.succeed()
            return
        }
        var buffer = context.channel.allocator.buffer(capacity: count)
        unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
            unsafe Int(max(0, BIO_read(outgoing, room.baseAddress, Int32(count))))
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
    }

    private func close(_ context: ChannelHandlerContext, _ why: String) {
        if isReady { context.fireErrorCaught(TLSFailure(description: why)) }
        fail(context, why)
        context.close(promise: nil)
    }

    private func fail(_ context: ChannelHandlerContext, _ why: String) {
        isDone = true
        guard !isReady else { return }
        let failure = TLSFailure(description: why)
        ready.fail(failure)
        for (_, promise) in held { promise?.fail(failure) }
        held = []
    }
}
