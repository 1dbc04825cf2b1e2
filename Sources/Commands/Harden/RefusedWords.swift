import ArgumentParser
import Hardening
import LinuxMachine
import Operations

extension Refused {
    /// The error that ends the command, with its words.
    var told: any Error {
        switch why {
        case .nothingWaits:
            let which = generation.map { ": generation \($0.number) \($0.progress)" } ?? "; first: nacre apply"
            return ConfigurationError("nothing waits to be confirmed\(which)")
        case .onlyLifts:
            return ConfigurationError(
                "generation \(number) only unlocks openclaw.json for a while; it ends by itself, or by nacre config lock"
            )
        case .nothingLifted: return ConfigurationError("nothing is lifted; first: nacre config unlock")
        case .noProcess: return ConfigurationError("/proc is not mounted")
        case .nothingConfirmed:
            guard let generation else {
                return ConfigurationError(
                    "nothing that was confirmed is in force here; first: nacre apply, and nacre confirm"
                )
            }
            return Refusal.told("nothing to compare with yet. " + Status.words(generation).dropLast())
        case .login, .lifted, .unsettled, .blockers, .nothingToUndo, .noGeneration, .newerIsDamaged,
            .confirmedIsDamaged:
            return Refusal.told(words)
        }
    }

    /// Whether nothing is in force, and nothing waits either.
    var isAboutNothing: Bool {
        if case .nothingConfirmed = why { generation == nil } else { false }
    }

    private var number: String { generation.map { "\($0.number)" } ?? "" }

    private var words: String {
        switch why {
        case .login(let objection, let hasSSH):
            let ports = generation?.about.ports ?? []
            return "not confirmed: \(ConfirmingLogin.words(objection, ports: ports, hasSSH: hasSSH))"
        case .lifted: return "openclaw.json is unlocked for a while (generation \(number)); first: nacre config lock"
        case .unsettled:
            let state = generation.map { "\($0.progress)" } ?? "is not settled"
            return "generation \(number) \(state); settle it first: nacre confirm, or nacre rollback"
        case .blockers(let blockers): return blockers.joined(separator: "\n")
        case .nothingToUndo: return "nothing is in force to undo"
        case .noGeneration(let first): return "there is no generation \(first) to undo; nacre history shows them"
        case .newerIsDamaged(let hidden, let why):
            return "nothing was put back: generation \(hidden) is newer, and \(why)"
        case .confirmedIsDamaged(let why): return "what was confirmed could not be determined: \(why)"
        case .nothingWaits, .onlyLifts, .nothingLifted, .noProcess, .nothingConfirmed: return ""
        }
    }
}
