import COpenSSL

/// What keys are made of keys by: HMAC-SHA-256 (RFC 2104), HKDF (RFC 5869), scrypt (RFC 7914).
enum KeyDerivation {
    /// The authentication code of what is secret itself, 32 bytes.
    static func code(_ secret: SecretBytes, key: SecretBytes) throws(VaultFailure) -> SecretBytes {
        try unsafe SecretBytes(count: 32) { (out) throws(VaultFailure) in
            let made = unsafe key.withBytes { key in
                unsafe secret.withBytes { bytes in
                    unsafe HMAC(
                        EVP_sha256(),
                        key.baseAddress,
                        Int32(key.count),
                        bytes.assumingMemoryBound(to: UInt8.self).baseAddress,
                        bytes.count,
                        out.assumingMemoryBound(to: UInt8.self).baseAddress,
                        nil
                    ) != nil
                }
            }
            guard made else { throw .cipher("no authentication code") }
        }
    }

    /// The authentication code of some bytes, 32 bytes.
    static func code(_ bytes: [UInt8], key: SecretBytes) throws(VaultFailure) -> SecretBytes {
        try unsafe SecretBytes(count: 32) { (out) throws(VaultFailure) in
            let made = unsafe key.withBytes { key in
                unsafe HMAC(
                    EVP_sha256(),
                    key.baseAddress,
                    Int32(key.count),
                    bytes,
                    bytes.count,
                    out.assumingMemoryBound(to: UInt8.self).baseAddress,
                    nil
                ) != nil
            }
            guard made else { throw .cipher("no authentication code") }
        }
    }

    /// 32 bytes by HKDF; a key for one use, which `use` names.
    static func key(of material: SecretBytes, salt: [UInt8], use: String) throws(VaultFailure) -> SecretBytes {
        let extracted = try unsafe SecretBytes(count: 32) { (out) throws(VaultFailure) in
            let made = unsafe material.withBytes { material in
                unsafe HMAC(
                    EVP_sha256(),
                    salt,
                    Int32(salt.count),
                    material.assumingMemoryBound(to: UInt8.self).baseAddress,
                    material.count,
                    out.assumingMemoryBound(to: UInt8.self).baseAddress,
                    nil
                ) != nil
            }
            guard made else { throw .cipher("no key could be derived") }
        }
        return try code(Array(use.utf8) + [1], key: extracted)
    }

    /// 32 bytes of a passphrase; `cost` is scrypt's N as a power of two, with r = 8 and p = 1.
    static func key(
        ofPassphrase passphrase: SecretBytes,
        salt: [UInt8],
        cost: Int
    ) throws(VaultFailure) -> SecretBytes {
        try unsafe SecretBytes(count: 32) { (out) throws(VaultFailure) in
            let made = unsafe passphrase.withBytes { text in
                unsafe EVP_PBE_scrypt(
                    text.assumingMemoryBound(to: CChar.self).baseAddress,
                    text.count,
                    salt,
                    salt.count,
                    1 << cost,
                    8,
                    1,
                    1 << 30,
                    out.assumingMemoryBound(to: UInt8.self).baseAddress,
                    32
                ) == 1
            }
            guard made else { throw .cipher("no key could be derived of the passphrase") }
        }
    }
}
