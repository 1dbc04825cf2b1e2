import Foundation
import Hardening
import Testing
import Vault

@testable import LinuxMachine

/// Keys in the secret stores of Google and Azure, by the identity of a machine; both are stand-ins.
struct CloudSourceTests {
    enum Cloud: String, CaseIterable { case google, azure }

    private let cloud: StandInCloud
    private let asking: KeySourceAsking

    init() throws {
        cloud = try StandInCloud()
        asking = KeySourceAsking(patience: 2, metadata: cloud.address, cloud: cloud.address) {
            _ throws(VaultStoreFailure) in throw .keySource("nobody")
        }
    }

    private func source(_ kind: Cloud, _ name: String) throws -> any MasterKeySource {
        switch kind {
        case .google: try GoogleSecret("projects/acme/secrets/\(name)", asking: asking)
        case .azure: try AzureSecret("\(StandInCloud.vault)\(name)", asking: asking)
        }
    }

    private func with(_ name: String, _ value: String?) -> (KeySource) -> KeySource {
        { source in
            var parameters = source.parameters
            parameters[name] = value
            return KeySource(source.kind, parameters)
        }
    }

    private func told(_ what: String, _ named: String, _ place: String, _ answer: StandInServer.Answer)
        -> KeySourceCase.Mishap
    {
        .init(
            what: what,
            named: named,
            befall: { cloud.say(place, answer) },
            mend: { cloud.say(place, nil) }
        )
    }

