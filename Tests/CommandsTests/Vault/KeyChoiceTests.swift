import ArgumentParser
import Foundation
import TestPrograms
import Testing
import Vault

@testable import Commands
@testable import LinuxMachine

/// Where people say that a vault's key is kept.
struct KeyChoiceTests {
    private static func words(_ line: String) -> [String] {
        line.replacing("SERVER", with: "--bao-address https://bao.test --bao-token-file /root/token")
            .split(separator: " ").map(String.init)
    }

    @Test(arguments: [
        "--kv nacre/one#key SERVER",
        "--transit nacre --kv nacre/one#key SERVER",
        "--transit nacre --bao-address https://bao.test --bao-role-id r --bao-secret-id-file /s",
        "--aws nacre --aws-region eu-central-1",
        "--aws arn:aws:secretsmanager:eu-central-1:123456789012:secret:nacre-AbCdEf --key-file /k",
        "--key-file /k --passphrase --systemd host",
        "--google projects/acme/secrets/nacre --systemd host+tpm2",
        "--azure https://acme.vault.azure.net/secrets/nacre",
        "--azure https://acme.vault.azure.net/secrets/nacre --azure-identity 01234567-89ab-cdef-0123-456789abcdef",
    ])
    func `takes one source or several`(_ line: String) throws {
        _ = try VaultInit.parse(Self.words(line))
        _ = try VaultRekey.parse(Self.words(line))
    }

    @Test(arguments: [
        ("--kv nacre/one SERVER", "path#field"),
        ("--kv #key SERVER", "path#field"),
        ("--kv a#b#c SERVER", "path#field"),
        ("--kv a#b", "--bao-address"),
        ("SERVER", "--kv or --transit"),
        ("--kv a#b --bao-address https://bao.test", "--bao-token-file"),
        ("--kv a#b --bao-role-id r SERVER", "--bao-secret-id-file"),
        ("--kv a#b --bao-address https://bao.test --bao-role-id r", "--bao-secret-id-file"),
        ("--kv a#b --bao-address https://bao.test --bao-token-file token", "absolute"),
        ("--kv a#b --bao-ca-file ca.pem SERVER", "absolute"),
        ("--aws nacre", "--aws-region"),
        ("--aws-region eu-central-1", "--aws"),
        ("--azure-identity 01234567-89ab-cdef-0123-456789abcdef", "--azure"),
    ])
    func `says what is missing`(_ line: String, _ named: String) {
        do {
            _ = try VaultInit.parse(Self.words(line))
            Issue.record("\(line) was taken")
        } catch { #expect(VaultInit.message(for: error).contains(named)) }
    }

    /// A key file that stayed would be taken, unasked, the next time.
    @Test func `nothing is made where the sources would not do`() async throws {
        let directory = try Program.scratch().path
        let line = "--vault \(directory)/vault --key-file \(directory)/new/key --passphrase"
        let command = try VaultRekey.parse(Self.words(line))
        do {
            _ = try await command.keys.make(command.choice, vault: "\(directory)/vault") { sources in
                #expect(sources.map(\.kind) == ["file", "passphrase"])
                return VaultService.objection(to: sources)
            }
            Issue.record("a passphrase was taken for a service that asks nobody")
        } catch { #expect("\(error)".contains("sees nothing in /tmp/"), "\(error)") }
        #expect(!FileManager.default.fileExists(atPath: "\(directory)/new"))
        #expect(!FileManager.default.fileExists(atPath: "\(directory)/new/key"))
    }

    @Test(arguments: [
        ("--google nacre", "projects/PROJECT/secrets/SECRET"),
        ("--azure https://acme.evil.test/secrets/a", "vault.azure.net"),
        ("--systemd null", "host+tpm2"),
    ])
    func `a place that cannot be is refused before anything is made`(_ line: String, _ named: String) async throws {
        let directory = try Program.scratch().path
        let command = try VaultInit.parse(
            Self.words("--vault \(directory)/vault --key-file \(directory)/new/key \(line)")
        )
        do {
            // Should a place be taken after all, nothing is asked of it.
            _ = try await command.keys.make(command.choice, vault: "\(directory)/vault") { _ in "taken" }
            Issue.record("\(line) was taken")
        } catch { #expect("\(error)".contains(named), "\(error)") }
        #expect(!FileManager.default.fileExists(atPath: "\(directory)/new"))
    }
}
