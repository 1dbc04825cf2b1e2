import Foundation
import Hardening
import Testing

@testable import LinuxMachine

@Suite struct DamagedGenerationTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path

    private func store(_ journals: [[JournalEntry]]) async throws -> GenerationStore {
        let store = try GenerationStore(directory)
        for entries in journals {
            let about = Generation.About(
                version: "1",
                profile: "test",
                created: 5,
                boot: Uptime.boot,
                process: try #require(ProcessIdentity.current),
                deadline: 60
            )
            let generation = try store.create(Plan(profile: "test", stages: []), about)
            let journal = try store.journal(generation)
            for entry in entries { try await journal.record(entry) }
        }
        return store
    }

    private func damage(_ name: String, of number: Int) throws {
        let url = URL(filePath: directory + "/generations/000\(number)/\(name)")
        var bytes = try Data(contentsOf: url)
        if name == "journal" { bytes[bytes.count / 3] ^= 0x55 } else { bytes = bytes.prefix(bytes.count / 2) }
        try bytes.write(to: url)
    }

    @Test(arguments: ["plan", "about"])
    func `a damaged file of a settled generation blocks nothing, and is named`(name: String) async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for settled in [JournalEntry.confirmed, .rolledBack] {
            try? FileManager.default.removeItem(atPath: directory)
            let store = try await store([[.applied, settled], [.applied, .confirmed]])
            try damage(name, of: 1)
            #expect(try store.all().map(\.number) == [2])
            #expect(try store.unsettled() == nil)
            #expect(try store.confirmed()?.number == 2)
            let damaged = try store.damaged()
            #expect(damaged.map(\.number) == [1] && damaged.allSatisfy(\.isSettled))
            let path = "\(directory)/generations/0001"
            #expect(damaged.first?.words.contains("mv \(path) \(path).damaged") == true)
            #expect(throws: StoreError.self) { try store.generation(1) }
        }
    }

    @Test func `also the only one, and its number is not used again once it is set aside`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try await store([[.applied, .confirmed]])
        try damage("plan", of: 1)
        #expect(try store.unsettled() == nil)
        let path = "\(directory)/generations/0001"
        try FileManager.default.moveItem(atPath: path, toPath: path + ".damaged")
        #expect(try store.damaged().isEmpty)
        let again = try await self.store([[]])
        #expect(try again.all().map(\.number) == [2])
    }

    @Test func `one that may have to be undone blocks, and says so`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try await store([[.applied, .confirmed], [.putting(0), .applied]])
        try damage("plan", of: 2)
        let error = #expect(throws: StoreError.self) { try store.unsettled() }
        #expect(error?.description.contains("whether it still has to be undone could not be determined") == true)
        #expect(try store.damaged().map(\.isSettled) == [false])
    }

    @Test func `a journal damaged in the middle tells by its last word, or by what came after it`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let entries: [JournalEntry] = [.putting(0), .put(0), .applied, .confirming, .confirmed]
        let store = try await store([entries])
        try damage("journal", of: 1)
        #expect(try store.unsettled() == nil)
        #expect(try store.damaged().map(\.isSettled) == [true])
        // The last word itself is gone.
        let url = URL(filePath: directory + "/generations/0001/journal")
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count - 4] ^= 1
        try bytes.write(to: url)
        #expect(throws: StoreError.self) { try store.unsettled() }
        let newer = try await self.store([[.applied, .confirmed]])
        #expect(try newer.unsettled() == nil, "a newer one is only made when all others are settled")
    }
}
