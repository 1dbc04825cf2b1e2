import Dispatch
import Synchronization
import Testing

@testable import LinuxMachine

/// Notes of the service that nobody reads.
struct NoteQueueTests {
    private final class Reader: Sendable {
        let read = Mutex<[String]>([])
        let gate = DispatchSemaphore(value: 0)
    }

    private static func wait(until isSo: () -> Bool) async {
        let end = ContinuousClock.now + .seconds(240)
        while !isSo(), ContinuousClock.now < end { await Task.yield() }
    }

    @Test(.timeLimit(.minutes(10)))
    func `who adds a note never waits, and what was left out is counted`() async {
        let reader = Reader()
        let notes = NoteQueue { note in
            reader.gate.wait()
            reader.read.withLock { $0.append(note) }
        }
        // Nobody reads: with a write of its own, this would never come back.
        for number in 0..<1000 { notes.add("note \(number)") }
        for _ in 0..<2000 { reader.gate.signal() }
        // The count may come in several notes, one for each time that all which waited was taken.
        func told(_ read: [String]) -> Int {
            read.reduce(0) { $0 + ($1.contains("left out") ? Int($1.prefix { $0 != " " }) ?? 0 : 1) }
        }
        await Self.wait { reader.read.withLock { told($0) } == 1000 }
        let read = reader.read.withLock { $0 }
        #expect(read.first == "note 0" && read.contains { $0.contains("left out") })
        #expect(told(read) == 1000)
        notes.add("after")
        await Self.wait { reader.read.withLock { $0.last } == "after" }
        #expect(reader.read.withLock { $0.last } == "after")
    }
}
