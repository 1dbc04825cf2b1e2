import Synchronization
import Testing
import Vault

@testable import LinuxMachine

/// A key of what a person knows, held to the laws of all sources.
struct PassphraseTests {
    @Test func `a passphrase`() async throws {
        let given = Given("correct horse battery staple")
        let asking = KeySourceAsking { _ throws(VaultStoreFailure) in try given.passphrase() }
        func with(_ name: String, _ value: String) -> (KeySource) -> KeySource {
            { KeySource($0.kind, $0.parameters.merging([name: value]) { $1 }) }
        }
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: asking,
                new: { try Passphrase(asking) },
                secrets: ["correct horse battery staple"],
                mishaps: [
                    .init(
                        what: "nobody to ask",
                        named: "nobody is here",
                        befall: { given.text = nil },
                        mend: { given.text = "correct horse battery staple" }
                    ),
                    .init(what: "no salt", named: "salt", head: with("salt", "")),
                    .init(what: "a salt that is none", named: "passphrase", head: with("salt", "xyz")),
                    .init(what: "a short salt", named: "passphrase", head: with("salt", "00")),
                    .init(what: "a cost that is none", named: "passphrase", head: with("cost", "no")),
                    .init(what: "a cost to guess by", named: "passphrase", head: with("cost", "1")),
                    .init(what: "a cost beyond all memory", named: "passphrase", head: with("cost", "40")),
                ]
            )
        ).check()
    }

    @Test func `a wrong passphrase opens no vault, and a short one makes none`() async throws {
        let given = Given("correct horse battery staple")
        let asking = KeySourceAsking { _ throws(VaultStoreFailure) in try given.passphrase() }
        let source = try Passphrase(asking)
        var vault = try Vault(keptBy: [source.source], parts: [try await source.part()])
        let bytes = try vault.write(now: 1)
        given.text = "correct horse battery stable"
        let wrong = try await KeySources.parts(of: [source.source], asking: asking)
        #expect(throws: VaultFailure.wrongKey) { try Vault(bytes, parts: wrong) }
        given.text = "elevenbytes"
        var short: any MasterKeySource = try Passphrase(asking)
        await #expect(throws: VaultStoreFailure.self) { try await short.make() }
    }
}

/// A person with a passphrase, or nobody.
private final class Given: Sendable {
    private let content: Mutex<String?>
    var text: String? {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }

    init(_ text: String) { content = Mutex(text) }

    func passphrase() throws(VaultStoreFailure) -> SecretBytes {
        guard let text else { throw .keySource("nobody is here") }
        return SecretBytes(text.utf8)
    }
}
