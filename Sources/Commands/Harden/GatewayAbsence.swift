import Hardening
import LinuxMachine

/// What people are told of their gateway after it was changed.
enum GatewayAbsence {
    static func words(of machine: RunningMachine) async -> String? {
        let words = [
            words(await machine.secondsAway()),
            words(notTakenOver: await machine.configurationsNotTakenOver()),
        ]
        .compactMap { $0 }
        return words.isEmpty ? nil : words.joined()
    }

    /// For how long it was away; nothing where it never was.
    static func words(_ seconds: Int?) -> String? {
        seconds.map { seconds in
            let minutes = seconds / 60
            let time = minutes == 0 ? "\(seconds) s" : "\(minutes) min \(seconds % 60) s"
            return "The gateway was away for \(time).\n"
        }
    }

    /// Which gateways their owner has to start anew; nothing where none.
    static func words(notTakenOver configurations: [String]) -> String? {
        guard !configurations.isEmpty else { return nil }
        return configurations.map { path in
            "Start the gateway of \(Cleaner.report.line(path)) anew now: it was started by hand, so that Nacre does not end it, "
                + "and part of its new configuration counts from its next start only.\n"
        }
        .joined()
    }
}
