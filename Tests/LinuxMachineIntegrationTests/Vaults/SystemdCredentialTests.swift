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
                new: { try SystemdCredential(bindingTo: "host", asking: .nobody) },
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

    @Test(
        .enabled(if: getuid() == 0 && Program.isThere("/usr/bin/systemd-creds"), "needs root and systemd-creds")
    )
    func `what a vault was to be sealed with is what it is sealed with`() async throws {
        var source = try SystemdCredential(bindingTo: "host", asking: .nobody)
        try await source.make()
        var parameters = source.source.parameters
        for claimed in ["tpm2", "host+tpm2"] {
            parameters["with-key"] = claimed
            let other = try KeySources.named(KeySource("systemd", parameters), asking: .nobody)
            do {
                _ = try await other.part()
                Issue.record("\(claimed) was taken")
            } catch { #expect("\(error)".contains("sealed with host, where it was to be \(claimed)"), "\(error)") }
        }
    }

    /// Where nothing says otherwise, systemd takes the key on the disk: people have to read that it did.
    @Test(
        .enabled(
            if: getuid() == 0 && Program.isThere("/usr/bin/systemd-creds")
                && !FileManager.default.fileExists(atPath: "/dev/tpmrm0"),
            "needs root and systemd-creds, and no TPM"
        )
    )
    func `without a TPM, auto is the key of the host, and tpm2 is refused with the reason`() async throws {
        var auto = try SystemdCredential(bindingTo: "auto", asking: .nobody)
        try await auto.make()
        #expect(auto.source.words.contains("(host)"))
        for binding in ["tpm2", "host+tpm2"] {
            var sealed = try SystemdCredential(bindingTo: binding, asking: .nobody)
            do {
                try await sealed.make()
                Issue.record("\(binding) was taken")
            } catch { #expect("\(error)".contains("no TPM 2.0 (/dev/tpmrm0 is not there)"), "\(error)") }
        }
    }

    @Test(
        .enabled(
            if: getuid() == 0 && Program.isThere("/usr/bin/systemd-creds") && SoftwareTPM.isThere,
            "needs root, systemd-creds, swtpm, tpm2-tools and Python"
        ),
        arguments: ["tpm2", "host+tpm2"]
    )
    func `a credential that a TPM seals`(_ binding: String) async throws {
        let tpm = try SoftwareTPM()
        let other = try SoftwareTPM()
        let asking = KeySourceAsking(tpm: tpm.device) { _ throws(VaultStoreFailure) in throw .keySource("nobody") }
        let elsewhere = KeySourceAsking(tpm: other.device) { _ throws(VaultStoreFailure) in throw .keySource("nobody") }
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: asking,
                new: { try SystemdCredential(bindingTo: binding, asking: asking) },
                mishaps: [
                    .init(
                        what: "Secure Boot has other keys",
                        named: "PCR 7",
                        befall: { try tpm.start(measuring: "others") },
                        mend: { try tpm.start() }
                    ),
                    .init(
                        what: "the TPM is away",
                        named: "systemd-creds decrypt failed: the TPM",
                        befall: { tpm.stop() },
                        mend: { try tpm.start() }
                    ),
                    .init(
                        what: "less than it was",
                        named: "where it was to be host",
                        head: { KeySource($0.kind, $0.parameters.merging(["with-key": "host"]) { $1 }) }
                    ),
                ]
            )
        ).check()
        var source = try SystemdCredential(bindingTo: binding, asking: asking)
        try await source.make()
        #expect(source.source.words.contains("(\(binding))"))
        for (what, named, asking) in [("another", "another one", elsewhere), ("none", "shows no TPM 2.0", .nobody)] {
            if what == "none", FileManager.default.fileExists(atPath: "/dev/tpmrm0") { continue }
            do {
                _ = try await KeySources.named(source.source, asking: asking).part()
                Issue.record("\(what): a part came all the same")
            } catch { #expect("\(error)".contains(named), "\(what): \(error)") }
        }
    }
}

private func middle(_ text: String) -> Range<String.Index> {
    let start = text.index(text.startIndex, offsetBy: text.count / 2)
    return start..<text.index(after: start)
}
