import Hardening
import Synchronization

/// A switch that writes down what was asked of it, and how far the generations were then.
final class RecordingSwitch: Switch {
    enum Call: Hashable { case arm, prove, disarm }

    private struct Memory {
        var calls: [Call] = []
        var progress: [Call: [Progress]] = [:]
        var failing: Call?
    }

    private let store: MemoryStore
    private let memory = Mutex(Memory())

    init(_ store: MemoryStore) { self.store = store }

    var calls: [Call] { memory.withLock { $0.calls } }
    /// How far the newest generation was at each call.
    func progress(at call: Call) -> [Progress] { memory.withLock { $0.progress[call] ?? [] } }

    func fail(_ call: Call?) { memory.withLock { $0.failing = call } }

    func arm() throws { try note(.arm) }
    func prove(_ generation: Generation) throws { try note(.prove) }
    func disarm() throws { try note(.disarm) }

    private func note(_ call: Call) throws {
        let progress = store.all().last?.progress
        try memory.withLock { memory in
            memory.calls.append(call)
            if let progress { memory.progress[call, default: []].append(progress) }
            if memory.failing == call { throw MemoryServer.Broken(description: "systemd does not answer") }
        }
    }
}