    /// What a metadata service and a service with secrets can do wrong in either cloud.
    private func mishaps(_ token: String, _ flavor: (Int, String) -> StandInServer.Answer) -> [KeySourceCase.Mishap] {
        let (place, key) = ("secrets/", StandInBao.written)
        return [
            .init(what: "another key", named: "another key", head: with("check", "00")),
            .init(what: "no version", named: "version", head: with("version", nil)),
            .init(what: "a version of another path", named: "cannot be", head: with("version", "../1")),
            .init(what: "a version that is not there", named: "404", head: with("version", "9")),
            told("no token", "status 403", token, flavor(403, "")),
            told("an error of the metadata service", "status 500", token, flavor(500, key)),
            told("too many tokens", "status 429", token, flavor(429, "")),
            told("a page in place of a token", "no token", token, flavor(200, "<html>")),
            told("an empty token", "no token", token, flavor(200, StandInCloud.token(""))),
            told("a token that breaks the line", "no token", token, flavor(200, StandInCloud.token(#"a\r\nX: y"#))),
            told("a token of another kind", "no token", token, flavor(200, StandInCloud.token(kind: "pop"))),
            told("a token that has expired", "has expired", token, flavor(200, StandInCloud.token(expires: "0"))),
            told("a token without an end", "how long", token, flavor(200, StandInCloud.token(expires: "null"))),
            told("a token that is not taken", "401", token, flavor(200, StandInCloud.token("another"))),
            told("a silent metadata service", "within 2 s", token, .silence),
            told("a dripping metadata service", "within 2 s", token, .drip),
            told("401", "(401)", place, .whole(401, "{}")),
            told("403", "(403)", place, .whole(403, #"{"error":{"message":"\#(key)"}}"#)),
            told("404", "(404)", place, .whole(404, "{}")),
            told("429", "(429)", place, .whole(429, "{}")),
            told("500", "status 500", place, .whole(500, "{}")),
            told("a page in place of a secret", "no JSON", place, .whole(200, "<html>\(key)</html>")),
            told("a page of a proxy", "no JSON", place, .whole(403, "<html>")),
            told("elsewhere", "sends on", place, .whole(302, "{}")),
            told("nothing in it", "something else", place, .whole(200, "{}")),
            told("silence", "within 2 s", place, .silence),
            told("drops", "within 2 s", place, .drip),
            told("half an answer", "127.0.0.1", place, .raw("HTTP/1.1 200 Said\r\nContent-Length: 99\r\n\r\n{")),
        ]
    }

    @Test func `a secret of Google Secret Manager`() async throws {
        let places = Counter()
        func full(_ name: String, _ value: String = StandInBao.written) -> StandInServer.Answer {
            let data = Data(value.utf8).base64EncodedString()
            return .whole(200, #"{"name":"\#(name)","payload":{"data":"\#(data)"}}"#)
        }
        let secret = "projects/123/secrets/n2/versions"
        let own: [KeySourceCase.Mishap] = [
            .init(what: "another secret", named: "404", head: with("secret", "projects/acme/secrets/none")),
            .init(what: "a path", named: "of the form", head: with("secret", "projects/acme/secrets/../x")),
            told("no service account", "no service account", "/token", StandInCloud.flavored(404, "")),
            told("somebody else's", "not Google's", "/token", .whole(200, StandInCloud.token())),
            told("another name", "something else", "access", full("projects/123/secrets/n1/versions/1")),
            told("another version", "answered another", "access", full("\(secret)/2")),
            told("a word for a version", "something else", "access", full("\(secret)/latest")),
            told("another project", "something else", "access", full("projects/evil/secrets/n2/versions/1")),
            told("a short key", "64 hexadecimal", "access", full("\(secret)/1", "4e")),
            told("no payload", "64 hexadecimal", "access", .whole(200, #"{"name":"\#(secret)/1"}"#)),
            told("another value", "another key", "access", full("\(secret)/1")),
        ]
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: asking,
                new: {
                    places.next()
                    return try source(.google, "n\(places.count)")
                },
                again: { try source(.google, "n\(places.count)") },
                secrets: [StandInCloud.token, StandInBao.written],
                mishaps: mishaps("/token", StandInCloud.flavored) + own,
                limit: .seconds(20)
            )
        ).check()
    }

    @Test func `a secret of Azure Key Vault`() async throws {
        let places = Counter()
        let version = String(repeating: "0", count: 31) + "1"
        func full(_ id: String, _ value: String = StandInBao.written) -> StandInServer.Answer {
            .whole(200, #"{"id":"\#(id)","value":"\#(value)"}"#)
        }
        let secret = "\(StandInCloud.vault)n2/\(version)"
        let other = #"{"access_token":"a","expires_in":"9","token_type":"Bearer","resource":"https://evil.test"}"#
        let own: [KeySourceCase.Mishap] = [
            .init(what: "another secret", named: "404", head: with("secret", "\(StandInCloud.vault)none")),
            .init(what: "elsewhere", named: "no vault", head: with("secret", "https://acme.evil.test/secrets/n")),
            .init(what: "no identity", named: "no client id", head: with("identity", "x&resource=y")),
            told("no identity", "no managed identity", "/token", .whole(400, "{}")),
            told("not yet", "status 410", "/token", .whole(410, "")),
            told("a token for others", "something else", "/token", .whole(200, other)),
            told("another name", "something else", "secrets/", full("\(StandInCloud.vault)n1/\(version)")),
            told("another vault", "something else", "secrets/", full("https://e.test/secrets/n2/\(version)")),
            told("another version", "answered another", "secrets/", full("\(StandInCloud.vault)n2/2")),
            told("a short key", "64 hexadecimal", "secrets/", full(secret, "4e")),
            told("no value", "64 hexadecimal", "secrets/", .whole(200, #"{"id":"\#(secret)"}"#)),
            told("another value", "another key", "secrets/", full(secret)),
        ]
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: asking,
                new: {
                    places.next()
                    return try source(.azure, "n\(places.count)")
                },
                again: { try source(.azure, "n\(places.count)") },
                secrets: [StandInCloud.token, StandInBao.written],
                mishaps: mishaps("/token", StandInServer.Answer.whole) + own,
                limit: .seconds(20)
            )
        ).check()
    }

    @Test(arguments: Cloud.allCases)
    func `what is there is taken, and what comes later changes nothing`(_ kind: Cloud) async throws {
        cloud["there"] = [String(repeating: "00", count: 32), StandInBao.written]
        var made = try source(kind, "there")
        try await made.make()
        #expect(try await made.part().exposed == [UInt8](repeating: 0x4e, count: 32))
        cloud["there"]?.append(String(repeating: "11", count: 32))
        #expect(try await made.part().exposed == [UInt8](repeating: 0x4e, count: 32), "the version that the head names")
        #expect(cloud.server.asked.allSatisfy { $0.method == "GET" }, "nothing is written where something is")
    }

    @Test(arguments: Cloud.allCases)
    func `nothing is written where it is not known that nothing is there`(_ kind: Cloud) async throws {
        for (status, body) in [(403, "{}"), (404, "{}"), (404, "<html>"), (500, "{}"), (200, "{}"), (429, "{}")] {
            cloud.say("secrets/", .whole(status, body))
            var made = try source(kind, "none")
            await #expect(throws: VaultStoreFailure.self) { try await made.make() }
        }
        #expect(cloud.server.asked.allSatisfy { $0.method == "GET" })
    }

    @Test func `a secret of Google's without a version is left alone`() async throws {
        cloud["empty"] = []
        var made = try source(.google, "empty")
        do {
            try await made.make()
            Issue.record("a key was put there")
        } catch { #expect("\(error)".contains("nothing was written"), "\(error)") }
        #expect(cloud["empty"] == [])
    }

    @Test(arguments: Cloud.allCases)
    func `a key that comes back as another one is not taken`(_ kind: Cloud) async throws {
        let number = String(repeating: "0", count: 31) + "1"
        let answer =
            switch kind {
            case .google: (":access", #"{"name":"projects/123/secrets/new/versions/1","payload":{"data":"NGU="}}"#)
            case .azure: ("new/0", #"{"id":"\#(StandInCloud.vault)new/\#(number)","value":"\#(StandInBao.written)"}"#)
            }
        cloud.say(kind == .google ? "versions/1:access" : answer.0, .whole(200, answer.1))
        var made = try source(kind, "new")
        await #expect(throws: VaultStoreFailure.self) { try await made.make() }
    }

    @Test(arguments: [
        "nacre", "projects/acme/secrets/", "projects/acme/secrets/a/versions/1", "projects/a?b/secrets/c",
        "projects/acme/locations/evil.test#/secrets/c", "projects/acme/locations/-x/secrets/c", "/projects/a/secrets/b",
    ])
    func `only the full name of a secret of Google's`(_ name: String) {
        #expect(throws: VaultStoreFailure.self) { try GoogleSecretName(name) }
    }

    @Test func `a token is shown to Google and Azure alone`() throws {
        #expect(try GoogleSecretName("projects/a/secrets/b").address == "https://secretmanager.googleapis.com")
        let regional = try GoogleSecretName("projects/a/locations/europe-west3/secrets/b")
        #expect(regional.address == "https://secretmanager.europe-west3.rep.googleapis.com")
        for domain in ["vault.azure.net", "vault.azure.cn", "vault.usgovcloudapi.net"] {
            let name = try AzureSecretName("https://acme.\(domain)/secrets/nacre")
            #expect(name.vault == "https://acme.\(domain)" && name.resource == "https://\(domain)")
        }
        for wrong in [
            "http://acme.vault.azure.net/secrets/a", "https://acme.vault.azure.net.evil.test/secrets/a",
            "https://evil.test/secrets/a", "https://vault.azure.net/secrets/a", "https://a.b.vault.azure.net/secrets/a",
            "https://acme@evil.test/secrets/a", "https://acme.vault.azure.net:444/secrets/a",
            "https://acme.vault.azure.net/keys/a", "https://acme.vault.azure.net/secrets/a/b",
            "https://acme.vault.azure.net/secrets/a?b", "https://acme.evilvault.azure.net/secrets/a", "nacre",
        ] {
            #expect(throws: VaultStoreFailure.self, "\(wrong)") { try AzureSecretName(wrong) }
        }
    }

    @Test func `the identity that was named is asked for`() async throws {
        let id = "01234567-89ab-cdef-0123-456789abcdef"
        var made = try AzureSecret("\(StandInCloud.vault)mine", identity: id, asking: asking)
        try await made.make()
        #expect(made.source.parameters["identity"] == id)
        #expect(cloud.server.asked.first?.path.hasSuffix("&client_id=\(id)") == true)
    }
}
