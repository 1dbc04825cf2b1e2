import ArgumentParser
import LinuxMachine
import Observers
import Reports
import Vault

struct VaultCompromised: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compromised",
        abstract: "Answer a leak: a new value now, the old one marked, and every place where it still lies.",
        discussion: """
            sudo nacre vault compromised models/openai
            sudo nacre vault compromised models/openai --only-look

            The new value is tried, put in force and taken to every gateway as by nacre vault rotate, but nothing is waited \
            for, and nothing rolled back: the old value, and the one before it that an unfinished rotation keeps, is revoked \
            where its issuer is known, and never in force again. Then \
            the server is looked through for it, and for the one before it that is still kept, as nacre leaks does: as it is and as \
            programs write it (base64, hexadecimal, UTF-16, in addresses, in JSON), in archives, databases, Git and containers. \
            Places are named, the value never.

            Exit status: 0 it lies nowhere that can be looked at; 1 it lies somewhere, or not every gateway is known to have the \
            new value; 2 wrong arguments, or not run as root; 3 refused, or it was found nowhere and something that may hold it \
            could not be looked at, which is listed.
            """
    )

    @Argument(help: "What the secret is called.")
    var name: String

    @Flag(
        help:
            "Change nothing, and look only where its values lie: the one in force, and the one before that is still kept."
    )
    var onlyLook = false

    @Flag(help: "Do not look where it lies.")
    var noLook = false

    @OptionGroup var answers: RotationAnswers

    @OptionGroup var choice: VaultChoice

    func validate() throws {
        guard !onlyLook || !noLook else { throw ValidationError("--only-look and --no-look exclude each other.") }
    }

    func run() async throws {
        let rotation = try await SecretRotation(try .typed(name), choice, answers)
        let old = try rotation.vault.value(rotation.name)
        let fingerprints = LeakFingerprints.system()
        let known = try KnownSecrets.of(rotation.name, in: rotation.vault, fingerprints)
        var isOpen = false
        if !onlyLook {
            do {
                isOpen = try await rotation.notes.alone { try await rotation.replaceAtOnce(old) }
            } catch let failure as VaultStoreFailure {
                throw VaultRefusal(failure)
            }
        }
        try FileOutput.print(rotation.reach())
        if !noLook {
            FileOutput.writeError("Looking where it lies; this takes some minutes.\n")
            let traces = SecretTraces.look(for: known, fingerprints)
            try FileOutput.print(known.masked(traces.text))
            if let code = traces.exitCode(isOpen: isOpen) { throw code }
        } else if isOpen {
            throw ExitCode.findings
        }
    }
}

extension SecretRotation {
    /// Puts a new value in force and ends the old one; whether a gateway may still use it, or its issuer take it.
    func replaceAtOnce(_ old: SecretBytes) async throws -> Bool {
        guard let version = current?.number else { return false }
        try allowCuttingOff()
        let new = try await triedValue()
        let earlier = previous
        let number = try await put(new, after: version)
        let isComplete = try await spread(from: old, to: new.value)
        try await change { vault in
            try vault.markCompromised(name, version: version)
            // Which of the two leaked, nobody knows.
            if let earlier, vault.secrets[name]?.versions.contains(where: { $0.number == earlier.number }) == true {
                try vault.markCompromised(name, version: earlier.number)
            }
        }
        var isRevoked = false
        let note = try notes.note(name)
        for gone in [version] + [earlier?.number].compactMap({ $0 }) {
            do {
                guard try await revoke(gone, note) else { continue }
                if gone == version { isRevoked = true }
                try notes.change(name) { $0.issued[gone] = nil }
            } catch { Self.say("version \(gone): \(error)") }
        }
        try notes.change(name) { $0.pending = nil }
        let gone =
            earlier.map { "versions \($0.number) and \(version) are marked as ones" }
            ?? "version \(version) is marked as one"
        var text = "\(name) is version \(number) now; \(gone) that somebody else may have.\n"
        text +=
            isRevoked
            ? "It is revoked at its issuer.\n"
            : "Revoke it at its provider now: until then, whoever has it can use it.\n"
        if !isComplete { text += "Not every gateway is known to have the new one. " + seeTo }
        try FileOutput.print(ToldLines.text(text))
        return !isComplete
    }

    /// What whoever has the value could reach with it.
    func reach() -> String {
        var text = "\nWhat it reaches:\n"
        if let current {
            text += "    in force since \(Timestamp(Int(current.created)).human), as version \(current.number)\n"
        }
        for consumer in consumers {
            text += "    \(consumer.words)\n"
            for setting in consumer.settings {
                text += "        " + Sanitizer.report.line(setting.text)
                if case .model(let provider) = setting.kind, let model = consumer.gateway?.models[provider] {
                    text += ": " + Sanitizer.report.line(model.address ?? provider)
                }
                if setting.kind == .gatewayLogin { text += ": whoever has it is the gateway's operator" }
                text += "\n"
            }
            if let why = consumer.gateway?.doubt {
                text += "        and perhaps more: " + Sanitizer.report.line("\(why)") + "\n"
            }
            if consumer.gateway == nil, consumer.client.user != GuardService.user {
                text +=
                    "        no openclaw.json was found that refers to it; after nacre rollback, the value stands in it in clear\n"
            }
        }
        if consumers.isEmpty { text += "    nobody is enrolled for it; whom else it was given to is not known here\n" }
        return text
    }
}
