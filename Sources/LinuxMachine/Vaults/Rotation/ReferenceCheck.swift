import Documents
import Hardening
public import Observers
import Surface

/// Whether the real OpenClaw resolves every reference of its configuration, by its own word: `openclaw secrets audit`.
public struct ReferenceCheck: Sendable {
    public enum Outcome: Equatable, Sendable {
        /// All of them, so many.
        case resolved(Int)
        /// Nobody could be asked: the gateway does not run, or nothing is known to run it.
        case notAsked(String)
        /// So many of them are not.
        case unresolved(Int, of: Int)
    }

    private let references: SecretReferences

    public init(_ references: SecretReferences) { self.references = references }

    public func run() async -> Outcome {
        let words = ["secrets", "audit", "--allow-exec", "--json"]
        switch await GatewayProgram(references, RunningSystem()).run(words) {
        case .stands: return .notAsked("the gateway does not run")
        case .failed(let why): return .notAsked(why)
        case .said(let output): return Self.outcome(output)
        }
    }

    /// What it said; older versions print what a provider says, so that no word of it is repeated.
    static func outcome(_ output: Output) -> Outcome {
        let text = output.text
        guard let start = text.firstIndex(of: "{"), let end = text.lastIndex(of: "}"),
            let root = (try? JSONDocument(Array(text[start...end].utf8), dialect: .json))?.root,
            let checked = root["resolution"]?["refsChecked"]?.integer,
            let unresolved = root["summary"]?["unresolvedRefCount"]?.integer
        else { return .notAsked("openclaw secrets audit ended with status \(output.status), and without a report") }
        guard unresolved == 0, root["status"]?.text != "unresolved",
            root["resolution"]?["resolvabilityComplete"]?.flag == true,
            root["resolution"]?["skippedExecRefs"]?.integer ?? 0 == 0
        else {
            return .unresolved(max(unresolved, 1), of: checked)
        }
        return .resolved(checked)
    }
}
