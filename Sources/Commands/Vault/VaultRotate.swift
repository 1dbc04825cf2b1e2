import ArgumentParser
import LinuxMachine
import Vault

struct VaultRotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Put a new value in force without anybody noticing, with the old one kept until no turn uses it.",
        discussion: """
            sudo nacre vault rotate models/openai
            sudo nacre vault rotate models/openai --finish
            sudo nacre vault rotate models/openai --back

            The new value comes from a prompt or standard input. --finish revokes the old one and drops it; --back puts it in force \
            again, and drops the new one.

            The new value is tried first where its taker is known: whoever refuses it has nothing changed. Then each gateway \
            that refers to it reads its secrets again, one after the other (openclaw secrets reload), and has to answer; where \
            one fails, all get the old value back.

            A turn that is under way goes on with the old value, so that --finish waits for the longest turn \
            (agents.defaults.timeoutSeconds, 48 hours where that is not set); --now does not. A gateway's own token knows no two \
            values at once: everybody who is connected is cut off and has to know the new one, which is asked first.

            Where \(VaultIssuers.file) names an issuer for it, the new key is made there, and the old one revoked:

            issuers:
              models/openrouter: {kind: openrouter, admin: admin/openrouter}
              models/openai: {kind: openai, admin: admin/openai, project: proj_abc}

            admin is the secret with the administrator's key. Where nacre vault deliver put the old value, the new one is put too; \
            programs there take it when they are started anew, units and containers with --restart. --by-hand takes the new value from you all the same.

            Exit status: 0 done; 2 wrong arguments, or not run as root; 3 refused, taken back, or not everybody is known to have the \
            value in force, which is said.
            """
    )

    @Argument(help: "What the secret is called.")
    var name: String

    @Flag(help: "Revoke the value of before where an issuer is known, and drop it.")
    var finish = false

    @Flag(help: "Put the value of before in force again.")
    var back = false

    @Flag(help: "Have the gateways read once more what is in force.")
    var reload = false

    @Flag(help: "With --finish: although a turn may still use the old value.")
    var now = false

    @OptionGroup var answers: RotationAnswers

    @OptionGroup var choice: VaultChoice

    func validate() throws {
        guard [finish, back, reload].count(where: { $0 }) <= 1 else {
            throw ValidationError("--finish, --back and --reload exclude each other.")
        }
        guard !now || finish else { throw ValidationError("--now belongs to --finish.") }
    }

    func run() async throws {
        let rotation = try await SecretRotation(try .typed(name), choice, answers)
        do {
            try await rotation.notes.alone {
                if finish { return try await rotation.finish(now: now) }
                if back { return try await rotation.back() }
                if reload { return try await rotation.again() }
                try await rotation.rotate()
            }
        } catch let failure as VaultStoreFailure {
            throw VaultRefusal(failure)
        } catch let failure as VaultFailure {
            throw VaultRefusal(failure)
        }
    }
}

/// What a person is asked otherwise.
struct RotationAnswers: ParsableArguments {
    @Flag(help: "Go on although everybody who is connected to a gateway is cut off; for scripts.")
    var yes = false

    @Flag(help: "Go on although nobody could be asked whether the new value works.")
    var unverified = false

    @Flag(help: "Take the new value from you, although an issuer is known.")
    var byHand = false

    @Flag(help: "Start units and containers anew that it is delivered to.")
    var restart = false
}
