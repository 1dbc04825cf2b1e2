import Foundation
import Hardening
import Testing
import Vault

@testable import LinuxMachine

/// A source of a vault's key under test, and what can befall the place where it keeps its part.
struct KeySourceCase {
    /// Something that goes wrong, and what the error must name.
    struct Mishap {
        let what: String
        let named: String
        var befall: () throws -> Void = {}
        var mend: () throws -> Void = {}
        /// What the vault's head says then.
        var head: (KeySource) -> KeySource = { $0 }
    }

    let asking: KeySourceAsking
    /// A source for a new place, each time.
    let new: () throws -> any MasterKeySource
    /// A source for the newest place; none where nothing is kept but in the head.
    var again: (() throws -> any MasterKeySource)?
    /// What must stand nowhere, besides the part.
    var secrets: [String] = []
    let mishaps: [Mishap]
    /// How long one answer may take in all, on a busy machine.
    var limit: Duration = .seconds(20)
}

/// The laws of `MasterKeySource`.
struct KeySourceConformance {
    let tried: KeySourceCase

    func check() async throws {
        let first = try await made(try tried.new())
        let part = try await first.part()
        #expect(part.count >= 16, "a part is as long as a key")
        let fresh = try KeySources.named(first.source, asking: tried.asking)
        #expect(fresh.source == first.source, "what the head says is all that a source is")
        #expect(try await fresh.part().equals(part), "what was made is had back")
        expectNothingSecret(in: "\(first.source)", part)

        let second = try await made(try tried.new())
        #expect(try await !second.part().equals(part), "two vaults have different parts")
        #expect(try await fresh.part().equals(part), "the second leaves the first alone")

        if let again = tried.again {
            let before = try await second.part()
            let third = try await made(try again())
            #expect(try await third.part().equals(before), "what is there is taken, and not overwritten")
            #expect(try await second.part().equals(before), "what is there stays as it is")
        }
        for mishap in tried.mishaps { try await check(mishap, second) }
        let last = try await KeySources.named(second.source, asking: tried.asking).part()
        #expect(try await second.part().equals(last), "once all is mended, it is had back")
    }

    private func made(_ source: any MasterKeySource) async throws -> any MasterKeySource {
        var source = source
        try await source.make()
        return source
    }

    private func check(_ mishap: KeySourceCase.Mishap, _ source: any MasterKeySource) async throws {
        let part = try await source.part()
        try mishap.befall()
        let start = ContinuousClock.now
        do throws(VaultStoreFailure) {
            _ = try await KeySources.named(mishap.head(source.source), asking: tried.asking).part()
            Issue.record("\(mishap.what): a part came all the same")
        } catch {
            #expect("\(error)".contains(mishap.named), "\(mishap.what): \(error)")
            #expect(!"\(error)".contains("\n"), "\(mishap.what): \(error)")
            expectNothingSecret(in: "\(error)", part)
        }
        #expect(ContinuousClock.now - start < tried.limit, "\(mishap.what) takes too long")
        try mishap.mend()
    }

    private func expectNothingSecret(in text: String, _ part: SecretBytes) {
        let bytes = Data(part.exposed)
        for secret in [Hexadecimal.text(bytes), bytes.base64EncodedString()] + tried.secrets {
            #expect(!text.lowercased().contains(secret.lowercased()), "a secret stands in \(text)")
        }
    }
}

/// Counts the places of a test.
final class Counter {
    private(set) var count = 0
    func next() { count += 1 }
}

extension KeySourceAsking {
    /// Where there is nobody to ask.
    static let nobody = nobody(patience: 10)

    static func nobody(patience: Int) -> KeySourceAsking {
        KeySourceAsking(patience: patience) { _ throws(VaultStoreFailure) in throw .keySource("nobody is here") }
    }
}
