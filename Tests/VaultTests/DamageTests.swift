import Testing
@testable import Vault

/// A vault that is not as it was written is refused, whatever was changed.
struct DamageTests {
    private static func file() throws -> [UInt8] {
        var vault = try VaultExample.vault()
        return try vault.write(now: 5)
    }

    @Test("every bit of every byte counts")
    func flipped() throws {
        let file = try Self.file()
        var opened = 0
        for position in file.indices {
            for bit in [UInt8(1), 0x10, 0x80] {
                var changed = file
                changed[position] ^= bit
                if (try? Vault(changed, parts: VaultExample.parts)) != nil { opened += 1 }
            }
        }
        #expect(opened == 0)
        #expect(try Vault(file, parts: VaultExample.parts).secrets.count == 2)
    }

    @Test("cut short or longer at any place, it is refused with an error")
    func cut() throws {
        let file = try Self.file()
        for length in 0..<file.count {
            #expect(throws: VaultFailure.self) { try Vault(Array(file.prefix(length)), parts: VaultExample.parts) }
        }
        #expect(throws: VaultFailure.damaged) { try Vault(file + [0], parts: VaultExample.parts) }
    }

    @Test("random bytes behind a head are no vault, and end no process")
    func noise() throws {
        let file = try Self.file()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let kept = Int.random(in: 0...min(140, file.count))
            let noise = (0..<Int.random(in: 0...400)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(throws: VaultFailure.self) {
                try Vault(Array(file.prefix(kept)) + noise, parts: VaultExample.parts)
            }
        }
    }

    @Test("another key, one source of two, or both in the other order do not open it")
    func keys() throws {
        let file = try Self.file()
        let parts = VaultExample.parts
        for wrong in [[parts[0]], [parts[1], parts[0]], [parts[0], parts[0]], [], parts + [parts[0]]] {
            #expect(throws: VaultFailure.wrongKey) { try Vault(file, parts: wrong) }
        }
    }

    @Test("an older copy is told from a newer one")
    func older() throws {
        var vault = try VaultExample.vault()
        let first = try vault.write(now: 1)
        let second = try vault.write(now: 2)
        #expect(throws: VaultFailure.older(epoch: 1, seen: 2)) {
            try Vault(first, parts: VaultExample.parts, seen: 2)
        }
        #expect(try Vault(second, parts: VaultExample.parts, seen: 2).epoch == 2)
        #expect(try Vault(second, parts: VaultExample.parts, seen: 1).epoch == 2)
    }

    @Test("a value that is sealed as something else does not open")
    func moved() throws {
        let vault = try VaultExample.vault()
        let name = try SecretName("models/openai")
        let secret = try #require(vault.secrets[name])
        let other = try Vault(keptBy: VaultExample.sources, parts: VaultExample.parts)
        let envelope = try #require(secret.current?.envelope)
        let contexts = [
            Vault.context(vault.id, try SecretName("models/other"), 2, "model-key"),
            Vault.context(vault.id, name, 1, "model-key"), Vault.context(vault.id, name, 2, "secret"),
            Vault.context(other.id, name, 2, "model-key"),
        ]
        for context in contexts {
            #expect(throws: VaultFailure.damaged) { try envelope.open(under: vault.master, context: context) }
        }
        #expect(
            VaultExample.text(
                try envelope.open(under: vault.master, context: Vault.context(vault.id, name, 2, "model-key"))
            ) == "second"
        )
    }
}
