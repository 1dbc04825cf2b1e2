import COpenSSL

/// ChaCha20-Poly1305 (RFC 8439) and SHA-256, by the OpenSSL that is linked for TLS.
enum Cryptography {
    private static let nonceLength = 12
    private static let tagLength = 16

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = unsafe SHA256(bytes, bytes.count, &digest)
        return digest
    }

    /// A fresh nonce, the ciphertext, the tag.
    static func seal(_ bytes: [UInt8], key: [UInt8], context: [UInt8]) throws(Failure) -> [UInt8] {
        var nonce = [UInt8](repeating: 0, count: nonceLength)
        guard unsafe RAND_bytes(&nonce, Int32(nonce.count)) == 1 else {
            throw Failure(description: "no random numbers")
        }
        let cipher = try Cipher(key: key, nonce: nonce, encrypts: true)
        try cipher.authenticate(context)
        var sealed = nonce + (try cipher.update(bytes))
        try cipher.finish()
        var tag = [UInt8](repeating: 0, count: tagLength)
        guard unsafe EVP_CIPHER_CTX_ctrl(cipher.context, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), &tag) == 1 else {
            throw Failure(description: "no authentication tag")
        }
        sealed += tag
        return sealed
    }

    /// - Throws: where a bit of it, the key or the context is another than when it was sealed.
    static func open(_ sealed: [UInt8], key: [UInt8], context: [UInt8]) throws(Failure) -> [UInt8] {
        guard sealed.count >= nonceLength + tagLength else { throw Failure(description: "too short") }
        let cipher = try Cipher(key: key, nonce: Array(sealed.prefix(nonceLength)), encrypts: false)
        try cipher.authenticate(context)
        let bytes = try cipher.update(Array(sealed.dropFirst(nonceLength).dropLast(tagLength)))
        var tag = Array(sealed.suffix(tagLength))
        guard unsafe EVP_CIPHER_CTX_ctrl(cipher.context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1 else {
            throw Failure(description: "no authentication tag")
        }
        try cipher.finish()
        return bytes
    }

    @safe private struct Cipher: ~Copyable {
        let context: OpaquePointer

        init(key: [UInt8], nonce: [UInt8], encrypts: Bool) throws(Failure) {
            guard key.count == 32, let context = unsafe EVP_CIPHER_CTX_new() else {
                throw Failure(description: "the cipher could not be set up")
            }
            let algorithm = unsafe EVP_chacha20_poly1305()
            guard unsafe EVP_CipherInit_ex(context, algorithm, nil, key, nonce, encrypts ? 1 : 0) == 1 else {
                unsafe EVP_CIPHER_CTX_free(context)
                throw Failure(description: "the cipher could not be set up")
            }
            unsafe self.context = context
        }

        deinit { unsafe EVP_CIPHER_CTX_free(context) }

        func authenticate(_ bytes: [UInt8]) throws(Failure) {
            var length: Int32 = 0
            guard unsafe EVP_CipherUpdate(context, nil, &length, bytes, Int32(bytes.count)) == 1 else {
                throw Failure(description: "the context could not be authenticated")
            }
        }

        func update(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
            // The library counts in 32 bits.
            guard bytes.count < Int32.max else { throw Failure(description: "larger than 2 GiB") }
            var result = [UInt8](repeating: 0, count: bytes.count)
            var length: Int32 = 0
            guard unsafe EVP_CipherUpdate(context, &result, &length, bytes, Int32(bytes.count)) == 1 else {
                throw Failure(description: "the cipher failed")
            }
            return result
        }

        func finish() throws(Failure) {
            var rest = [UInt8](repeating: 0, count: 16)
            var length: Int32 = 0
            guard unsafe EVP_CipherFinal_ex(context, &rest, &length) == 1 else {
                throw Failure(description: "not authentic")
            }
        }
    }
}
