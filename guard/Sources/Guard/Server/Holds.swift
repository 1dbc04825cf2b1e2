import COpenSSL
import Exchanges
import NIOConcurrencyHelpers
import NIOCore

/// An answer that waits for a person.
public struct HeldCall: Sendable {
    public let id: String
    public let agent: String
    public let exchange: ExchangeID
    public let why: String
    /// What it wants done: names with arguments, secrets taken out.
    public let calls: [String]
    /// On the clock that never stands still, in seconds.
    public let deadline: Int
    /// Since when nobody waits for it, on the same clock: its client hung up, and did not ask again.
    public internal(set) var leftAt: Int?
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
        var call: HeldCall
        let held: Held
        var waiters: [(number: Int, tell: Waiter)] = []
        var verdict: Verdict?
        /// When it was decided.
        var decided = 0
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

    /// Seconds that one waits at most.
    static let longest = 600
    /// Why nothing waits any more.
    static let stopped = "nacre-guard was stopped"
    /// Seconds that an outcome is kept for the client, if it is just about to ask again.
    static let kept = 60
    /// How many of one agent wait at once.
    private static let most = 16
    private let state = NIOLockedValueBox(State())

    /// By what an answer is found again: who asked what.
    static func key(_ agent: String, _ uri: String, _ body: [UInt8]) -> [UInt8] {
        let bytes = Array("\(agent)\n\(uri)\n".utf8) + body
        return unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            unsafe SHA256(bytes, bytes.count, buffer.baseAddress)
            count = 32
        }
    }

    /// Has an answer wait, unless too many of this agent do; another one to the same question waits already, and stays.
    func add(
        _ key: [UInt8],
        agent: String,
        exchange: ExchangeID,
        why: String,
        calls: [String],
        _ held: Held
    ) -> HeldCall? {
        state.withLockedValue { state in
            if let entry = state.entries[key], isOld(entry) { state.entries[key] = nil }
            if let entry = state.entries[key], entry.verdict == nil { return nil }
            let waiting = state.entries.values.count { $0.call.agent == agent && $0.verdict == nil }
            guard waiting < Self.most else { return nil }
            // Not to be mistaken for one of before a restart.
            let letters = (0..<6).map { _ in "abcdefghjkmnpqrstuvwxyz".randomElement() ?? "a" }
            let call = HeldCall(
                id: String(letters),
                agent: agent,
                exchange: exchange,
                why: why,
                calls: calls,
                deadline: GuardService.now + Self.longest,
                leftAt: nil
            )
            state.entries[key] = Entry(call: call, held: held)
            return call
        }
    }

    /// What waits under a key, or was decided there lately.
    func held(_ key: [UInt8]) -> (HeldCall, Held)? {
        state.withLockedValue { state in
            state.entries[key].flatMap { isOld($0) ? nil : ($0.call, $0.held) }
        }
    }

    /// Tells the outcome when there is one, which may be at once; by the number it can be left before.
    func wait(for key: [UInt8], _ waiter: @escaping Waiter) -> Int {
        let (number, verdict) = state.withLockedValue { state -> (Int, Verdict?) in
            state.number += 1
            guard state.entries[key] != nil else { return (state.number, .refused("nobody decided in time")) }
            if let verdict = state.entries[key]?.verdict {
                // It is had once.
                state.entries[key] = nil
                return (state.number, verdict)
            }
            state.entries[key]?.waiters.append((state.number, waiter))
            state.entries[key]?.call.leftAt = nil
            return (state.number, nil)
        }
        if let verdict { waiter(verdict) }
        return number
    }

    /// Waits no longer: an outcome is for somebody who is there.
    func leave(_ key: [UInt8], _ number: Int) {
        state.withLockedValue { state in
            guard let entry = state.entries[key], entry.waiters.contains(where: { $0.number == number }) else { return }
            state.entries[key]?.waiters.removeAll { $0.number == number }
            if entry.waiters.count == 1 { state.entries[key]?.call.leftAt = GuardService.now }
        }
    }

    /// What waits now, the oldest first.
    var open: [HeldCall] {
        state.withLockedValue { state in
            state.entries.values.filter { $0.verdict == nil }.map(\.call).sorted { $0.deadline < $1.deadline }
        }
    }

    /// Decides about one, and gives it as it was; nothing where nothing of that name waits.
    func decide(_ id: String, _ verdict: Verdict) -> HeldCall? {
        let found = state.withLockedValue { state -> (call: HeldCall, waiters: [(number: Int, tell: Waiter)])? in
            guard let (key, entry) = state.entries.first(where: { $0.value.call.id == id && $0.value.verdict == nil })
            else { return nil }
            state.entries[key]?.verdict = verdict
            state.entries[key]?.decided = GuardService.now
            state.entries[key]?.waiters = []
            // Whoever asked last is the client that is still there; an outcome is had once.
            if !entry.waiters.isEmpty { state.entries[key] = nil }
            return (entry.call, entry.waiters)
        }
        guard let (call, waiters) = found else { return nil }
        for waiter in waiters.dropLast() {
            waiter.tell(.refused("another request, which is the same, had the outcome"))
        }
        waiters.last?.tell(verdict)
        return call
    }

    /// Refuses what nobody decided about in time, and gives it.
    func expire(at now: Int) -> [HeldCall] {
        open.filter { $0.deadline <= now }.compactMap { call in
            decide(call.id, .refused("nobody decided within \(Self.longest / 60) minutes"))
        }
    }

    /// Refuses all that nobody decided about, and gives it.
    func end() -> [HeldCall] {
        open.compactMap { decide($0.id, .refused("nacre-guard was stopped before anybody decided")) }
    }

    /// Forgets outcomes that nobody came for, and gives those that were allowed.
    func forget(at now: Int) -> [HeldCall] {
        state.withLockedValue { state in
            let old = state.entries.filter { isOld($0.value, at: now) }
            for key in old.keys { state.entries[key] = nil }
            return old.values.filter { if case .allowed = $0.verdict { true } else { false } }.map(\.call)
        }
    }

    private func isOld(_ entry: Entry, at now: Int = GuardService.now) -> Bool {
        entry.verdict != nil && entry.decided + Self.kept <= now
    }
}
