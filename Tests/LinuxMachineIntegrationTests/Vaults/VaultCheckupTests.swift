import Foundation
import Glibc
import TestPrograms
import Testing
import Vault

@testable import LinuxMachine

/// A vault that takes several sources together, and what its checkup says of them.
struct VaultCheckupTests {
    private let bao: StandInBao
    private let directory: String
    private let store: VaultStore
    private let asking = KeySourceAsking.nobody(patience: 1)

    init() throws {
        bao = try StandInBao()
        directory = try Program.scratch().path
        store = VaultStore("\(directory)/vault", marks: "\(directory)/marks")
    }

    /// A vault whose key is a file, a KV secret and a transit key, in this order.
    private func made(tokenIn place: String) async throws -> [KeySource] {
        let token = "\(place)/token"
        for path in [place, "\(directory)/vault"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            #expect(unsafe chmod(path, 0o700) == 0)
        }
        try Data(StandInBao.token.utf8).write(to: URL(filePath: token))
        #expect(unsafe chmod(token, 0o600) == 0)
        let server = try BaoServer(bao.address, login: .token(file: token), asking: asking)
        var sources: [any MasterKeySource] = [
            try KeyFile("\(directory)/key"), try KVSecret(server, mount: "secret", path: "nacre/all", field: "key"),
            try TransitKey(server, mount: "transit", key: "nacre"),
        ]
        for index in sources.indices { try await sources[index].make() }
        let heads = sources.map(\.source)
        let parts = try await KeySources.parts(of: heads, asking: asking)
        try store.create(try Vault(keptBy: heads, parts: parts), now: 1)
        return heads
    }

    private func faults() async -> [String] {
        await VaultCheckup(store, asking: asking).run().compactMap { check in
            check.fault.map { "\(check.what): \($0)" }
        }
    }

    @Test func `several sources open it together, and in no other order or number`() async throws {
        let heads = try await made(tokenIn: "\(directory)/login")
        let parts = try await KeySources.parts(of: try store.head().sources, asking: asking)
        #expect(try store.open(parts).sources == heads)
        #expect(await faults().isEmpty)
        for wrong in [Array(parts.reversed()), Array(parts.dropLast()), Array(parts.dropFirst()), parts + [parts[0]]] {
            #expect(throws: VaultStoreFailure.self) { try store.open(wrong) }
        }
        #expect(throws: VaultStoreFailure.self) { try store.requireNone() }
    }

    @Test func `what a source lacks is said of that source`() async throws {
        _ = try await made(tokenIn: "\(directory)/login")
        bao.say(.whole(503, #"{"errors":["Vault is sealed"]}"#))
        let sealed = await faults()
        #expect(sealed.count == 2 && sealed.allSatisfy { $0.contains("sealed") && $0.contains(bao.address) })
        bao.say(nil)
        bao["secret/data/nacre/all"] = ["key": StandInBao.written]
        let changed = await faults()
        #expect(changed.count == 1 && changed[0].contains("another key"))
    }

    @Test func `a token beside the vault is as good as a key there`() async throws {
        _ = try await made(tokenIn: "\(directory)/vault")
        let found = await faults()
        #expect(found.count == 2 && found.allSatisfy { $0.contains("\(directory)/vault/token") })
    }
}
