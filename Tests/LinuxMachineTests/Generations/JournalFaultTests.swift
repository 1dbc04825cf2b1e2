import Foundation
import Glibc
import Hardening
import MachineTesting
import Testing

@testable import LinuxMachine

@Suite struct JournalFaultTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)").path

    private static func lines(_ entries: [JournalEntry]) throws -> [UInt8] {
        try entries.flatMap { Array(try JournalFile.line($0).utf8) }
    }

    @Test func `a torn last line is cut off before anything is written behind it`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let path = directory + "/journal"
        let first: [JournalEntry] = [.putting(0), .put(0)]
        let begun = try Self.lines(first)
        let torn = try Self.lines([.rollingBack(.notConfirmed)])
        for length in 0..<torn.count {
            try Data(begun + torn.prefix(length)).write(to: URL(filePath: path))
            let journal = try JournalFile(path)
            try await journal.record(.rolledBack)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            #expect(try JournalFile.entries(bytes, of: path) == first + [.rolledBack], "cut after \(length)")
        }
    }

    @Test func `damage before the end is told when it is opened, and nothing is written`() throws {
        var bytes = try Self.lines([.putting(0), .put(0), .applied])
        bytes[3] ^= 1
        let medium = FaultyMedium(bytes)
        #expect(throws: StoreError.self) { try JournalFile(medium, "journal") }
        #expect(medium.disk == bytes)
    }

    /// Every write fails in every way, and heals.
    @Test func `what a write that failed left is in nobody's way`() async throws {
        for fault in FaultyMedium.Fault.allCases {
            for then in FaultyMedium.Fault.allCases {
                let medium = FaultyMedium(faults: [.none, fault, then])
                let journal = try JournalFile(medium, "journal")
                var written: [JournalEntry] = []
                for number in 0..<5 {
                    do {
                        try await journal.record(.putting(number))
                        written.append(.putting(number))
                    } catch {}
                }
                let found = try JournalFile.entries(medium.disk, of: "journal")
                #expect(found == written, "\(fault), then \(then)")
                #expect(written.count >= 3)
            }
        }
    }

    @Test func `a journal keeps room for undoing on the disk`() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let path = directory + "/journal"
        let journal = try JournalFile(path)
        var status = stat()
        #expect(unsafe stat(path, &status) == 0 && status.st_size == 0)
        #expect(status.st_blocks * 512 >= 100_000)
        withExtendedLifetime(journal) {}
    }

    // MARK: Transactions over a journal that fails, on a machine that fails

    private static let resources: [Resource] = [
        .file("/a"), .kernelParameter("b"), .unit("c.service"), .file("/d"), .package("p"),
    ]
    private static let before: [Resource: State] = [
        .file("/a"): .file(.init([1], mode: 0o644)), .kernelParameter("b"): .value("0"),
    ]
    private static let plan = Plan(
        profile: "test",
        stages: [
            .init(
                [Change(.package("p"), before: .absent, after: .package(.any), because: [])],
                activation: nil
            ),
            .init(
                [
                    Change(
                        .file("/a"),
                        before: .file(.init([1], mode: 0o644)),
                        after: .file(.init([2], mode: 0o600)),
                        because: []
                    ),
                    Change(.kernelParameter("b"), before: .value("0"), after: .value("1"), because: []),
                ],
                activation: .sysctl
            ),
            .init(
                [
                    Change(.file("/d"), before: .absent, after: .file(.init([3], mode: 0o600)), because: []),
                    Change(
                        .unit("c.service"),
                        before: .absent,
                        after: .unit(.init(isActive: true, isEnabled: true)),
                        because: []
                    ),
                ],
                activation: .fail2ban
            ),
        ]
    )

    /// Whatever fails while a plan is applied and undone, in whatever order: once nothing fails any more, the next pass
    /// ends, and what was said to be put back is.
    @Test(arguments: 0..<400)
    func `always the old state or the new, and always the true sentence`(seed: Int) async throws {
        var random = Seeded(UInt64(seed) &* 7919 &+ 1)
        func faults(_ count: Int) -> [FaultyMedium.Fault] {
            (0..<count).map { _ in
                let all = FaultyMedium.Fault.allCases
                return Int.random(in: 0..<6, using: &random) == 0 ? all.randomElement(using: &random) ?? .none : .none
            }
        }
        let machine = FlakyMachine(Self.before, failing: Int.random(in: 0...3, using: &random), seed: random.next())
        let medium = FaultyMedium(faults: faults(30))
        var entries: [JournalEntry] { get throws { try JournalFile.entries(medium.disk, of: "journal") } }
        do {
            let transaction = Transaction(Self.plan, on: machine, journal: try JournalFile(medium, "journal"))
            try await transaction.apply()
            try await JournalFile(medium, "journal").record(.applied)
        } catch {}
        // Passes as the switch makes them, each in a process of its own that a power cut may end in the middle of a line.
        var isDone = false
        for pass in 0..<6 where !isDone {
            if Bool.random(using: &random), !medium.disk.isEmpty {
                // Only what was never acknowledged may be torn.
                _ = try? medium.write(Array("0123456789abcdef {\"put".utf8)[...], at: medium.disk.count)
            }
            if pass == 5 {
                await machine.heal()
                medium.heal()
            }
            let journal = try JournalFile(medium, "journal")
            let before = await machine.states
            do {
                let left = try await Transaction(Self.plan, on: machine, journal: journal)
                    .rollBack(try entries, because: .failed("a test"))
                #expect(left.isEmpty)
                #expect(await machine.states == Self.before, "said to be put back, and is not")
                isDone = (try? await journal.record(.rolledBack)) != nil
            } catch let error as RollbackError {
                #expect(!error.failures.isEmpty)
            } catch {
                // The journal could not be written at its begin: then nothing was touched.
                #expect(await machine.states == before)
            }
            let states = await machine.states
            for change in Self.plan.changes {
                let state = states[change.resource] ?? .absent
                #expect(state == change.before || change.puts(state), "\(change.resource)")
            }
            // What was put back may need the package.
            if states[.package("p")] == nil, try entries.contains(.putting(0)) {
                #expect(states.filter { if case .package = $0.key { false } else { true } } == Self.before)
            }
        }
        #expect(isDone)
        #expect(try Progress(entries) == .rolledBack)
    }
}

