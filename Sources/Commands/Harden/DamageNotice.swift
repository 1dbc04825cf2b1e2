import Hardening
import LinuxMachine
import Reports

/// Tells what of the store cannot be read, and that the rest goes on without it.
enum DamageNotice {
    static func tell(_ store: GenerationStore) throws {
        for damaged in try store.damaged() where damaged.isSettled {
            FileOutput.writeError("nacre: \(Sanitizer.report.sentence(damaged.words))\n")
        }
    }
}
