import COpenSSL

/// SHA-256 of what is no secret, or too long and random to be guessed.
public enum ContentDigest {
    /// The digest in hexadecimal digits.
    public static func hexadecimal(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = unsafe SHA256(bytes, bytes.count, &digest)
        return digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
