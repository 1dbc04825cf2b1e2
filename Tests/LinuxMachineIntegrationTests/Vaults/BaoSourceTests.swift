import Foundation
import Glibc
import Hardening
import TestPrograms
import Testing
import Vault

@testable import LinuxMachine

/// A key on a server of OpenBao's kind, with a stand-in for what a real one does not do: lie, stall, say too much.
@Suite(.serialized) struct BaoSourceTests {
    private let bao: StandInBao
    private let directory: String
    private let asking = KeySourceAsking.nobody(patience: 1)

    init() throws {
        bao = try StandInBao()
        directory = try Program.scratch().path
        for (name, text) in [("token", StandInBao.token), ("secret-id", StandInBao.secretId)] {
            try Data((text + "\n").utf8).write(to: URL(filePath: "\(directory)/\(name)"))
            unsafe chmod("\(directory)/\(name)", 0o600)
        }
    }

    private var byToken: BaoServer {
        get throws {
            try BaoServer(bao.address, login: .token(file: "\(directory)/token"), asking: asking)
        }
    }

    @Test func `a KV secret`() async throws {
        let places = Counter()
        let server = try byToken
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: asking,
                new: {
                    places.next()
                    return try KVSecret(server, mount: "secret", path: "nacre/\(places.count)", field: "key")
                },
                again: { try KVSecret(server, mount: "secret", path: "nacre/\(places.count)", field: "key") },
                secrets: [StandInBao.token, StandInBao.secretId, StandInBao.written, "hunter2"],
                mishaps: BaoMishaps.all(bao, tokenFile: "\(directory)/token")
            )
        ).check()
        #expect(bao.server.asked.allSatisfy { !$0.path.contains("stand-in") }, "nothing secret stands in a path")
    }

    @Test func `a key that transit sealed`() async throws {
        let server = try byToken
        let irrelevant = ["another version", "out of the mount", "a mount with a query"]
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: asking,
                new: { try TransitKey(server, mount: "transit", key: "nacre") },
                secrets: [StandInBao.token, StandInBao.written, "hunter2"],
                mishaps: BaoMishaps.all(bao, tokenFile: "\(directory)/token").filter { !irrelevant.contains($0.what) }
            )
        ).check()
    }

    @Test func `an AppRole gets in with its secret id, and with no other`() async throws {
        let server = try BaoServer(
            bao.address,
            login: .role(id: "role", secretFile: "\(directory)/secret-id"),
            asking: asking
        )
        var source = try KVSecret(server, mount: "secret", path: "by-role", field: "key")
        try await source.make()
        let part = try await source.part()
        #expect(try await KeySources.named(source.source, asking: asking).part().equals(part))
        try Data("another".utf8).write(to: URL(filePath: "\(directory)/secret-id"))
        await expectFailure("AppRole is refused (400)") { _ = try await source.part() }
        bao.say(.whole(200, #"{"auth":{"client_token":"a\r\nX-Evil: b"}}"#))
        await expectFailure("gave no token") { _ = try await source.part() }
    }

    @Test func `nothing is written over what is there, was deleted, or has no versions`() async throws {
        var taken = try KVSecret(try byToken, mount: "secret", path: "theirs", field: "key")
        bao["secret/data/theirs"] = [:]
        await expectFailure("was deleted there; nothing was written") { try await taken.make() }
        #expect(!bao.server.asked.contains { $0.method == "POST" })
        bao["secret/data/theirs"] = ["other": "value"]
        await expectFailure("no field key") { try await taken.make() }
        bao["secret/data/theirs"] = ["key": "short"]
        await expectFailure("64 hexadecimal digits") { try await taken.make() }
        #expect(bao["secret/data/theirs"] == ["key": "short"])
        bao["secret/data/theirs"] = ["key": StandInBao.written]
        try await taken.make()
        #expect(try await taken.part().equals(SecretBytes([UInt8](repeating: 0x4e, count: 32))))

        var old = try KVSecret(try byToken, mount: "old", path: "x", field: "key")
        await expectFailure("no KV engine of version 2") { try await old.make() }
        #expect(!bao.server.asked.contains { $0.method == "POST" && $0.path.contains("old/") })
    }

    @Test func `what transit does not give back as it was sealed makes no vault`() async throws {
        for answer in ["plain", "vault:v1:a b", "vault:v1:\(String(repeating: "x", count: 2000))"] {
            var source = try TransitKey(try byToken, mount: "transit", key: "nacre")
            bao.say(.whole(200, #"{"data":{"ciphertext":"\#(answer)"}}"#))
            await expectFailure("not of the form") { try await source.make() }
        }
    }

    @Test func `an answer in pieces is read whole`() async throws {
        let json = #"{"data":{"data":{"key":"\#(StandInBao.written)"},"metadata":{"version":1}}}"#
        bao["secret/data/pieces"] = ["key": StandInBao.written]
        var source = try KVSecret(try byToken, mount: "secret", path: "pieces", field: "key")
        try await source.make()
        let (first, second) = (json.prefix(20), json.dropFirst(20))
        bao.say(
            .raw(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14;a=b\r\n\(first)\r\n"
                    + "\(String(second.utf8.count, radix: 16))\r\n\(second)\r\n0\r\n\r\n"
            )
        )
        #expect(try await source.part().count == 32)
    }

    private func expectFailure(_ named: String, _ work: () async throws -> Void) async {
        do {
            try await work()
            Issue.record("nothing failed where \(named) was expected")
        } catch { #expect("\(error)".contains(named)) }
    }
}
