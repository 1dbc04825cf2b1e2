import COpenSSL

/// What tells whether two secrets are the same, and without its key nothing else: 64 bits of HMAC-SHA-256.
public struct SecretFingerprint: Sendable {
    private let key: SecretBytes

    public init(_ material: [UInt8]) { key = SecretBytes(material + Array("nacre leaks 1".utf8)) }

    /// With a key of its own, which is gone with it.
    public init() {
        var random = SystemRandomNumberGenerator()
        self.init((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    /// Sixteen hexadecimal digits.
    public func text(of secret: [UInt8]) -> String {
        // Only without memory does OpenSSL fail here; what cannot be told apart then is told as different.
        guard let code = try? KeyDerivation.code(secret, key: key) else { return "?" }
        return code.exposed.prefix(8).map { byte in
            let digits = Array("0123456789abcdef".utf8)
            return String(decoding: [digits[Int(byte >> 4)], digits[Int(byte & 15)]], as: UTF8.self)
        }
        .joined()
    }
}
