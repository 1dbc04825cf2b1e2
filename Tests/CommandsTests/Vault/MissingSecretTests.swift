import ArgumentParser
import Foundation
import LinuxMachine
import TestPrograms
import Testing
import Vault

@testable import Commands

/// Names that were typed almost right, and what comes after a vault was made.
struct MissingSecretTests {
    @Test func `the name that may have been meant is named, else where names are shown`() throws {
        let names = try ["models/openai", "mail"].map { try SecretName($0) }
        func refusal(_ name: String) throws -> String {
            MissingSecret.refusal(try SecretName(name), among: names, "sudo nacre vault list").description
        }
        #expect(try refusal("models/opnai") == "there is no secret models/opnai; did you mean models/openai?")
        #expect(
            try refusal("nothing/like-it") == "there is no secret nothing/like-it; sudo nacre vault list shows them"
        )
        let undelivered = MissingSecret.undelivered(try SecretName("mial"), among: names)
        #expect(undelivered.description == "nothing is delivered of mial; did you mean mail?")
    }

    @Test func `commands that read a secret say so`() async throws {
        let folder = try Program.scratch().path
        let place = ["--vault", "\(folder)/v"]
        let choice = try VaultChoice.parse(place)
        let store = try choice.store(for: "init")
        var key = try KeyFile("\(folder)/key")
        try await key.make()
        let parts = [try await key.part()]
        var vault = try Vault(keptBy: [key.source], parts: parts)
        try vault.set(try SecretName("models/openai"), to: SecretBytes(Array("x".utf8)), now: 1)
        try store.create(vault, now: 1)
        func said(_ work: () async throws -> Void) async -> String {
            do { try await work() } catch { return "\(error)" }
            return ""
        }
        let history = await said { try await VaultHistory.parse(["models/openia"] + place).run() }
        let remove = await said { try await VaultRemove.parse(["models/openia"] + place).run() }
        for text in [history, remove] {
            #expect(text == "there is no secret models/openia; did you mean models/openai?")
        }
    }

    @Test func `after a vault was made, what comes next is named`() throws {
        let own = VaultInit.next(try VaultChoice.parse([]))
        #expect(own.contains("    sudo nacre secrets migrate --dry-run\n"))
        #expect(own.contains("    sudo nacre vault set models/openai\n"))
        let other = VaultInit.next(try VaultChoice.parse(["--vault", "/srv/v"]))
        #expect(other.contains("    nacre vault set models/openai --vault /srv/v\n") && !other.contains("migrate"))
    }
}
