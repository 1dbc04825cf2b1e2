import Foundation
import Glibc
import TestPrograms
import Testing
import Vault

@testable import LinuxMachine

/// A key that systemd sealed, held to the laws of all sources.
struct SystemdCredentialTests {
    /// With the key of the host alone: what a TPM seals needs one.
    @Test(
        .enabled(if: getuid() == 0 && Program.isThere("/usr/bin/systemd-creds"), "needs root and systemd-creds")
    )
    func `a credential of systemd`() async throws {
        func with(_ change: @escaping (String) -> String) -> (KeySource) -> KeySource {
            { source in
                KeySource(
                    source.kind,
                    source.parameters.merging(["credential": change(source.parameters["credential"] ?? "")]) { $1 }
                )
            }
        }
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: .nobody,
                new: { try SystemdCredential(bindingTo: "host") },
                mishaps: [
                    .init(what: "away", named: "credential", head: with { _ in "" }),
                    .init(what: "cut off", named: "systemd-creds", head: with { String($0.prefix(40)) }),
                    .init(
                        what: "changed",
                        named: "systemd-creds",
                        head: with { $0.replacingCharacters(in: middle($0), with: $0[middle($0)] == "A" ? "B" : "A") }
                    ),
                    .init(what: "not base64", named: "systemd-creds", head: with { _ in "<&>" }),
                    .init(
                        what: "too large",
                        named: "systemd-creds",
                        head: with { $0 + String(repeating: "A", count: 4 << 20) }
                    ),
                    .init(
                        what: "a binding that there is not",
                        named: "auto, host, tpm2",
                        head: { KeySource($0.kind, ["with-key": "null", "credential": "A"]) }
                    ),
                ]
            )
        ).check()
    }

    @Test(
        .enabled(if: getuid() == 0 && Program.isThere("/usr/bin/systemd-creds"), "needs root and systemd-creds")
    )
    func `a value that is sealed under a name opens under that name alone, as it was`() async throws {
        let path = NSTemporaryDirectory() + "nacre-credential-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for value in ["sk-one", "with a line\n", "\0\u{1}", String(repeating: "x", count: 50_000)] {
            let sealed = try await CredentialSealer.system.seal(SecretBytes(value.utf8), "password")
            #expect(!String(decoding: sealed, as: UTF8.self).contains(value))
            try Data(sealed).write(to: URL(fileURLWithPath: path))
            #expect(try await CredentialSealer.system.open(path, "password").equals(SecretBytes(value.utf8)))
            await #expect(throws: VaultStoreFailure.self) { try await CredentialSealer.system.open(path, "other") }
        }
        await #expect(throws: VaultStoreFailure.self) { try await CredentialSealer.system.open(path + "-", "password") }
    }
}

private func middle(_ text: String) -> Range<String.Index> {
    let start = text.index(text.startIndex, offsetBy: text.count / 2)
    return start..<text.index(after: start)
}
