import Hardening
import Observers
import Surface

/// The program `openclaw` of a gateway, run where the gateway runs, as its account.
struct GatewayProgram {
    typealias Failure = RunningMachine.Failure

    enum Answer {
        case said(Output)
        /// The gateway does not run.
        case stands
        case failed(String)
    }

    private static let patience = 90
    private let references: SecretReferences
    private let host: any MutableSurface
    private let gateway: Gateway

    init(_ references: SecretReferences, _ host: any MutableSurface) {
        self.references = references
        self.host = host
        gateway = Gateway(
            .init(
                container: references.container,
                unit: references.unit,
                user: references.user,
                configuration: references.configuration,
                port: references.port
            ),
            host,
            Handover(host.clock)
        )
    }

    /// Runs it with these words; variables of `environment` are in no list of processes.
    func run(_ words: [String], _ environment: [String: String] = [:], as identity: OpenClawCommand.Identity = .shared)
        async -> Answer
    {
        do throws(Failure) {
            let commands: [Command]
            if let container = references.container {
                guard try await gateway.containerState(container).isRunning else { return .stands }
                let all = environment.merging(try inside(identity)) { $1 }
                commands = OpenClawCommand.programsInContainer.map { inside(container, $0 + words, all) }
            } else if let unit = references.unit {
                guard let state = await gateway.unitState(unit) else {
                    return .failed("systemctl does not say how \(unit) is")
                }
                guard state.isRunning else {
                    // Somebody may have started it by hand.
                    guard await gateway.answersAgain(within: 0) else { return .stands }
                    return .failed("\(unit) does not run, and something answers at its port")
                }
                let user = references.user ?? state.user ?? "root"
                commands = OpenClawCommand.programs(of: state).map {
                    outside(user, $0 + words, environment, identity)
                }
            } else {
                let words = words.joined(separator: " ")
                return .failed("neither a unit nor a container runs it; as its account: openclaw \(words)")
            }
            return await first(of: commands, words)
        } catch { return .failed(error.description) }
    }

    /// Whether it answers at its port, as it says itself that it is well.
    func answers() async -> Bool { await gateway.answersAgain(within: 30) }

    private func first(of commands: [Command], _ words: [String]) async -> Answer {
        let name = "openclaw \(words.prefix(2).joined(separator: " "))"
        for command in commands {
            switch await host.run(command) {
            case .absent: continue
            case .unreadable(let why): return .failed("\(name): \(why)")
            case .found(let output):
                // 126 and 127: docker and runuser did not find the program, and the next one is tried.
                if [126, 127].contains(output.status) { continue }
                return .said(output)
            }
        }
        return .failed("no program to run \(name) with was found")
    }

    /// `docker exec --env NAME` takes the value from its own environment, so that no list of processes has it.
    private func inside(_ container: String, _ words: [String], _ environment: [String: String]) -> Command {
        let names = environment.keys.sorted().flatMap { ["--env", $0] }
        return Command(
            "docker",
            ["exec"] + names + [container] + words,
            timeout: Self.patience,
            environment: environment
        )
    }

    /// What leads the program to an identity inside the container.
    private func inside(_ identity: OpenClawCommand.Identity) throws(Failure) -> [String: String] {
        guard identity == .own else { return [:] }
        func mounted(_ path: String) throws(Failure) -> String {
            let holding = references.mounts.filter { Path.isInside(path, $0.outside) }
            guard let closest = holding.max(by: { $0.outside.count < $1.outside.count }) else {
                throw Failure(.missing, "\(path) is not what the container has")
            }
            return closest.inside + path.dropFirst(closest.outside.count)
        }
        return [
            "OPENCLAW_CONFIG_PATH": try mounted(references.configuration),
            "OPENCLAW_STATE_DIR": Path.join(try mounted(references.directory), OpenClawCommand.ownDirectory),
        ]
    }

    private func outside(
        _ user: String,
        _ words: [String],
        _ environment: [String: String],
        _ identity: OpenClawCommand.Identity
    ) -> Command {
        OpenClawCommand.call(
            words,
            as: user,
            configuration: references.configuration,
            state: references.directory,
            identity: identity,
            timeout: Self.patience,
            environment: environment
        )
    }
}
