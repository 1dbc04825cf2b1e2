import LinuxMachine
import Observers
import Reports
import Vault

/// What there is to a rotation besides a new value: its end, the way back, and once more.
extension SecretRotation {
    func finish(now: Bool) async throws {
        let note = try notes.note(name)
        guard let previous else { throw VaultRefusal("no value of \(name) from before is kept") }
        if !now { try await requireDelivered() }
        // Of those who hold it without being enrolled, nobody knows.
        if !now, !consumers.isEmpty {
            guard let pending = note.pending, pending.version == current?.number else {
                throw VaultRefusal(
                    "nobody saw the gateways take the value in force; \(choice.hint("rotate \(name) --reload")), or --finish --now"
                )
            }
            guard let revocable = pending.revocable else {
                throw VaultRefusal(
                    pending.reloaded == nil
                        ? "not every gateway was seen to have the value in force; \(choice.hint("rotate \(name) --reload")), or --finish --now"
                        : "how long a turn may take is not known, or it may take for ever; once none uses it: --finish --now"
                )
            }
            guard VaultChoice.now >= revocable else {
                throw VaultRefusal(
                    "a turn may use the old value until \(Timestamp(Int(revocable)).human); --now does not wait for that"
                )
            }
        }
        let revoked = try await revoke(previous.number, note)
        try await change { try $0.retirePrevious(name) }
        try notes.change(name) {
            $0.pending = nil
            $0.issued[previous.number] = nil
        }
        try FileOutput.print(
            "The value of \(name) from before is dropped\(revoked ? ", and revoked at its issuer.\n" : "; at its provider, revoke it.\n")"
        )
    }

    /// Revokes the key of a version; whether it was the issuer's to revoke.
    func revoke(_ version: UInt32, _ note: RotationNote) async throws -> Bool {
        guard let id = note.issued[version] else { return false }
        guard let issuer = try issuer() else {
            throw VaultRefusal(
                "\(VaultIssuers.file) no longer names who issued version \(version): revoke \(id) there by hand"
            )
        }
        do { try await issuer.revoke(id) } catch { throw VaultRefusal("\(error); nothing was dropped") }
        return true
    }

    func back() async throws {
        guard let previous, let current else { throw VaultRefusal("no value of \(name) from before is kept") }
        let (old, new) = (try vault.value(name, version: previous.number), try vault.value(name))
        try allowCuttingOff()
        try await change { try $0.takeBack(name) }
        let isComplete = try await spread(from: new, to: old)
        var note = try notes.note(name)
        let id = note.issued[current.number]
        note.pending = nil
        try notes.change(name) { $0.pending = nil }
        try FileOutput.print(ToldLines.text("\(name) holds again what it held before.\n" + (isComplete ? "" : seeTo)))
        if let id {
            try FileOutput.print("The key that was made for it is still valid at its issuer: revoke \(id) there.\n")
        }
        if !isComplete { throw VaultRefusal("not everybody is known to have it") }
    }

    func again() async throws {
        let old = try previous.map { try vault.value(name, version: $0.number) }
        try allowCuttingOff()
        let isComplete = try await spread(from: old, to: vault.value(name))
        guard isComplete else { throw VaultRefusal("not everybody is known to have what is in force. " + seeTo) }
        try begin(isComplete: true)
        try FileOutput.print(ToldLines.text(whatIsNext()))
    }

    var seeTo: String { "See to those that are named above, then: \(choice.hint("rotate \(name) --reload"))\n" }

    /// Notes a rotation of the version in force, and when all consumers had it.
    func begin(version: UInt32? = nil, isComplete: Bool) throws {
        let grace = grace
        guard let version = version ?? current?.number else { return }
        try notes.change(name) {
            $0.pending = .init(version: version, reloaded: isComplete ? VaultChoice.now : nil, grace: grace)
        }
    }

    /// The longest turn of all consumers, in seconds.
    var grace: UInt64? {
        var longest: UInt64 = 0
        // Of a gateway's login, the old value ends with the reload.
        for consumer in consumers where !consumer.isLogin {
            guard case .seconds(let seconds) = consumer.grace else { return nil }
            longest = max(longest, UInt64(seconds))
        }
        return longest
    }

    /// When the old value may go, for people.
    func whatIsNext() -> String {
        guard let pending = try? notes.note(name).pending else { return "" }
        let finish = choice.hint("rotate \(name) --finish")
        let when =
            consumers.isEmpty || consumers.allSatisfy(\.isLogin)
            ? "Once nobody uses the old value: \(finish)\n"
            : pending.revocable.map {
                "From \(Timestamp(Int($0)).human) on, when the longest turn is over: \(finish)\n"
            }
                ?? "How long a turn may take is not known; once none uses the old value: \(finish) --now\n"
        return when + "If it does not work: \(choice.hint("rotate \(name) --back"))\n"
    }
}
