import COpenSSL
import Exchanges
import NIOConcurrencyHelpers
import NIOCore

/// An answer that waits for a person.
public struct HeldCall: Sendable {
    public let id: String
    public let agent: String
    public let why: String
    /// What it wants done: names with arguments, secrets taken out.
    public let calls: [String]
    /// On the clock that never stands still, in seconds.
    public let deadline: Int
}

/// What a person said of one, or that nobody did in time.
enum Verdict: Sendable {
    case allowed
    case refused(String)
}

/// The answers that wait, by what was asked: a client that gives up and asks again gets the same one.
final class Holds: Sendable {
    /// What is told to those who wait.
    typealias Waiter = @Sendable (Verdict) -> Void

    private struct Entry {
        let call: HeldCall
        let held: Held
        var waiters: [Waiter] = []
        var verdict: Verdict?
    }

    /// What a client that asks again is given.
    struct Held: Sendable {
        /// What went on before the first call.
        let before: [UInt8]
        let rest: [UInt8]
        let closing: @Sendable (String) -> [UInt8]
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        var number = 0
    }

    /// Seconds that one waits at most; and that its outcome is kept for a client that asks again.
    static let longest = 600
    private let state = NIOLockedValueBox(State())

    /// By what an answer is found again: who asked what.
    static func key(_ agent: String, _ uri: String, _ body: [UInt8]) -> [UInt8] {
        let bytes = Array("\(agent)\n\(uri)\n".utf8) + body
        return unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            unsafe SHA256(bytes, bytes.count, buffer.baseAddress)
            count = 32
        }
    }

    /// Has an answer wait.
    func add(_ key: [UInt8], agent: String, why: String, calls: [String], _ held: Held) -> HeldCall {
        state.withLockedValue { state in
            forgetOld(&state)
            state.number += 1
            let call = HeldCall(
                id: "h\(state.number)",
                agent: agent,
                why: why,
                calls: calls,
                deadline: GuardService.now + Self.longest
            )
            state.entries[key] = Entry(call: call, held: held)
            return call
        }
    }

    /// What waits under a key, or was decided there lately.
    func held(_ key: [UInt8]) -> (HeldCall, Held)? {
        state.withLockedValue { state in
            forgetOld(&state)
            return state.entries[key].map { ($0.call, $0.held) }
        }
    }

    /// Tells the outcome when there is one, which may be at once.
    func wait(for key: [UInt8], _ waiter: @escaping Waiter) {
        let verdict = state.withLockedValue { state -> Verdict? in
            guard state.entries[key] != nil else { return .refused("nobody decided in time") }
            if let verdict = state.entries[key]?.verdict { return verdict }
            state.entries[key]?.waiters.append(waiter)
            return nil
        }
        if let verdict { waiter(verdict) }
    }

    /// Forgets one whose outcome has arrived.
    func remove(_ key: [UInt8]) { state.withLockedValue { $0.entries[key] = nil } }

    /// What waits now, the oldest first.
    var open: [HeldCall] {
        state.withLockedValue { state in
            state.entries.values.filter { $0.verdict == nil }.map(\.call).sorted { $0.deadline < $1.deadline }
        }
    }

    /// Decides about one; false where nothing of that name waits.
    func decide(_ id: String, _ verdict: Verdict) -> Bool {
        let waiters = state.withLockedValue { state -> [Waiter]? in
            guard let key = state.entries.first(where: { $0.value.call.id == id && $0.value.verdict == nil })?.key
            else {
                return nil
            }
            let waiters = state.entries[key]?.waiters ?? []
            state.entries[key]?.verdict = verdict
            state.entries[key]?.waiters = []
            return waiters
        }
        for waiter in waiters ?? [] { waiter(verdict) }
        return waiters != nil
    }

    /// Refuses what nobody decided about in time.
    func expire() {
        let now = GuardService.now
        let late = open.filter { $0.deadline <= now }
        for call in late { _ = decide(call.id, .refused("nobody decided within \(Self.longest / 60) minutes")) }
    }

    private func forgetOld(_ state: inout State) {
        let now = GuardService.now
        state.entries = state.entries.filter { $0.value.verdict == nil || $0.value.call.deadline + Self.longest > now }
    }
}
