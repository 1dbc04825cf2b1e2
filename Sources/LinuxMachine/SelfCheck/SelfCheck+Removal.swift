public import Hardening

extension SelfCheck {
    /// Whether Nacre can go from this server.
    public enum Removal: Sendable {
        /// Nothing that it did is in force.
        case free
        /// What it did stays in force, and can be undone only with the store.
        case inForce
        /// A change is not settled: only Nacre can confirm it or undo it.
        case waits(Generation)
        /// Another process has the lock.
        case atWork(String)
        /// Why it could not be determined.
        case unknown(String)
    }

    public func removal() async -> Removal {
        switch content {
        case .failure(let error): return .unknown("the generations cannot be read: \(error)")
        case .success(let content):
            if let hidden = content.mayBeOpen { return .unknown(hidden.words) }
            if let open = content.open { return .waits(open) }
            switch await lock() {
            case .free: break
            case .held(let pid): return .atWork("process \(pid) is changing this server")
            case .wrong(let words, _): return .atWork(words)
            case .unknown(let words): return .unknown(words)
            }
            let isInForce =
                content.whole.contains { $0.progress == .confirmed }
                || content.damaged.contains { $0.progress != .rolledBack }
            return isInForce ? .inForce : .free
        }
    }
}
