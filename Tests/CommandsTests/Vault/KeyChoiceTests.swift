import ArgumentParser
import Testing

@testable import Commands

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
    ])
    func `says what is missing`(_ line: String, _ named: String) {
        do {
            _ = try VaultInit.parse(Self.words(line))
            Issue.record("\(line) was taken")
        } catch { #expect(VaultInit.message(for: error).contains(named)) }
    }
}
