import Foundation
import Hardening
import Testing

@testable import LinuxMachine

@Suite struct GenerationStoreTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path

    private static let plan = Plan(
        profile: "test",
        stages: [
            .init(
                [
                    Change(
                        .file("/etc/secret"),
                        before: .file(.init(Array("TOKEN=hunter2".utf8), mode: 0o644)),
                        after: .file(.init([0xFF, 0x00, 0x80], mode: 0o600, owner: 3, group: 4)),
                        because: ["kernel.one"]
                    )
                ],
                activation: .compose(.init(name: "a", directory: "/opt/a", files: ["compose.yaml"]))
            )
        ],
        advice: [.init(control: "kernel.two", text: "Reboot.")]
    )

    private func about() throws -> Generation.About {
        Generation.About(
            version: "1",
            profile: "test",
            created: 5,
            boot: Uptime.boot,
            process: try #require(ProcessIdentity.current),
            deadline: 60
        )
    }

    @Test func `gives back what was written, and numbers on`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try GenerationStore(directory)
        #expect(try store.all().isEmpty)
        let first = try store.create(Self.plan, try about())
        let journal = try store.journal(first)
        for entry in [JournalEntry.putting(0), .put(0), .applied] { try await journal.record(entry) }
        let again = try GenerationStore(directory).generation(1)
        #expect(again.plan == Self.plan)
        #expect(again.entries == [.putting(0), .put(0), .applied])
        #expect(again.progress == .unconfirmed)
        #expect(try store.unsettled()?.number == 1)
        #expect(try store.create(Self.plan, try about()).number == 2)
    }

    @Test func `secrets of a before-state lie on the disk sealed, and only root may read them`() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try GenerationStore(directory)
        _ = try store.create(Self.plan, try about())
        let files = try #require(FileManager.default.enumerator(atPath: directory)).compactMap { $0 as? String }
        for name in files {
            let path = directory + "/" + name
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let mode = try #require(attributes[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(name)")
            guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            let bytes = try Data(contentsOf: URL(filePath: path))
            #expect(bytes.range(of: Data("hunter2".utf8)) == nil, "\(name)")
        }
    }

    @Test func `a plan that was changed or moved to another generation is refused`() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try GenerationStore(directory)
        _ = try store.create(Self.plan, try about())
        _ = try store.create(Self.plan, try about())
        let plan = URL(filePath: directory + "/generations/0002/plan")
        let original = try Data(contentsOf: plan)
        try Data(contentsOf: URL(filePath: directory + "/generations/0001/plan")).write(to: plan)
        #expect(throws: StoreError.self) { try store.generation(2) }
        for index in [0, original.count / 2, original.count - 1] {
            var damaged = original
            damaged[index] ^= 1
            try damaged.write(to: plan)
            #expect(throws: StoreError.self) { try store.generation(2) }
        }
        try original.write(to: plan)
        #expect(try store.generation(2).plan == Self.plan)
    }

    @Test func `a journal cut off anywhere is the journal up to there`() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try GenerationStore(directory)
        let generation = try store.create(Self.plan, try about())
        let path = directory + "/generations/0001/journal"
        let whole = try Self.journal()
        for length in 0...whole.count {
            try Data(whole.prefix(length)).write(to: URL(filePath: path))
            let complete = whole.prefix(length).count { $0 == UInt8(ascii: "\n") }
            // A last line that lacks nothing but its line break is whole all the same.
            let count = try store.generation(generation.number).entries.count
            #expect(count == complete || count == complete + 1)
        }
        for index in whole.indices.dropLast(30) {
            var damaged = whole
            damaged[index] ^= 2
            try Data(damaged).write(to: URL(filePath: path))
            #expect(throws: StoreError.self) { try store.generation(generation.number) }
        }
    }

    private static func journal() throws -> [UInt8] {
        let entries: [JournalEntry] = [.putting(0), .put(0), .activating(0), .activated(0), .applied]
        return try entries.flatMap { Array(try JournalFile.line($0).utf8) }
    }

    @Test func `whoever only reads makes nothing`() throws {
        let store = try GenerationStore(directory)
        #expect(try store.all().isEmpty && store.damaged().isEmpty && store.unsettled() == nil)
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    @Test func `one process at a time changes the machine`() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try GenerationStore(directory).make()
        let lock = try StoreLock(directory)
        #expect(throws: StoreLock.Busy.self) { _ = try StoreLock(directory) }
        _ = consume lock
        _ = try StoreLock(directory)
    }
}
