import FoundationEssentials
import Hardening

/// What a sealed credential of systemd says that it is sealed with, in its first 16 bytes (creds-util.h).
struct SystemdSeal {
    /// As `systemd-creds --with-key` has it, without a public key that signs for other states of the machine.
    let binding: String

    private static let kinds = [
        "5a1c6a86df9d4096b1d5a65e0862f19a": "host",
        "0c7cc07b117645919c4b0bea08bc20fe": "tpm2",
        "faf7eb9341e3412ca1a436f95a29362f": "tpm2",
        "93a894094874449090caf2fc93cab553": "host+tpm2",
        "af4950a849134eb1a73846304ff30c05": "host+tpm2",
    ]
    private static let none = "058469daf6f54324800549da0f8ea2fb"

    /// Refuses what is sealed with something else than was claimed; `auto` claims nothing.
    init(_ sealed: String, claimed: String) throws(VaultStoreFailure) {
        guard let bytes = Data(base64Encoded: String(sealed.prefix(24))), bytes.count >= 16 else {
            throw .keySource("the vault's head holds nothing that systemd-creds sealed")
        }
        let kind = Hexadecimal.text(bytes.prefix(16))
        guard kind != Self.none else {
            throw .keySource("systemd-creds sealed with no key at all, which keeps nothing")
        }
        guard let binding = Self.kinds[kind] else {
            throw .keySource("systemd-creds sealed with a key of a kind that Nacre does not know")
        }
        guard ["auto", binding].contains(claimed) else {
            throw .keySource("systemd-creds sealed with \(binding), where it was to be \(claimed)")
        }
        self.binding = binding
    }
}
