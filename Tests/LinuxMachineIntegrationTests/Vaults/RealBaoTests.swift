import Foundation
import Hardening
import TestPrograms
import Testing
import Vault

@testable import LinuxMachine

/// The sources against OpenBao itself, with the policies that docs/vault-format.md has.
@Suite(.serialized, .enabled(if: RealBao.isThere, "NACRE_OPENBAO names no program: OpenBao itself is left out"))
struct RealBaoTests {
    private static let making = """
        path "secret/data/nacre/*"           { capabilities = ["create", "read"] }
        path "sys/internal/ui/mounts/secret" { capabilities = ["read"] }
        path "transit/encrypt/nacre"         { capabilities = ["update"] }
        path "transit/decrypt/nacre"         { capabilities = ["update"] }
        """
    let bao: RealBao
    let asking = KeySourceAsking.nobody(patience: 5)
    private let server: BaoServer
    let tokenFile: String

    init() throws {
        bao = try RealBao()
        try bao.run("write", "-f", "transit/keys/nacre")
        tokenFile = try bao.tokenFile("making", Self.making)
        let login = BaoLogin.token(file: tokenFile)
        server = try BaoServer(bao.address, authorities: bao.authorities, login: login, asking: asking)
    }

    func secret(_ path: String) throws -> KVSecret {
        try KVSecret(server, mount: "secret", path: path, field: "key")
    }

    /// What a head says once something else stands in it.
    private func with(_ name: String, _ value: String?) -> (KeySource) -> KeySource {
        { source in
            var parameters = source.parameters
            parameters[name] = value
            return KeySource(source.kind, parameters)
        }
    }

    private var mishaps: [KeySourceCase.Mishap] {
        BaoMishaps.files(tokenFile) + [
            .init(what: "sealed", named: "sealed", befall: bao.seal, mend: bao.unseal),
            .init(what: "not vouched for", named: "certificate is not trusted", head: with("ca-file", nil)),
            .init(what: "vouched for by others", named: "holds no certificate", head: with("ca-file", tokenFile)),
            .init(
                what: "in the clear",
                named: "http://127.0.0.1",
                head: with("address", "http://127.0.0.1:\(bao.port)")
            ),
        ]
    }

    @Test func `a KV secret`() async throws {
        let places = Counter()
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: asking,
                new: {
                    places.next()
                    return try secret("nacre/\(places.count)")
                },
                again: { try secret("nacre/\(places.count)") },
                secrets: [try String(contentsOfFile: tokenFile, encoding: .utf8)],
                mishaps: mishaps + [
                    .init(
                        what: "deleted",
                        named: "404",
                        befall: { try bao.run("kv", "delete", "-versions=1", "secret/nacre/2") },
                        mend: { try bao.run("kv", "undelete", "-versions=1", "secret/nacre/2") }
                    )
                ]
            )
        ).check()
    }

    @Test func `a key that transit sealed, also after the key was rotated`() async throws {
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: asking,
                new: { try TransitKey(server, mount: "transit", key: "nacre") },
                secrets: [try String(contentsOfFile: tokenFile, encoding: .utf8)],
                mishaps: mishaps + [
                    .init(what: "changed", named: "400", head: with("ciphertext", "vault:v1:AAAA")),
                    .init(what: "another key", named: "403", head: with("key", "other")),
                ]
            )
        ).check()
        var source = try TransitKey(server, mount: "transit", key: "nacre")
        try await source.make()
        let part = try await source.part()
        try bao.run("write", "-f", "transit/keys/nacre/rotate")
        #expect(try await source.part().equals(part))
        try bao.run("write", "transit/keys/nacre/config", "min_decryption_version=2")
        await #expect(throws: VaultStoreFailure.self) { try await source.part() }
    }

    @Test func `its own client reads what was written, and what it writes later takes nothing away`() async throws {
        var source = try secret("nacre/shared")
        try await source.make()
        let part = try await source.part()
        #expect(try bao.run("kv", "get", "-field=key", "secret/nacre/shared") == Hexadecimal.text(part.exposed))
        try bao.run("kv", "put", "secret/nacre/shared", "key=\(StandInBao.written)")
        #expect(try await source.part().equals(part), "the version that the head names")
        var later = try secret("nacre/shared")
        try await later.make()
        #expect(try await later.part().exposed == [UInt8](repeating: 0x4e, count: 32), "what is there is taken")
        try bao.run("kv", "destroy", "-versions=1", "secret/nacre/shared")
        await #expect(throws: VaultStoreFailure.self) { try await source.part() }
        try bao.run("kv", "delete", "secret/nacre/shared")
        do {
            try await later.make()
            Issue.record("what was deleted was written over")
        } catch { #expect("\(error)".contains("was deleted there; nothing was written")) }
    }

    @Test func `nothing is written to an engine without versions, or without leave`() async throws {
        try bao.run("secrets", "enable", "-path=old", "-version=1", "kv")
        try bao.run("kv", "put", "-mount=old", "data/x", "other=value")
        let all = try bao.tokenFile("all", #"path "*" { capabilities = ["create", "read", "update"] }"#)
        let any = try BaoServer(bao.address, authorities: bao.authorities, login: .token(file: all), asking: asking)
        var old = try KVSecret(any, mount: "old", path: "x", field: "key")
        await #expect(throws: VaultStoreFailure.self) { try await old.make() }
        #expect(try bao.run("kv", "get", "-mount=old", "-field=other", "data/x") == "value")
        var elsewhere = try secret("others/x")
        await #expect(throws: VaultStoreFailure.self) { try await elsewhere.make() }
    }
}
