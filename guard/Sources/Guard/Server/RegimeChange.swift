import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// What a reload came to.
public struct ReloadOutcome: Sendable {
    public let isTaken: Bool
    /// What was wrong, or what stays as it was.
    public let words: String
}

/// Changes what is in force: after a reload, and when the vault has other keys.
///
/// One change at a time, on threads that may wait.
final class RegimeChange: Sendable {
    /// Seconds in which the vault is asked once because of one upstream.
    private static let pause = 30

    private struct State {
        var asked: [String: Int] = [:]
        var waiting: [String: [@Sendable () -> Void]] = [:]
        /// What was wrong with the last reload.
        var refusal: String?
        var trouble: String?
    }

    private let sources: SecretSources
    private let judge: @Sendable (GuardConfiguration) -> (any AnswerJudge)?
    private let read: @Sendable () throws -> GuardConfiguration
    private let state = NIOLockedValueBox(State())
    private let turn = NIOLock()

    init(
        _ sources: SecretSources,
        judge: @escaping @Sendable (GuardConfiguration) -> (any AnswerJudge)?,
        read: @escaping @Sendable () throws -> GuardConfiguration
    ) {
        (self.sources, self.judge, self.read) = (sources, judge, read)
    }

    /// What was wrong with the last reload; nothing where it was taken.
    var refusal: String? { state.withLockedValue { $0.refusal } }

    /// Why older keys of the vault are in force, where the vault gave none.
    var trouble: String? { state.withLockedValue { $0.trouble } }

    /// What is in force at the start.
    func first(_ configuration: GuardConfiguration) throws -> Regime {
        let (secrets, _) = try sources.read(for: configuration)
        return try Regime(configuration, secrets, judge(configuration))
    }

    /// Reads everything anew; what is wrong with it changes nothing.
    ///
    /// It may wait for seconds.
    func reload(_ service: GuardService) -> ReloadOutcome {
        turn.withLock {
            do {
                let before = service.regime
                var configuration = try read()
                var words = "reloaded"
                if configuration.listeners != before.configuration.listeners
                    || configuration.admin != before.configuration.admin
                {
                    words += "; listen and admin stay as they were until nacre-guard is restarted"
                    configuration.listeners = before.configuration.listeners
                    configuration.admin = before.configuration.admin
                }
                let (secrets, trouble) = try sources.read(for: configuration, before: before.secrets)
                service.install(try Regime(configuration, secrets, judge(configuration)))
                state.withLockedValue { $0.refusal = nil }
                note(trouble, service)
                if let trouble { words += "; older keys stay in force: the vault: \(trouble)" }
                service.journal.write("reloaded", agent: "", ["what": words])
                return ReloadOutcome(isTaken: true, words: words)
            } catch {
                let words = "reload refused: \(error)"
                state.withLockedValue { $0.refusal = words }
                service.journal.write("reload-refused", agent: "", ["why": "\(error)"])
                return ReloadOutcome(isTaken: false, words: words)
            }
        }
    }

    /// Has the vault asked because an upstream refused a key that it gave, unless it was asked just now; then goes on.
    func refresh(_ service: GuardService, becauseOf upstream: String, then goOn: @escaping @Sendable () -> Void) {
        let now = GuardService.now
        enum Turn { case ask, wait, skip }
        let next = state.withLockedValue { state -> Turn in
            if state.waiting[upstream] != nil {
                state.waiting[upstream]?.append(goOn)
                return .wait
            }
            if let last = state.asked[upstream], now < last + Self.pause { return .skip }
            state.asked[upstream] = now
            state.waiting[upstream] = [goOn]
            return .ask
        }
        switch next {
        case .wait: break
        case .skip: goOn()
        case .ask:
            NIOThreadPool.singleton.submit { _ in
                self.turn.withLock { self.askAnew(service) }
                let waiting = self.state.withLockedValue { $0.waiting.removeValue(forKey: upstream) }
                for goOn in waiting ?? [] { goOn() }
            }
        }
    }

    private func askAnew(_ service: GuardService) {
        let before = service.regime
        do {
            let (secrets, trouble) = try sources.read(for: before.configuration, before: before.secrets)
            note(trouble, service)
            let names = before.configuration.upstreams.compactMap(\.key)
            let changed = Set(names).filter { secrets.value($0) != before.secrets.value($0) }.sorted()
            guard !changed.isEmpty else { return }
            service.install(try before.with(secrets))
            service.journal.write("keys-changed", agent: "", ["names": changed.joined(separator: ", ")])
        } catch { note("\(error)", service) }
    }

    private func note(_ trouble: String?, _ service: GuardService) {
        let isNew = state.withLockedValue { state in
            defer { state.trouble = trouble }
            return state.trouble != trouble
        }
        if isNew, let trouble { service.journal.write("vault-failed", agent: "", ["why": trouble]) }
    }
}
