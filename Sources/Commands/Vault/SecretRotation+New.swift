import LinuxMachine
import Observers
import Vault

extension SecretRotation {
    /// A new value, and by which name its issuer knows it.
    struct NewValue {
        let value: SecretBytes
        let id: String?
    }

    func rotate() async throws {
        let note = try notes.note(name)
        guard let old = current, note.pending == nil || previous == nil else {
            throw VaultRefusal(
                "the rotation before is not finished, and its old value would be lost; first: sudo nacre vault rotate \(name) --finish, or --back where the new one is wrong; where one leaked: sudo nacre vault compromised \(name)"
            )
        }
        let before = try vault.value(name)
        try allowCuttingOff()
        let new = try await triedValue()
        var isIn = false
        var number: UInt32 = 0
        do {
            let outcome = try await Rotation(consumers, say: Self.say).run(from: before, to: new.value) {
                number = try await put(new, after: old.number)
                isIn = true
            } takeBack: {
                try await change { try $0.takeBack(name) }
                isIn = false
                try notes.change(name) { $0.pending = nil }
            }
            switch outcome {
            case .rolledBack(let why, let isWhole):
                if !isWhole, let id = new.id {
                    Self.say(
                        "the key \(id) that was made is still valid at its issuer, for it may be in use: revoke it there"
                    )
                } else {
                    try await withdraw(new)
                }
                throw VaultRefusal("\(why). \(name) holds again what it held before")
            case .done(let isComplete):
                let isComplete = try await deliver() && isComplete
                try begin(version: number, isComplete: isComplete)
                try await tell(number, old: old.number, before, isComplete: isComplete)
            }
        } catch {
            guard number == 0, !isIn, !mayBeInForce(new.value) else { throw error }
            try await withdraw(new)
            throw error
        }
    }

    /// - Throws: where clients would log in with what anybody may guess.
    private func requireStrong(_ value: SecretBytes) throws {
        guard consumers.contains(where: \.isLogin),
            TokenStrength.isWeak(String(decoding: value.exposed, as: UTF8.self))
        else { return }
        throw VaultRefusal(
            "clients log in with \(name), and the new value is shorter than 24 characters, or one that anybody would try; it was not put in. "
                + "A better one: openssl rand -hex 32 | sudo nacre vault rotate \(name) --yes"
        )
    }

    /// A new value that was tried; what was made, and is not taken, is revoked.
    func triedValue() async throws -> NewValue {
        // Nobody types a value, or has one made, to be told afterwards that it cannot be tried.
        try allowUntried()
        let new = try await newValue()
        do {
            try requireStrong(new.value)
            try await requireTaken(new)
        } catch {
            try await withdraw(new)
            throw error
        }
        return new
    }

    /// A key of the issuer, or what a person gives.
    func newValue() async throws -> NewValue {
        guard !answers.byHand, let issuer = try issuer() else {
            let value = try SecretInput.value(of: name)
            if try value.equals(vault.value(name)) {
                throw VaultRefusal("\(name) holds that value already; nothing was changed")
            }
            return NewValue(value: value, id: nil)
        }
        let number = (current?.number ?? 0) + 1
        do {
            let key = try await issuer.create(named: "nacre \(name) \(number)")
            guard try !notes.note(name).issued.values.contains(key.id) else {
                throw VaultRefusal(
                    "\(issuer.place) made a key under the name of one before, \(key.id); nothing was changed"
                )
            }
            do { try await issuer.verify(key) } catch {
                Self.say("\(error)")
                try await withdraw(NewValue(value: key.value, id: key.id))
                throw VaultRefusal("the new key of \(issuer.place) is not used; nothing was changed")
            }
            Self.say("\(issuer.place) made the key \(key.id), and takes it")
            return NewValue(value: key.value, id: key.id)
        } catch let failure as IssuerFailure {
            let rest =
                failure.mayHaveMade ? "; it may have made a key called “nacre \(name) \(number)”: look there" : ""
            throw VaultRefusal("\(failure)\(rest). Nothing was changed here")
        }
    }

