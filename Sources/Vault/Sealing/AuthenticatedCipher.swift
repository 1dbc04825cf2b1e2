import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with keys that are used once.
///
/// Each key seals one message, so that the nonce, which is always the same, never repeats under a key.
enum AuthenticatedCipher {
    static let tagLength = 16
    private static let nonce = [UInt8](repeating: 0, count: 12)

    /// The ciphertext, then the tag.
    static func seal(_ secret: SecretBytes, key: SecretBytes, context: [UInt8]) throws(VaultFailure) -> [UInt8] {
        let cipher = try Cipher(key: key, encrypts: true)
        try cipher.authenticate(context)
        var sealed = [UInt8](repeating: 0, count: secret.count)
        let isDone = unsafe secret.withBytes { bytes in
            unsafe sealed.withUnsafeMutableBytes { out in unsafe cipher.update(bytes, into: out) }
        }
        guard isDone else { throw .cipher("the cipher failed") }
        try cipher.finish()
        var tag = [UInt8](repeating: 0, count: tagLength)
        guard unsafe EVP_CIPHER_CTX_ctrl(cipher.context, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), &tag) == 1 else {
            throw .cipher("no authentication tag")
        }
        return sealed + tag
    }

    /// - Throws: `damaged` where a bit of it, the key or the context is another than when it was sealed.
    static func open(
        _ sealed: ArraySlice<UInt8>,
        key: SecretBytes,
        context: [UInt8]
    ) throws(VaultFailure) -> SecretBytes {
        guard sealed.count >= tagLength else { throw .damaged }
        let cipher = try Cipher(key: key, encrypts: false)
        try cipher.authenticate(context)
        let body = sealed.dropLast(tagLength)
        let secret = try unsafe SecretBytes(count: body.count) { (out) throws(VaultFailure) in
            let isDone = unsafe body.withUnsafeBytes { bytes in unsafe cipher.update(bytes, into: out) }
            guard isDone else { throw .cipher("the cipher failed") }
        }
        var tag = Array(sealed.suffix(tagLength))
        guard unsafe EVP_CIPHER_CTX_ctrl(cipher.context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1 else {
            throw .cipher("no authentication tag")
        }
        try cipher.finish()
        return secret
    }

    @safe private struct Cipher: ~Copyable {
        let context: OpaquePointer

        init(key: SecretBytes, encrypts: Bool) throws(VaultFailure) {
            guard key.count == 32, let context = unsafe EVP_CIPHER_CTX_new() else { throw .cipher("no cipher") }
            let isSet = unsafe key.withBytes { bytes in
                unsafe EVP_CipherInit_ex(
                    context,
                    EVP_aes_256_gcm(),
                    nil,
                    bytes.assumingMemoryBound(to: UInt8.self).baseAddress,
                    nonce,
                    encrypts ? 1 : 0
                ) == 1
            }
            guard isSet else {
                unsafe EVP_CIPHER_CTX_free(context)
                throw .cipher("the key could not be set")
            }
            unsafe self.context = context
        }

        deinit { unsafe EVP_CIPHER_CTX_free(context) }

        func authenticate(_ bytes: [UInt8]) throws(VaultFailure) {
            var length: Int32 = 0
            guard unsafe EVP_CipherUpdate(context, nil, &length, bytes, Int32(bytes.count)) == 1 else {
                throw .cipher("the context could not be authenticated")
            }
        }

        func update(_ bytes: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) -> Bool {
            guard bytes.count > 0 else { return true }
            var length: Int32 = 0
            let done = unsafe EVP_CipherUpdate(
                context,
                out.assumingMemoryBound(to: UInt8.self).baseAddress,
                &length,
                bytes.assumingMemoryBound(to: UInt8.self).baseAddress,
                Int32(bytes.count)
            )
            return done == 1 && Int(length) == bytes.count
        }

        func finish() throws(VaultFailure) {
            var rest = [UInt8](repeating: 0, count: 16)
            var length: Int32 = 0
            guard unsafe EVP_CipherFinal_ex(context, &rest, &length) == 1 else { throw .damaged }
        }
    }
}
