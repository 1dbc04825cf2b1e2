import ArgumentParser
import Glibc
import Hardening
import LinuxMachine
import Reports

struct Schedule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have a timer look every day whether something drifted, and whether known secrets lie about.",
        subcommands: [Install.self, Remove.self]
    )

    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Install the timer, or change it.",
            discussion: """
                What the timer finds is in the journal (journalctl -u nacre-drift), and nacre-drift.service has failed \
                while something drifted or a secret lies about, so that whatever watches units sees it. Of secrets it looks \
                for values of the vault and of configurations of OpenClaw, where something was written since it looked last \
                (nacre drift --leaks); the first look is at everything. A vault that opens by a passphrase alone is not \
                looked for, and the service fails: --no-leaks leaves that out.

                Exit status: 0 installed; 2 wrong arguments, or not run as root; 3 it could not be installed.
                """
        )

        @Option(
            help: ArgumentHelp(
                "When: daily, 03:00, \"Mon 04:30\", …, as systemd.time(7) has it.",
                valueName: "calendar"
            )
        )
        var every = "daily"

        @Option(
            help: ArgumentHelp("Put this layer in place again where it drifted; may be repeated.", valueName: "layer")
        )
        var reapply: [Layer] = []

        @Flag(inversion: .prefixedNo, help: "Look for known secrets in what was written.")
        var leaks = true

        func run() async throws {
            guard geteuid() == 0 else {
                throw ConfigurationError("only root can install a timer: sudo nacre schedule install")
            }
            do throws(DriftTimer.Failure) {
                try await DriftTimer().install(every: every, reapplying: reapply, lookingForLeaks: leaks)
            } catch {
                throw Self.told(error, every)
            }
            try FileOutput.print("nacre-drift.timer is installed; what it finds: journalctl -u nacre-drift\n")
        }

        /// What ends the command: a calendar that is none is a wrong argument.
        static func told(_ failure: DriftTimer.Failure, _ calendar: String) -> any Error {
            guard failure.cause == .invalid else { return Refusal.told("\(failure)") }
            return ConfigurationError(
                "--every \"\(Sanitizer.report.line(calendar))\": \(failure). It takes times such as daily, hourly, \"03:00\", "
                    + "\"Mon 04:30\" or \"*-*-01 06:00\"; systemd.time(7) has them all."
            )
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove the timer.",
            discussion: "Exit status: 0 removed, or never there; 2 not run as root; 3 it could not be removed."
        )

        func run() async throws {
            guard geteuid() == 0 else {
                throw ConfigurationError("only root can remove a timer: sudo nacre schedule remove")
            }
            do throws(DriftTimer.Failure) { try await DriftTimer().remove() } catch { throw Refusal.told("\(error)") }
            try FileOutput.print("nacre-drift.timer is removed.\n")
        }
    }
}