    /// Says before there is a value who cannot be asked whether it works, and asks whether to go on.
    func allowUntried() throws {
        let isMade = try !answers.byHand && issuer() != nil
        let why = Self.untried(name, KeyCheck.all(of: consumers), consumers, isMade: isMade)
        guard !why.isEmpty else { return }
        guard !answers.unverified, !consumers.isEmpty else { return why.forEach(Self.say) }
        try ask(why.joined(separator: "; ") + ".", otherwise: "--unverified")
    }

    /// What is known to go untried before anything is asked of anybody.
    static func untried(
        _ name: SecretName,
        _ checks: [KeyCheck],
        _ consumers: [SecretConsumer],
        isMade: Bool
    ) -> [String] {
        if checks.isEmpty, !isMade, !consumers.allSatisfy(\.isLogin) {
            return ["nobody is known to ask whether the new value of \(name) works"]
        }
        return checks.compactMap { check in
            check.hindrance.map { "\(check.place) cannot be asked whether it takes the new value: \($0)" }
        }
    }

    /// Tries the value where somebody is known who takes or refuses it.
    func requireTaken(_ new: NewValue) async throws {
        var unknown: [String] = []
        for check in KeyCheck.all(of: consumers) where check.hindrance == nil {
            switch await check.ask(new.value) {
            case .taken: Self.say("\(check.place) takes the new value")
            case .refused(let status):
                throw VaultRefusal("\(check.place) refuses the new value (status \(status)); nothing was changed")
            case .unknown(let why): unknown.append("\(check.place) did not say whether it takes the new value: \(why)")
            }
        }
        guard !unknown.isEmpty else { return }
        guard !answers.unverified, !consumers.isEmpty else { return unknown.forEach(Self.say) }
        try ask(unknown.joined(separator: "; ") + ".", otherwise: "--unverified")
    }

    func put(_ new: NewValue, after old: UInt32) async throws -> UInt32 {
        let number = (vault.secrets[name]?.versions.map(\.number).max() ?? 0) + 1
        // Noted before anybody has it: what is interrupted here is not taken for a rotation that went well.
        try begin(version: number, isComplete: false)
        if let id = new.id { try notes.change(name) { $0.issued[number] = id } }
        do {
            return try await change { vault in
                guard vault.secrets[name]?.current?.number == old else {
                    throw VaultRefusal("somebody else changed \(name) meanwhile; nothing was changed")
                }
                return try vault.set(name, to: new.value, now: VaultChoice.now)
            }
        } catch {
            try notes.change(name) { $0.pending = nil }
            throw error
        }
    }

    /// Revokes a key that was made and is not used.
    private func withdraw(_ new: NewValue) async throws {
        guard let id = new.id, let issuer = try issuer() else { return }
        do { try await issuer.revoke(id) } catch {
            return Self.say("the key \(id) that was made is not used, and still valid: revoke it there; \(error)")
        }
        try notes.change(name) { note in note.issued = note.issued.filter { $0.value != id } }
    }

    func tell(_ number: UInt32, old: UInt32, _ before: SecretBytes, isComplete: Bool) async throws {
        var text = "\(name) is version \(number) now, and version \(old) is kept.\n"
        if consumers.isEmpty, !deliveries.isEmpty {
            text +=
                isComplete
                ? "It is put where it is delivered to.\n" : "It is not everywhere that it is delivered to. " + seeTo
        } else if consumers.isEmpty {
            text += "Nobody is enrolled for it; whoever holds it otherwise has to be given the new one.\n"
        } else if isComplete, consumers.allSatisfy(\.isLogin) {
            text +=
                "Every gateway read it, and takes the old one no longer. Give it to whoever connects: \(choice.hint("get \(name) --reveal"))\n"
        } else if isComplete {
            text += "Every gateway read it. No turn was made with it: the first one that begins now uses it.\n"
        } else {
            text += "Not every gateway is known to have it. " + seeTo
        }
        for copy in await Rotation(consumers, say: Self.say).copies(of: before) {
            text +=
                "\(copy) holds a copy of the old value, which OpenClaw may go on using in place of what is configured.\n"
        }
        try FileOutput.print(ToldLines.text(text + whatIsNext()))
        if !isComplete { throw VaultRefusal("not everybody is known to have the new value") }
    }
}
