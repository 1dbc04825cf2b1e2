import Hardening
import LinuxMachine
import Reports

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

    /// Waits until gateways that were started anew answer, and says how long that took, or that they do not.
    static func tell(_ machine: RunningMachine, _ terminal: Terminal) async throws {
        if await machine.owesAnswers { terminal.progress("waiting for the gateway to answer …") }
        let silent = await machine.gatewaysThatDoNotAnswer(within: patience)
        terminal.progress(nil)
        if let away = await words(of: machine) { try FileOutput.print(away) }
        for path in silent {
            try FileOutput.print(
                "The gateway of \(Sanitizer.report.line(path)) does not answer yet. Look at its log before you confirm.\n"
            )
        }
    }

    /// Seconds that are waited for a gateway's answer.
    private static let patience = 150

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
            "Start the gateway of \(Sanitizer.report.line(path)) anew now: it was started by hand, so that Nacre does not end it, "
                + "and part of its new configuration counts from its next start only.\n"
        }
        .joined()
    }
}
