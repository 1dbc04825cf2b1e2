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
    enum Outcome: Equatable {
        /// It resolved every reference; so many warnings.
        case reloaded(warnings: Int)
        /// It does not run, and reads them when it starts.
        case stands
        case failed(String)
    }

    private let references: SecretReferences
    private let program: GatewayProgram

    init(_ references: SecretReferences, _ host: any MutableSurface) {
        self.references = references
        program = GatewayProgram(references, host)
    }

    /// Has it read them; `login` is what it wants now, where that is not what its configuration leads to.
    func run(login: SecretBytes? = nil) async -> Outcome {
        var answer = await program.run(Self.words, environment(login))
        // Versions before 2026.7 let nobody reload by a command line that was first used for less, and no command widens it.
        if case .said(let output) = answer, Self.wantsMore(output) {
            answer = await program.run(Self.words, environment(login), as: .own)
        }
        switch answer {
        case .said(let output): return Self.outcome(output)
        case .stands: return .stands
        case .failed(let why): return .failed(why)
        }
    }

    /// Whether the gateway knows the command line, and gave it fewer rights than a reload needs.
    static func wantsMore(_ output: Output) -> Bool {
        let said = output.text + output.errorText
        return output.status != 0
            && (said.contains("scope upgrade pending") || said.contains("asking for more scopes"))
    }

    /// Whether it answers at its port, as it says itself that it is well.
    func answers() async -> Bool { await program.answers() }

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
}
