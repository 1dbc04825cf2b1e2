import Surface
import Vault

/// Seals a value to this machine under a credential's name, and opens what was sealed.
struct CredentialSealer: Sendable {
    let seal: @Sendable (_ value: SecretBytes, _ name: String) async throws(VaultStoreFailure) -> [UInt8]
    let open: @Sendable (_ path: String, _ name: String) async throws(VaultStoreFailure) -> SecretBytes

    static let system = CredentialSealer { value, name throws(VaultStoreFailure) in
        try await SystemdCreds.run(["encrypt", "--name=\(name)", "-", "-"], input: value)
    } open: { path, name throws(VaultStoreFailure) in
        SecretBytes(try await SystemdCreds.run(["decrypt", "--name=\(name)", path, "-"], input: SecretBytes([])))
    }
}

/// The program systemd-creds(1).
enum SystemdCreds {
    static func run(_ arguments: [String], input: SecretBytes) async throws(VaultStoreFailure) -> [UInt8] {
        switch await Programs.run(Command("systemd-creds", arguments), input: input) {
        case .absent: throw .keySource("systemd-creds is not installed here; it comes with systemd 250 and later")
        case .unreadable(let why): throw .keySource("systemd-creds: \(why)")
        case .found(let output):
            guard output.status == 0 else {
                let told = output.errorText.split(separator: "\n").first.map(String.init) ?? "status \(output.status)"
                throw .keySource("systemd-creds \(arguments[0]) failed: \(told)")
            }
            return output.standardOutput
        }
    }
}
