import ArgumentParser
import Glibc
import Hardening
import LinuxMachine
import Operations
import Reports

struct Confirm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep what was applied; only a login that began afterwards can.",
        discussion: """
            A login that began before the change does not prove that a new one works, and is refused; so is one by a \
            port that the confirmation closes, one over a connection that an earlier login opened, and one that comes from \
            the server itself or from a container on it. A tunnel's service that brings logins in from outside \
            (cloudflared, sslh, tailscale serve, ssh -R) counts where its unit and its program are root's alone, and is named.

            Where there is no SSH server, a login on the server's console counts, and one over Tailscale SSH from another \
            device of the tailnet; both have to have begun after the change.

            Exit status: 0 confirmed; 2 nothing waits to be confirmed, or not run as root; 3 refused, and the change is still undone at \
            its deadline; 4 the final state did not hold, and everything was put back.
            """
    )

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can change the server: sudo nacre confirm") }
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let terminal = Terminal.current()
        try await Refusal.explained {
            switch try await RunningHardener(try GenerationStore(), terminal).confirm() {
            case .undone(let undone):
                terminal.progress(nil)
                FileOutput.writeError(
                    "nacre: \(Sanitizer.report.block("\(undone.cause)"))\n" + PutBackWords.text(left: undone.left)
                )
                throw ExitCode.reverted
            case .stays(let generation, let session):
                terminal.progress(nil)
                let stays = "Generation \(generation.number) is confirmed and stays. To undo it: sudo nacre rollback\n"
                let undone = generation.about.reverts.map { "\(Rollback.words($0)) undone for good.\n" }
                try FileOutput.print(undone ?? stays)
                if let carrier = ConfirmingLogin.carrier(session) { try FileOutput.print(carrier) }
            }
        }
    }
}
