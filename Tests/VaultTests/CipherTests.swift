import Testing

@testable import Vault

/// The functions of OpenSSL, as they are called here, against published vectors.
struct CipherTests {
    @Test("AES-256-GCM: test case 14 of the GCM specification")
    func gcm() throws {
        let zeros = SecretBytes([UInt8](repeating: 0, count: 32))
        let sealed = try AuthenticatedCipher.seal(
            SecretBytes([UInt8](repeating: 0, count: 16)),
            key: zeros,
            context: []
        )
        #expect(Self.text(sealed) == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    }

    @Test("HKDF: test case 1 of RFC 5869, its first 32 bytes")
    func hkdf() throws {
        let info = String(decoding: (0xF0...0xF9).map { UInt8($0) }, as: UTF8.self)
        // The info of the RFC is no text, so that the second half is called by itself.
        #expect(!info.isEmpty)
        let material = SecretBytes([UInt8](repeating: 0x0B, count: 22))
        let extracted = try KeyDerivation.code(material, key: SecretBytes(Array(0...12)))
        #expect(Self.text(extracted.exposed) == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
        let expanded = try KeyDerivation.code((0xF0...0xF9).map { UInt8($0) } + [1], key: extracted)
        #expect(Self.text(expanded.exposed) == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf")
        let whole = try KeyDerivation.key(of: material, salt: Array(0...12), use: "use")
        #expect(try KeyDerivation.code(Array("use".utf8) + [1], key: extracted).equals(whole))
    }

    @Test("scrypt: the third vector of RFC 7914, its first 32 bytes")
    func scrypt() throws {
        let key = try KeyDerivation.key(
            ofPassphrase: SecretBytes("pleaseletmein".utf8),
            salt: Array("SodiumChloride".utf8),
            cost: 14
        )
        #expect(Self.text(key.exposed) == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")
    }

    @Test("secrets print as nothing")
    func printing() {
        let secret = SecretBytes("hidden".utf8)
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] { #expect(!text.contains("hidden")) }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
