import Hardening
import Observers
import Surface
public import Vault

/// Takes a new value of a secret to those who use it, one after the other, and takes it back where one of them fails.
public struct Rotation: Sendable {
    public enum Outcome: Sendable, Equatable {
        /// Whether every consumer is known to have it; otherwise a person has to see to those that were named.
        case done(isComplete: Bool)
        /// Why, and whether every consumer that may have had the new value is known to have the old one again.
        case rolledBack(String, isWhole: Bool)
    }

    private let consumers: [SecretConsumer]
    private let host: any MutableSurface
    private let say: @Sendable (String) -> Void

    /// What is done is told to `say`, a line each, without any value.
    public init(_ consumers: [SecretConsumer], say: @escaping @Sendable (String) -> Void) {
        self.init(consumers, RunningSystem(), say: say)
    }

    init(_ consumers: [SecretConsumer], _ host: any MutableSurface, say: @escaping @Sendable (String) -> Void) {
        self.consumers = consumers
        self.host = host
        self.say = say
    }

    /// Puts the new value in force, and has each consumer take it.
    ///
    /// `put` has the vault hand out the new value, `takeBack` the old one again; what they throw is thrown.
    public func run(
        from old: SecretBytes,
        to new: SecretBytes,
        put: () async throws -> Void,
        takeBack: () async throws -> Void
    ) async throws -> Outcome {
        try await put()
        var done: [SecretConsumer] = []
        var isComplete = true
        for consumer in consumers {
            switch await take(consumer, from: old, to: new) {
            case .seen: done.append(consumer)
            case .notSeen: isComplete = false
            case .failed(let why):
                say("\(consumer.words): \(why)")
                try await takeBack()
                // What a failed reload left behind is not known: it gets the old value like the others.
                var isWhole = true
                for consumer in [consumer] + done.reversed() {
                    guard case .failed(let again) = await take(consumer, from: new, to: old) else { continue }
                    say("\(consumer.words) may still use the new value: \(again)")
                    isWhole = false
                }
                return .rolledBack("\(consumer.words): \(why)", isWhole: isWhole)
            }
        }
        return .done(isComplete: isComplete)
    }

    /// Has each consumer take what is in force, and goes on where one fails; whether every one is known to have it.
    ///
    /// `old` is what was in force before, which a gateway may still want of who logs in.
    public func insist(from old: SecretBytes?, to new: SecretBytes) async -> Bool {
        var isComplete = true
        for consumer in consumers {
            switch await take(consumer, from: old ?? new, to: new) {
            case .seen: break
            case .notSeen: isComplete = false
            case .failed(let why):
                say("\(consumer.words) may still use the old value: \(why)")
                isComplete = false
            }
        }
        return isComplete
    }

    private enum Taken {
        case seen, notSeen
        case failed(String)
    }

    private func take(_ consumer: SecretConsumer, from old: SecretBytes, to new: SecretBytes) async -> Taken {
        let words = consumer.words
        if consumer.client.user == GuardService.user { return await takenByGuard(words) }
        guard let gateway = consumer.gateway else {
            say(
                "\(words): no openclaw.json was found that refers to it, as after nacre rollback; where one is in another place, have "
                    + "it read its secrets again by hand"
            )
            return .notSeen
        }
        if consumer.settings.isEmpty, gateway.doubt == nil {
            say("\(words): no setting refers to it")
            return .seen
        }
        let reload = GatewayReload(gateway, host)
        if consumer.isLogin {
            // It may end with an error although it did what it should: whoever is connected is cut off, also itself.
            if await reload.run(login: old) == .stands { return stands(words) }
        }
        switch await reload.run() {
        case .failed(let why): return .failed(why)
        case .stands: return stands(words)
        case .reloaded(let warnings):
            guard await reload.answers() else { return .failed("it does not answer any more after the reload") }
            let doubt = warnings == 0 ? "" : "; it counts \(warnings) of its own warnings, which its log names"
            say("\(words): it read its secrets again, and answers\(doubt)")
            for setting in consumer.settings {
                say("    \(setting.text)" + (setting.doubt.map { ": \($0)" } ?? ""))
            }
            guard let why = gateway.doubt else { return .seen }
            say("    not all of its configuration could be read, so that there may be more settings: \(why)")
            return .seen
        }
    }

    /// The guard asks by itself once its upstream refuses the old value; told so, it has the new one at once.
    private func takenByGuard(_ words: String) async -> Taken {
        guard let program = GuardService.program(), await Systemd(host).isActive(GuardService.unit) else {
            return stands(words)
        }
        do { try await host.perform(Command(program, ["reload"], timeout: 60)) } catch {
            return .failed("nacre-guard did not read its keys again: \(error)")
        }
        say("\(words): nacre-guard read its keys again")
        return .seen
    }

    private func stands(_ words: String) -> Taken {
        say("\(words): it does not run, and reads the value when it starts")
        return .seen
    }

    /// Where a copy that OpenClaw made of the old value lies, which may be used in place of what is configured.
    public func copies(of old: SecretBytes) async -> [String] {
        let search = TraceSearch(for: old)
        var found: [String] = []
        for gateway in consumers.compactMap(\.gateway) {
            for name in ["openclaw.sqlite", "openclaw.sqlite-wal"] {
                let path = Path.join(Path.join(gateway.directory, "state"), name)
                guard let content = await host.file(path, limit: 64 << 20).content else { continue }
                if !search.matches(in: content.bytes).isEmpty { found.append(path) }
            }
        }
        return found
    }
}
