import Hardening
import Testing

@testable import LinuxMachine

@Suite struct CryptographyTests {
    private let key = (0x80...0x9f).map(UInt8.init)
    private let context = Hexadecimal.bytes("50515253c0c1c2c3c4c5c6c7") ?? []

    /// RFC 8439, section 2.8.2: nonce, ciphertext, tag.
    private let sealed =
        Hexadecimal.bytes(
            "070000004041424344454647"
                + "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
                + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
                + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                + "3ff4def08e4b7a9de576d26586cec64b6116"
                + "1ae10b594f09e26a7e902ecbd0600691"
        ) ?? []

    @Test func `opens what the standard sealed`() throws {
        let text = try Cryptography.open(sealed, key: key, context: context)
        #expect(String(decoding: text, as: UTF8.self).hasPrefix("Ladies and Gentlemen of the class of '99"))
    }

    @Test func `refuses another key, context, and a change of any byte`() {
        #expect(throws: Cryptography.Failure.self) {
            try Cryptography.open(sealed, key: Array(key.reversed()), context: context)
        }
        #expect(throws: Cryptography.Failure.self) { try Cryptography.open(sealed, key: key, context: [1]) }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: Cryptography.Failure.self) { try Cryptography.open(changed, key: key, context: context) }
        }
        for count in 0..<sealed.count {
            #expect(throws: Cryptography.Failure.self) {
                try Cryptography.open(Array(sealed.prefix(count)), key: key, context: context)
            }
        }
    }

    @Test func `seals with a nonce of its own each time, also nothing`() throws {
        for length in [0, 1, 63, 64, 65, 100_000] {
            let bytes = [UInt8](repeating: 7, count: length)
            let first = try Cryptography.seal(bytes, key: key, context: context)
            let second = try Cryptography.seal(bytes, key: key, context: context)
            #expect(first != second)
            #expect(try Cryptography.open(first, key: key, context: context) == bytes)
        }
    }

    /// FIPS 180-2, appendix B.1.
    @Test func `hashes as the standard does`() {
        let digest = Cryptography.sha256(Array("abc".utf8))
        #expect(Hexadecimal.text(digest) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
