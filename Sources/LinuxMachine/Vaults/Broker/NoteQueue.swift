import Dispatch
import Synchronization

/// Notes of a service, written one after the other by a thread of their own: who answers never waits for whoever reads them.
///
/// Where nobody reads, the pipe is full: what comes then is left out, and counted.
public final class NoteQueue: Sendable {
    private struct State {
        var waiting: [String] = []
        var leftOut = 0
        var isWriting = false
    }

    private static let most = 256

    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "notes")
    private let write: @Sendable (String) -> Void

    /// - Parameter write: may take as long as it likes.
    public init(writing write: @escaping @Sendable (String) -> Void) { self.write = write }

    /// Takes a note, and comes back at once.
    public func add(_ note: String) {
        let isFirst = state.withLock { state in
            guard state.waiting.count < Self.most else {
                state.leftOut += 1
                return false
            }
            state.waiting.append(note)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isFirst { thread.async { self.writeAll() } }
    }

    private func writeAll() {
        while let notes = next() { notes.forEach(write) }
    }

    private func next() -> [String]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            let notes =
                state.waiting + (state.leftOut > 0 ? ["\(state.leftOut) notes were left out: nobody read them"] : [])
            (state.waiting, state.leftOut) = ([], 0)
            return notes
        }
    }
}
