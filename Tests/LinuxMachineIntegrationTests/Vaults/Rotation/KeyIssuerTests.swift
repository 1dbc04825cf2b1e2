import Testing
import Vault

@testable import LinuxMachine

/// What each issuer is held to: it makes what was asked for, sees it taken, revokes it, and believes nothing that is not so.
@Suite(.serialized) struct KeyIssuerTests {
    private static let kinds = [OpenRouterIssuer.kind, OpenAIIssuer.kind]

    private func issuer(_ kind: String, _ server: StandInIssuers) throws -> any KeyIssuer {
        let key = SecretBytes(Array(StandInIssuers.administrator.utf8))
        return kind == OpenAIIssuer.kind
            ? try OpenAIIssuer(key, project: "proj_abc", at: server.address, patience: 1)
            : try OpenRouterIssuer(key, at: server.address, patience: 1)
    }

    private func failure(_ work: () async throws -> Void) async -> IssuerFailure? {
        do {
            try await work()
            return nil
        } catch let failure as IssuerFailure { return failure } catch { return nil }
    }

    @Test(arguments: kinds) func `a key is made, taken, revoked and gone`(_ kind: String) async throws {
        let server = try StandInIssuers()
        defer { server.server.stop() }
        let issuer = try issuer(kind, server)
        let key = try await issuer.create(named: "nacre models/openai 2")
        #expect(key.value.equals(SecretBytes(Array(StandInIssuers.made.utf8))))
        try await issuer.verify(key)
        try await issuer.revoke(key.id)
        #expect(await failure { try await issuer.verify(key) } != nil)
        // Said twice, it is done twice.
        try await issuer.revoke(key.id)
        #expect(server.server.asked.allSatisfy { !$0.path.contains("sk-") }, "no path holds a key")
    }

    @Test(
        arguments: kinds,
        [
            StandInIssuers.Mishap.refused, .broken, .silent, .withoutKey, .withoutName, .ownKey, .anotherName, .noJSON,
            .redirect,
        ]
    )
    func `no key is taken that is not the one`(_ kind: String, _ mishap: StandInIssuers.Mishap) async throws {
        let server = try StandInIssuers(mishap)
        defer { server.server.stop() }
        let issuer = try issuer(kind, server)
        let failure = try #require(await failure { _ = try await issuer.create(named: "nacre a 1") })
        #expect(!server.server.asked.isEmpty, "nobody was asked: \(failure)")
        #expect(!failure.description.contains("sk-"), "\(failure)")
        let mayHaveMade: Bool = ![.refused, .redirect].contains(mishap)
        #expect(failure.mayHaveMade == mayHaveMade, "\(failure)")
    }

    @Test(arguments: kinds, [StandInIssuers.Mishap.keyNotTaken, .notKnown])
    func `a key that is not taken, or not known, is none`(_ kind: String, _ mishap: StandInIssuers.Mishap) async throws
    {
        let server = try StandInIssuers(mishap)
        defer { server.server.stop() }
        let issuer = try issuer(kind, server)
        let key = try await issuer.create(named: "nacre a 1")
        #expect(await failure { try await issuer.verify(key) } != nil)
    }

    @Test(arguments: kinds) func `a key that is still there is not revoked`(_ kind: String) async throws {
        let server = try StandInIssuers(.notGone)
        defer { server.server.stop() }
        let issuer = try issuer(kind, server)
        let key = try await issuer.create(named: "nacre a 1")
        #expect(await failure { try await issuer.revoke(key.id) }?.description.contains("still has it") == true)
        #expect(await failure { try await issuer.revoke("../projects") } != nil)
    }
}
