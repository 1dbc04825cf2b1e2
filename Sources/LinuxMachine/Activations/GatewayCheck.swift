import Hardening
import Surface

/// OpenClaw's own check, asked of a configuration before it is put.
///
/// The new file lies beside the real one while it is checked, so that what it includes and refers to is found.
struct GatewayCheck {
    typealias Failure = RunningMachine.Failure

    /// Seconds that the check may take; it takes one to three.
    private static let patience = 60

    private let gateway: Activation.Gateway
    private let host: any MutableSurface

    init(_ gateway: Activation.Gateway, _ host: any MutableSurface) {
        self.gateway = gateway
        self.host = host
    }

    /// Asks the program in the container.
    ///
    /// - Throws: where the check refuses the file; one that cannot be asked tells nothing, and the start will.
    func ask(_ changes: [Change], in state: GatewayContainerState) async throws(Failure) {
        guard let container = gateway.container, let inside = state.inside(candidate) else { return }
        try await withCandidate(changes) { () async throws(Failure) in
            for program in OpenClawCommand.programsInContainer {
                let place = ["exec", "--env", "OPENCLAW_CONFIG_PATH=\(inside)", container]
                let words = place + program + ["config", "validate"]
                if try await validates(Command("docker", words, timeout: Self.patience)) { return }
            }
        }
    }

    /// Asks the program that the unit runs, as the account whose gateway it is.
    func ask(_ changes: [Change], of state: GatewayUnitState) async throws(Failure) {
        let user = gateway.user ?? state.user ?? "root"
        try await withCandidate(changes) { () async throws(Failure) in
            for program in OpenClawCommand.programs(of: state) {
                if try await validates(command(program, as: user)) { return }
            }
        }
    }

    private var candidate: String { gateway.configuration + ".nacre-check" }

    /// OpenClaw's check of the candidate, with the state that the file belongs to.
    private func command(_ program: [String], as user: String) -> Command {
        let directory = gateway.configuration.split(separator: "/").dropLast().map { "/\($0)" }.joined()
        return OpenClawCommand.call(
            program + ["config", "validate"],
            as: user,
            configuration: candidate,
            state: directory,
            timeout: Self.patience
        )
    }

    private func withCandidate(
        _ changes: [Change],
        _ work: () async throws(Failure) -> Void
    ) async throws(Failure) {
        let change = changes.first { $0.resource == .file(gateway.configuration) }
        guard let change, case .file(let file) = change.first else { return }
        // With variables that are not there yet, the check may refuse what is right.
        guard !changes.paths.contains(where: { $0.hasSuffix("/.env") }) else { return }
        do { try host.replace(candidate, with: file) } catch { return }
        do throws(Failure) {
            try await work()
        } catch {
            try? host.remove(candidate)
            throw error
        }
        try? host.remove(candidate)
    }

    /// Whether the check was there to be asked.
    private func validates(_ command: Command) async throws(Failure) -> Bool {
        switch await host.run(command) {
        case .absent: return false
        // A check that does not end tells nothing; the start will.
        case .unreadable: return true
        case .found(let output):
            guard Self.refuses(output) else { return output.status == 0 }
            throw Failure(.refused, "openclaw config validate refuses the new file (status \(output.status))")
        }
    }

    /// Whether the check says that the file is no good.
    ///
    /// Versions without the check, images without the program, and a program that breaks say something else.
    static func refuses(_ output: Output) -> Bool {
        output.status != 0 && (output.text + output.errorText).lowercased().contains("invalid")
    }
}
