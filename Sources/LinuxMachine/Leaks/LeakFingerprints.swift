import Glibc
import Vault

/// Names secrets by a keyed hash, so that one is known again, and whoever has a report cannot try guesses.
///
/// The key is made of this machine's id, which never leaves it: the same secret has the same name on this server, and
/// another one on others. Where the machine has none, the key is as old as the run.
public struct LeakFingerprints: Sendable {
    private let key: SecretFingerprint

    public static func system() -> Self {
        guard let file = unsafe fopen("/etc/machine-id", "re") else { return Self(key: SecretFingerprint()) }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return Self(key: count >= 32 ? SecretFingerprint(Array(bytes[..<32])) : SecretFingerprint())
    }

    public func text(of secret: [UInt8]) -> String { key.text(of: secret) }
}
