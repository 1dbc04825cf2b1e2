import Foundation
import Hardening
import Testing
import Vault

@testable import LinuxMachine

/// A key in AWS Secrets Manager, by the role of a machine whose metadata service is a stand-in.
@Suite(.serialized) struct AWSSourceTests {
    private static let credentials =
        #"{"Code":"Success","AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"role-secret-of-a-test"}"#

    private func asking(_ metadata: StandInMetadata) -> KeySourceAsking {
        let address = "http://127.0.0.1:\(metadata.server.port)"
        return KeySourceAsking(patience: 5, metadata: address) { _ throws(VaultStoreFailure) in
            throw .keySource("nobody")
        }
    }

    @Test(.enabled(if: RealMoto.isThere, "NACRE_MOTO names no Python: moto is left out"))
    func `a secret of Secrets Manager, whose signatures are checked`() async throws {
        let moto = try RealMoto()
        let metadata = try StandInMetadata(
            #"{"Code":"Success","AccessKeyId":"\#(moto.id)","SecretAccessKey":"\#(moto.secret)"}"#
        )
        let asking = asking(metadata)
        let places = Counter()
        func secret(_ name: String) throws -> AWSSecret {
            try AWSSecret(name, region: "eu-central-1", address: moto.address, asking: asking)
        }
        func with(_ name: String, _ value: String?) -> (KeySource) -> KeySource {
            { source in
                var parameters = source.parameters
                parameters[name] = value
                return KeySource(source.kind, parameters)
            }
        }
        func told(_ what: String, _ named: String, _ path: String, _ answer: StandInServer.Answer)
            -> KeySourceCase.Mishap
        {
            .init(
                what: what,
                named: named,
                befall: { metadata.say(path, answer) },
                mend: { metadata.say(path, nil) }
            )
        }
        let other = #"{"Code":"Success","AccessKeyId":"\#(moto.id)","SecretAccessKey":"not-the-secret"}"#
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: asking,
                new: {
                    places.next()
                    return try secret("nacre/\(places.count)")
                },
                again: { try secret("nacre/\(places.count)") },
                secrets: [moto.secret, "token-of-a-test", "not-the-secret"],
                mishaps: [
                    .init(what: "another secret", named: "not to be had", head: with("secret", "nacre/none")),
                    .init(what: "another version", named: "Secrets Manager", head: with("version", "1234")),
                    .init(what: "another key", named: "another key", head: with("check", "00")),
                    .init(what: "no region", named: "region", head: with("region", nil)),
                    .init(what: "a region that is none", named: "region", head: with("region", "evil.test/")),
                    .init(what: "in the clear", named: "needs https", head: with("address", "http://0.0.0.0:1")),
                    told("a signature by another key", "403", "nacre-role", .whole(200, other)),
                    told("no role", "no role", "security-credentials", .whole(404, "")),
                    told("no token", "status 403", "token", .whole(403, "")),
                    told("a token that breaks the line", "something else", "token", .whole(200, "a\r\nX: y")),
                    told("nothing said", "within 5 s", "token", .silence),
                    told("a role of another path", "name of the role", "security-credentials", .whole(200, "../x")),
                    told("no credentials", "gives no credentials", "nacre-role", .whole(200, #"{"Code":"Failed"}"#)),
                ],
                limit: .seconds(40)
            )
        ).check()

        var source = try secret("nacre/boto")
        try await source.make()
        let part = try await source.part()
        let read = try moto.boto(#"aws.get_secret_value(SecretId="nacre/boto")["SecretString"]"#)
        #expect(read == Hexadecimal.text(part.exposed))
        _ = try moto.boto(#"aws.put_secret_value(SecretId="nacre/boto", SecretString="\#(StandInBao.written)")"#)
        #expect(try await source.part().equals(part), "the version that the head names")
        let arn = try moto.boto(#"aws.describe_secret(SecretId="nacre/boto")["ARN"]"#)
        var byNumber = try AWSSecret(arn, region: nil, address: moto.address, asking: asking)
        try await byNumber.make()
        #expect(try await byNumber.part().exposed == [UInt8](repeating: 0x4e, count: 32), "what is there is taken")
    }

    @Test func `answers for another secret, or of another form, are no key`() async throws {
        let metadata = try StandInMetadata(Self.credentials)
        let asking = asking(metadata)
        let key = StandInBao.written
        let check = try KeySource.check(of: SecretBytes([UInt8](repeating: 0x4e, count: 32)), kind: "aws")
        let answers: [(String?, Int, String)] = [
            (nil, 200, #"{"Name":"n","VersionId":"v","SecretString":"\#(key)"}"#),
            ("something else", 200, #"{"Name":"m","ARN":"arn","VersionId":"v","SecretString":"\#(key)"}"#),
            ("something else", 200, #"{"Name":"n","VersionId":"w","SecretString":"\#(key)"}"#),
            ("64 hexadecimal", 200, #"{"Name":"n","VersionId":"v","SecretString":"\#(key)4e"}"#),
            ("64 hexadecimal", 200, #"{"Name":"n","VersionId":"v","SecretBinary":"AAAA"}"#),
            ("another key", 200, #"{"Name":"n","VersionId":"v","SecretString":"\#(String(key.reversed()))"}"#),
            ("not allowed", 400, #"{"__type":"AccessDeniedException","Message":"\#(key)"}"#),
            ("status 302", 302, "{}"),
            ("no JSON", 200, "<html>"),
        ]
        for (failure, status, body) in answers {
            let server = try StandInServer { _ in .whole(status, body) }
            let source = KeySource(
                "aws",
                [
                    "secret": "n", "region": "eu-central-1", "version": "v", "check": check,
                    "address": "http://127.0.0.1:\(server.port)",
                ]
            )
            do {
                let part = try await KeySources.named(source, asking: asking).part()
                #expect(failure == nil && part.count == 32)
            } catch {
                #expect(failure.map { "\(error)".contains($0) } ?? false, "\(body): \(error)")
                #expect(!"\(error)".contains(key) && !"\(error)".contains("role-secret"))
            }
            let asked = server.asked.first
            #expect(asked?.headers["authorization"]?.contains("AKIDEXAMPLE/") == true)
            #expect(asked?.headers["x-amz-target"] == "secretsmanager.GetSecretValue")
            server.stop()
        }
    }
}
