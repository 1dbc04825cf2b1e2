import ArgumentParser
import LinuxMachine
import Testing
import Vault

@testable import Commands

/// Where people say that a secret is put.
struct DeliverTests {
    private static func parsed(_ line: String) throws -> VaultDeliver {
        try VaultDeliver.parse(line.split(separator: " ").map(String.init))
    }

    @Test func `a place is what was typed, with the last part of the name where no other is given`() throws {
        let name = try SecretName("mail/password")
        func place(_ line: String) throws -> SecretDelivery.Place {
            try Self.parsed("mail/password \(line)").place.delivery(of: name).place
        }
        #expect(try place("--unit mail") == .unit("mail.service", credential: "password"))
        #expect(try place("--unit mail@one.service --as p") == .unit("mail@one.service", credential: "p"))
        #expect(
            try place("--compose shop --container 5:6")
                == .compose(project: "shop", file: "password", account: 5, group: 6)
        )
        #expect(try place("--env-file /srv/.env --as KEY") == .environment(file: "/srv/.env", variable: "KEY"))
        for line in ["--unit mail.timer", "--unit mail@.service", "--unit a/b", "--env-file .env --as KEY"] {
            #expect(throws: VaultRefusal.self, "\(line)") { try place(line) }
        }
        #expect(throws: ConfigurationError.self) { try place("--compose shop --container root") }
    }

    @Test(arguments: [
        ("a", "Say where to"), ("--unit a", "Name the secret"), ("a --unit u --compose p", "Say where to"),
        ("a --compose p", "--container"), ("a --unit u --container 1:1", "belongs to --compose"),
        ("a --env-file /x", "--as VARIABLE"), ("--list --unit u", "take no place"), ("--again --list", "exclude"),
        ("a --list", "nothing else"), ("a --unit u --withdraw --again", "exclude"),
    ])
    func `says what is missing`(_ line: String, _ named: String) {
        do {
            _ = try Self.parsed(line)
            Issue.record("\(line) was taken")
        } catch { #expect(VaultDeliver.message(for: error).contains(named), "\(VaultDeliver.message(for: error))") }
    }

    @Test(arguments: ["--again", "a --again --restart", "--list", "a --compose p --withdraw", "--at-boot"])
    func `takes what needs no place`(_ line: String) throws { _ = try Self.parsed(line) }
}
