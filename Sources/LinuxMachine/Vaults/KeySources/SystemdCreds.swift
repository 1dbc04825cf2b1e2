import Surface
import Vault

/// The program systemd-creds(1).
enum SystemdCreds {
    /// What it gives for these words and this input; `explain` says more of what it complains of.
    static func run(
        _ arguments: [String],
        input: SecretBytes,
        explain: (String) throws(VaultStoreFailure) -> String = { $0 }
    ) async throws(VaultStoreFailure) -> [UInt8] {
        switch await Programs.run(Command("systemd-creds", arguments), input: input) {
        case .absent: throw .keySource("systemd-creds is not installed here; it comes with systemd 250 and later")
        case .unreadable(let why): throw .keySource("systemd-creds: \(why)")
        case .found(let output):
            guard output.status == 0 else {
                // Libraries below it speak first, and of their own files; what it says itself comes last.
                let lines = output.errorText.split(separator: "\n").filter { $0.contains { !$0.isWhitespace } }
                let told = lines.last.map(String.init) ?? "status \(output.status)"
                throw .keySource("systemd-creds \(arguments.first ?? "") failed: " + (try explain(told)))
            }
            return output.standardOutput
        }
    }
}
