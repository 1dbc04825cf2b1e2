import Foundation
import Testing
import Vault

@testable import LinuxMachine

/// Who is let in, and who no longer is.
extension RealBaoTests {
    private static let opening = """
        path "secret/data/nacre/*"  { capabilities = ["read"] }
        path "transit/decrypt/nacre" { capabilities = ["update"] }
        """

    @Test func `an AppRole that may only open`() async throws {
        var source = try secret("nacre/role")
        try await source.make()
        try bao.run("policy", "write", "opening", "-", input: Self.opening)
        try bao.run("write", "auth/approle/role/nacre", "token_policies=opening", "token_type=batch", "token_ttl=1m")
        let id = try bao.run("read", "-field=role_id", "auth/approle/role/nacre/role-id")
        let secretId = try bao.run("write", "-f", "-field=secret_id", "auth/approle/role/nacre/secret-id")
        let file = try bao.file("secret-id", secretId)
        var parameters = source.source.parameters
        parameters["token-file"] = nil
        parameters["role-id"] = id
        parameters["secret-id-file"] = file
        let opened = try KeySources.named(KeySource("kv", parameters), asking: asking)
        #expect(try await opened.part().equals(source.part()))
        try bao.run("write", "auth/approle/role/nacre/secret-id/destroy", "secret_id=\(secretId)")
        do {
            _ = try await opened.part()
            Issue.record("a secret id that was destroyed let somebody in")
        } catch { #expect("\(error)".contains("AppRole") && !"\(error)".contains(secretId)) }
    }

    @Test func `a token that was revoked is told from one that is away`() async throws {
        var source = try secret("nacre/revoked")
        try await source.make()
        try bao.run("token", "revoke", try String(contentsOfFile: tokenFile, encoding: .utf8))
        do {
            _ = try await source.part()
            Issue.record("a token that was revoked let somebody in")
        } catch { #expect("\(error)".contains("the token has expired")) }
    }
}
