import Documents
import Hardening
import Observers
import Surface
import Vault

/// Has a gateway read its secrets again, by its own command: `openclaw secrets reload`.
///
/// What the command logs in with is the gateway's own token. Where that is what changes, the command would read the new one,
/// and the gateway still wants the old one: it is given that in its environment, which its account and root alone can read.
struct GatewayReload {
    typealias Failure = RunningMachine.Failure

    enum Outcome: Equatable {
        /// It resolved every reference; so many warnings.
        case reloaded(warnings: Int)
        /// It does not run, and reads them when it starts.
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

    /// Has it read them; `login` is what it wants now, where that is not what its configuration leads to.
    func run(login: SecretBytes? = nil) async -> Outcome {
        do throws(Failure) {
            let commands: [Command]
            if let container = references.container {
                guard try await gateway.containerState(container).isRunning else { return .stands }
                commands = [["openclaw"], ["node", "dist/index.js"], ["node", "openclaw.mjs"]]
                    .map { inside(container, $0, login) }
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
                commands = [state.program, ["openclaw"]].compactMap { $0 }.map { outside(user, $0, login) }
            } else {
                return .failed("neither a unit nor a container runs it; as its account: openclaw secrets reload")
            }
            return await first(of: commands)
        } catch { return .failed(error.description) }
    }

    /// Whether it answers at its port, as it says itself that it is well.
    func answers() async -> Bool { await gateway.answersAgain(within: 30) }

    private func first(of commands: [Command]) async -> Outcome {
        for command in commands {
            switch await host.run(command) {
            case .absent: continue
            case .unreadable(let why): return .failed("openclaw secrets reload: \(why)")
            case .found(let output):
                // 126 and 127: docker and runuser did not find the program, and the next one is tried.
                if [126, 127].contains(output.status) { continue }
                return Self.outcome(output)
            }
        }
        return .failed("no program to run openclaw secrets reload with was found")
    }

    /// What the command said; no word of it is repeated but its own kind of error, for older versions print what a provider says.
    static func outcome(_ output: Output) -> Outcome {
        guard output.status == 0 else {
            return .failed("openclaw secrets reload ended with status \(output.status)" + reason(output))
        }
        let text = output.text
        guard let start = text.firstIndex(of: "{"),
            let root = (try? JSONDocument(Array(text[start...].utf8), dialect: .json))?.root, root["ok"]?.flag == true
        else { return .failed("openclaw secrets reload ended well without saying that it is done") }
        return .reloaded(warnings: root["warningCount"]?.integer ?? 0)
    }

    private static func reason(_ output: Output) -> String {
        let said = output.text + output.errorText
        if said.contains("gateway token mismatch") { return ": the gateway wants another token" }
        if said.contains("UNAVAILABLE") || said.contains("secrets are unavailable") {
            return ": the gateway could not resolve its references, and keeps what it has"
        }
        return said.contains("ECONNREFUSED") ? ": nothing listens at its port" : ""
    }

    private static let words = ["secrets", "reload", "--json"]

    private func environment(_ login: SecretBytes?) -> [String: String] {
        guard let login, let token = unsafe login.withBytes({ unsafe String(validating: $0, as: UTF8.self) }) else {
            return [:]
        }
        // Without an address of its own, the command takes the token of the configuration all the same.
        let scheme = references.usesTLS ? "wss" : "ws"
        return ["OPENCLAW_GATEWAY_TOKEN": token, "OPENCLAW_GATEWAY_URL": "\(scheme)://127.0.0.1:\(references.port)"]
    }

    /// `docker exec --env NAME` takes the value from its own environment, so that no list of processes has it.
    private func inside(_ container: String, _ program: [String], _ login: SecretBytes?) -> Command {
        let environment = environment(login)
        let names = environment.keys.sorted().flatMap { ["--env", $0] }
        return Command(
            "docker",
            ["exec"] + names + [container] + program + Self.words,
            timeout: Self.patience,
            environment: environment
        )
    }

    private func outside(_ user: String, _ program: [String], _ login: SecretBytes?) -> Command {
        let directory = Path.parent(references.configuration)
        var settings = [
            "OPENCLAW_CONFIG_PATH=\(references.configuration)", "OPENCLAW_STATE_DIR=\(references.directory)",
        ]
        // Without a login the variable is that of root.
        if directory.hasSuffix("/.openclaw") { settings.append("HOME=\(directory.dropLast("/.openclaw".count))") }
        return Command(
            "runuser",
            ["-u", user, "--", "env"] + settings + program + Self.words,
            timeout: Self.patience,
            environment: environment(login)
        )
    }
}
