import Testing
import Vault

/// A vault is a dictionary that remembers the value before.
struct ChangesTests {
    @Test("random changes, written and read in between, leave what a dictionary holds")
    func random() throws {
        var generator = SystemRandomNumberGenerator()
        var vault = try Vault(keptBy: VaultExample.sources, parts: VaultExample.parts)
        var parts = VaultExample.parts
        var model: [SecretName: (now: [UInt8], before: [UInt8]?)] = [:]
        let names = try (0..<6).map { try SecretName("n\($0)") }
        for step in 0..<2000 {
            let name = names.randomElement(using: &generator) ?? names[0]
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5:
                let value = (0..<Int.random(in: 1...4)).map { _ in UInt8.random(in: 0...3, using: &generator) }
                let old = model[name]
                try vault.set(name, to: SecretBytes(value), now: UInt64(step))
                if old?.now != value { model[name] = (value, old?.now) }
            case 5: if model.removeValue(forKey: name) != nil { try vault.remove(name) }
            case 6:
                if let old = model[name], let before = old.before {
                    try vault.takeBack(name)
                    model[name] = (before, nil)
                }
            case 7:
                if let old = model[name] {
                    try vault.retirePrevious(name)
                    model[name] = (old.now, nil)
                }
            case 8:
                parts = [SecretBytes(Array((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }))]
                try vault.rekey(to: [KeySource("file", ["path": "/\(step)"])], parts: parts)
            default: vault = try Vault(try vault.write(now: UInt64(step)), parts: parts)
            }
            #expect(Set(vault.secrets.keys) == Set(model.keys))
            for (name, values) in model {
                #expect(try vault.value(name).exposed == values.now)
                let previous = vault.secrets[name]?.versions.first { $0.state == .previous }
                let before = try previous.map { try vault.value(name, version: $0.number).exposed }
                #expect(before == values.before)
            }
        }
    }

    @Test("a thousand values under one name leave a file below three times its size")
    func size() throws {
        var vault = try Vault(keptBy: VaultExample.sources, parts: VaultExample.parts)
        let name = try SecretName("models/openai")
        try vault.set(name, to: SecretBytes([UInt8](repeating: 65, count: 60)), now: 1)
        let first = try vault.write(now: 1).count
        for round in 1...1000 {
            try vault.set(name, to: SecretBytes([UInt8](repeating: 66, count: 59) + [UInt8(round % 251)]), now: 2)
        }
        let last = try vault.write(now: 2)
        #expect(last.count < 3 * first)
        #expect(vault.secrets[name]?.current?.number == 1001)
    }

    @Test("names that OpenClaw would refuse, or that lead elsewhere, are none")
    func names() {
        for name in [
            "", "/a", "a/", "a//b", "a/../b", ".", "a/.", "a b", "a#b", "ä", "-a", String(repeating: "a", count: 201),
        ] {
            #expect(throws: VaultFailure.self, "\(name)") { try SecretName(name) }
        }
        for name in ["a", "OPENAI_API_KEY", "models/openai.key-2", String(repeating: "a", count: 200)] {
            #expect(throws: Never.self) { try SecretName(name) }
        }
    }

    @Test("an empty value and one that is too large are refused, and nothing is changed")
    func refused() throws {
        var vault = try VaultExample.vault()
        let name = try SecretName("models/openai")
        #expect(throws: VaultFailure.emptyValue) { try vault.set(name, to: SecretBytes([]), now: 1) }
        #expect(throws: VaultFailure.self) {
            try vault.set(name, to: SecretBytes([UInt8](repeating: 1, count: Vault.longestValue + 1)), now: 1)
        }
        #expect(VaultExample.text(try vault.value(name)) == "second")
    }

    @Test("another purpose seals what is kept anew")
    func purpose() throws {
        var vault = try VaultExample.vault()
        let name = try SecretName("models/openai")
        try vault.set(name, to: SecretBytes("third".utf8), purpose: "other", now: 9)
        let read = try Vault(try vault.write(now: 9), parts: VaultExample.parts)
        #expect(VaultExample.text(try read.value(name)) == "third")
        #expect(VaultExample.text(try read.value(name, version: 2)) == "second")
    }

    @Test("equal values have equal fingerprints in one vault, and others in another")
    func fingerprints() throws {
        let vault = try VaultExample.vault()
        let other = try VaultExample.vault()
        let value = SecretBytes("second".utf8)
        #expect(try vault.fingerprint(of: value) == vault.secrets[SecretName("models/openai")]?.current?.fingerprint)
        #expect(try vault.fingerprint(of: value) != other.fingerprint(of: value))
        // Another key changes neither them nor what is noted of how new the vault is.
        var rekeyed = vault
        try rekeyed.rekey(to: [KeySource("file")], parts: [SecretBytes([1])])
        #expect(try rekeyed.fingerprint(of: value) == vault.fingerprint(of: value))
        #expect(try rekeyed.mark(7) == vault.mark(7))
        #expect(try vault.mark(7) != other.mark(7))
    }
}
