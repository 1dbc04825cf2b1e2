import COpenSSL
import Catalog
import Glibc
import Surface

/// The client's side of TLS on OpenSSL, which sees bytes only: the connection does the waiting.
///
/// One that looks verifies against the system's store but never ends the handshake, so that a certificate nobody would
/// trust can still be described. Old protocol versions and weak ciphers are accepted for the same reason; nothing
/// secret is sent. One that has the server prove who it is ends the handshake where it cannot.
@safe final class TLSSession: ByteSource {
    private let wire: Connection
    private let context: OpaquePointer
    let session: OpaquePointer
    /// What came from the server, and what goes there; owned by the session.
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer

    /// One that looks at whatever the server shows.
    convenience init(_ wire: Connection, name: String, onlyLegacy: Bool) throws(ConnectionFailure) {
        try unsafe self.init(wire, name: name) { context throws(ConnectionFailure) in
            unsafe SSL_CTX_set_default_verify_paths(context)
            unsafe SSL_CTX_set_security_level(context, 0)
            unsafe nacre_offer_versions(context, onlyLegacy ? 1 : 0)
        }
    }

    /// One whose server must prove its name, by the system's authorities or by others alone; TLS 1.2 and later.
    convenience init(_ wire: Connection, proving name: String, by authorities: Authorities?) throws(ConnectionFailure) {
        try unsafe self.init(wire, name: name) { context throws(ConnectionFailure) in
            if let authorities {
                guard unsafe nacre_trust(context, authorities.text, Int32(authorities.text.count)) > 0 else {
                    throw ConnectionFailure(.malformed("\(authorities.path) holds no certificate"))
                }
            } else {
                unsafe SSL_CTX_set_default_verify_paths(context)
            }
            unsafe nacre_require_proof(context)
        }
    }

    private init(
        _ wire: Connection,
        name: String,
        _ prepare: (OpaquePointer) throws(ConnectionFailure) -> Void
    ) throws(ConnectionFailure) {
        guard let context = unsafe SSL_CTX_new(TLS_client_method()) else {
            throw ConnectionFailure(.failed("OpenSSL cannot be used"))
        }
        do { try unsafe prepare(context) } catch {
            unsafe SSL_CTX_free(context)
            throw error
        }
        guard let session = unsafe SSL_new(context) else {
            unsafe SSL_CTX_free(context)
            throw ConnectionFailure(.failed("OpenSSL cannot be used"))
        }
        guard let incoming = unsafe BIO_new(BIO_s_mem()), let outgoing = unsafe BIO_new(BIO_s_mem()),
            // Without a name to compare with, any certificate would do.
            unsafe SSL_set1_host(session, name) == 1
        else {
            unsafe SSL_free(session)
            unsafe SSL_CTX_free(context)
            throw ConnectionFailure(.failed("OpenSSL has no memory"))
        }
        unsafe SSL_set_bio(session, incoming, outgoing)
        // A number is no name to ask for (RFC 6066).
        if !Endpoint.isNumeric(name) { unsafe nacre_ask_for_name(session, name) }
        unsafe SSL_set_connect_state(session)
        self.wire = wire
        unsafe self.context = context
        unsafe self.session = session
        unsafe self.incoming = incoming
        unsafe self.outgoing = outgoing
    }

    deinit {
        unsafe SSL_free(session)
        unsafe SSL_CTX_free(context)
    }

    func handshake() throws(ConnectionFailure) {
        while true {
            ERR_clear_error()
            let status = unsafe SSL_do_handshake(session)
            let failure = unsafe SSL_get_error(session, status)
            try flush()
            if status == 1 { return }
            guard failure == SSL_ERROR_WANT_READ else {
                let distrust = unsafe SSL_get_verify_result(session)
                guard unsafe distrust == Int(X509_V_OK) || SSL_get_verify_mode(session) == SSL_VERIFY_NONE else {
                    let why = unsafe String(cString: X509_verify_cert_error_string(distrust))
                    throw ConnectionFailure(.notTrusted("its certificate is not trusted: \(why)"))
                }
                throw ConnectionFailure(.failed(Self.failure("the TLS handshake failed")))
            }
            guard try fill() else { throw ConnectionFailure(.failed("the server hung up during the TLS handshake")) }
        }
    }

    func send(_ bytes: [UInt8]) throws(ConnectionFailure) {
        ERR_clear_error()
        let written = unsafe bytes.withUnsafeBytes { unsafe SSL_write(session, $0.baseAddress, Int32($0.count)) }
        guard written == bytes.count else { throw ConnectionFailure(.failed(Self.failure("TLS took no data"))) }
        try flush()
    }

    /// The next bytes; none at the end.
    func receive() throws(ConnectionFailure) -> [UInt8] {
        while true {
            ERR_clear_error()
            var outcome: Int32 = 0
            let part = unsafe [UInt8](unsafeUninitializedCapacity: 16384) { buffer, count in
                outcome = unsafe SSL_read(session, buffer.baseAddress, Int32(buffer.count))
                count = Int(max(0, outcome))
            }
            if outcome > 0 { return part }
            let failure = unsafe SSL_get_error(session, outcome)
            try flush()
            if failure == SSL_ERROR_ZERO_RETURN { return [] }
            guard failure == SSL_ERROR_WANT_READ else { throw ConnectionFailure(.failed(Self.failure("TLS failed"))) }
            // A server that closes without saying so has still answered.
            guard try fill() else { return [] }
        }
    }

    private func flush() throws(ConnectionFailure) {
        while true {
            let pending = unsafe BIO_ctrl_pending(outgoing)
            guard pending > 0 else { return }
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: pending) { buffer, count in
                count = unsafe Int(max(0, BIO_read(outgoing, buffer.baseAddress, Int32(buffer.count))))
            }
            guard !bytes.isEmpty else { return }
            try wire.send(bytes)
        }
    }

    /// Takes what came from the server; false at the end.
    private func fill() throws(ConnectionFailure) -> Bool {
        let bytes = try wire.receive()
        guard !bytes.isEmpty else { return false }
        let taken = unsafe bytes.withUnsafeBytes { unsafe BIO_write(incoming, $0.baseAddress, Int32($0.count)) }
        guard taken == bytes.count else { throw ConnectionFailure(.failed("OpenSSL has no memory")) }
        return true
    }

    private static func failure(_ what: String) -> String {
        let code = ERR_get_error()
        guard code != 0, let words = unsafe ERR_reason_error_string(code) else { return what }
        return unsafe "\(what): \(String(cString: words))"
    }
}
