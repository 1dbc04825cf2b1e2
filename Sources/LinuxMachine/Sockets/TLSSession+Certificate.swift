import COpenSSL
import Glibc
import Surface

extension TLSSession {
    /// What the server showed; none where it showed no certificate.
    func certificate() -> Visited.Certificate? {
        guard let leaf = unsafe SSL_get1_peer_certificate(session) else { return nil }
        defer { unsafe X509_free(leaf) }
        var start = unsafe tm()
        let hasStart = unsafe ASN1_TIME_to_tm(X509_get0_notBefore(leaf), &start) == 1
        var end = unsafe tm()
        let hasEnd = unsafe ASN1_TIME_to_tm(X509_get0_notAfter(leaf), &end) == 1
        let verdict = unsafe SSL_get_verify_result(session)
        return unsafe Visited.Certificate(
            notBefore: hasStart ? timegm(&start) : 0,
            notAfter: hasEnd ? timegm(&end) : 0,
            issuer: Self.text(X509_get_issuer_name(leaf)),
            distrust: verdict == Int(X509_V_OK) ? nil : String(cString: X509_verify_cert_error_string(verdict)),
            version: String(cString: SSL_get_version(session))
        )
    }

    private static func text(_ name: OpaquePointer?) -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
            guard let base = buffer.baseAddress, unsafe X509_NAME_oneline(name, base, 512) != nil else { return "" }
            return unsafe String(cString: base)
        }
    }
}