/// A machine some of whose puts fail before it heals.
private actor FlakyMachine: MutableMachine {
    private(set) var states: [Resource: State]
    private var chance: Int
    private var random: Seeded

    init(_ states: [Resource: State], failing chance: Int, seed: UInt64) {
        self.states = states
        self.chance = chance
        random = Seeded(seed)
    }

    struct Refused: Error {}

    func heal() { chance = 0 }

    private func mayFail() throws {
        if Int.random(in: 0..<8, using: &random) < chance { throw Refused() }
    }

    func observe(_ resource: Resource) -> Observation { .state(states[resource] ?? .absent) }

    func put(_ state: State, at resource: Resource) throws {
        try mayFail()
        // Units go with their package.
        if case .unit(let name) = resource, state != .absent, states[.package("p")] == nil { throw Unknown(unit: name) }
        states[resource] = state == .absent ? nil : state
    }

    struct Unknown: Error { let unit: String }

    func put(_ state: State, ofPackages names: [String]) throws {
        try mayFail()
        for name in names { states[.package(name)] = state == .absent ? nil : state }
    }

    func activate(_ activation: Activation, isUndoing: Bool) throws { try mayFail() }
    func mustStop(_ activation: Activation, before changes: [Change], isUndoing: Bool) -> Bool { false }
    func stop(_ activation: Activation) {}
    func start(_ activation: Activation, isUndoing: Bool) throws { try mayFail() }
}

/// The same numbers each time.
private struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
