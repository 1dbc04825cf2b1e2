import ArgumentParser
import Glibc
import Hardening
import LinuxMachine

struct Schedule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have a timer look every day whether something drifted.",
        subcommands: [Install.self, Remove.self]
    )

    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Install the timer, or change it.",
            discussion: """
                What the timer finds is in the journal (journalctl -u nacre-drift), and nacre-drift.service has failed \
                while something drifted, so that whatever watches units sees it.

                Exit status: 0 installed; 2 wrong arguments; 3 it could not be installed.
                """
        )

        @Option(help: ArgumentHelp("When, as systemd.time(7) has it.", valueName: "calendar"))
        var every = "daily"

        @Option(
            help: ArgumentHelp("Put this layer in place again where it drifted; may be repeated.", valueName: "layer")
        )
        var reapply: [Layer] = []

        func run() async throws {
            guard geteuid() == 0 else {
                throw ConfigurationError("only root can install a timer: sudo nacre schedule install")
            }
            try await Refusal.explained {
                try await DriftTimer().install(every: every, reapplying: reapply)
                try FileOutput.print("nacre-drift.timer is installed; what it finds: journalctl -u nacre-drift\n")
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove the timer.",
            discussion: "Exit status: 0 removed, or never there; 3 it could not be removed."
        )

        func run() async throws {
            guard geteuid() == 0 else {
                throw ConfigurationError("only root can remove a timer: sudo nacre schedule remove")
            }
            try await Refusal.explained {
                try await DriftTimer().remove()
                try FileOutput.print("nacre-drift.timer is removed.\n")
            }
        }
    }
}
