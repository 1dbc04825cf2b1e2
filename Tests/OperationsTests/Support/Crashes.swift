import Hardening
import Synchronization

@testable import Operations

/// What a power cut would leave, after every entry of the journal.
final class Crashes: Sendable {
    struct Crash: Sendable {
        let states: [Resource: State]
        let content: MemoryStore.Content

        var entries: [JournalEntry] { content.generations.values.max { $0.number < $1.number }?.entries ?? [] }

        /// The server as it is then, with the process gone that was at it.
        func bench() -> Bench {
            let bench = Bench(states, store: content)
            bench.clock.end(LifecycleTests.process)
            return bench
        }
    }

    private let found = Mutex<[Crash]>([])

    init(of bench: Bench) {
        let (store, server) = (bench.store, bench.server)
        store.afterRecord { [self] _ in
            let crash = Crash(states: await server.states, content: store.content)
            found.withLock { $0.append(crash) }
        }
    }

    var all: [Crash] { found.withLock { $0 } }
}
