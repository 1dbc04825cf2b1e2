@testable import Guard
import NIOCore
import Testing

@Suite struct VaultKeyTests {
    private static let old = "sk-of-the-vault-the-first-one-0123456789"
    private static let new = "sk-of-the-vault-after-rotation-0123456789"

    /// A stand-in that takes one key, and repeats in its answer what it was told.
    private func upstream(taking key: String) throws -> StandIn {
        try StandIn { request in
            guard request.header("x-api-key") == key else { return StandIn.answer(401) }
            return StandIn.said("fine \(Self.old) \(Self.new)")
        }
    }

    private func top(_ vault: StandInVault) -> String { "vault: \(vault.path)" }

    @Test func theKeyOfTheVaultIsUsedAndKeptIn() async throws {
        let vault = try StandInVault(["guard/one": Self.old])
        let upstream = try upstream(taking: Self.old)
        let live = try await LiveGuard(upstream.port, key: "key: vault:guard/one", top: top(vault))
        let answer = try live.ask()
        #expect(answer.status == 200)
        #expect(answer.text.contains("fine [removed by nacre-guard"))
        #expect(!answer.text.contains(Self.old))
        #expect(vault.questions == [#"{"protocolVersion":1,"provider":"nacre","ids":["guard/one"]}"# + "\n"])
        #expect(!live.lines.joined().contains(Self.old))
        try await live.end()
        vault.end()
    }

    @Test func aRotationCostsNoTurn() async throws {
        let vault = try StandInVault(["guard/one": Self.old])
        let upstream = try upstream(taking: Self.new)
        let live = try await LiveGuard(upstream.port, key: "key: vault:guard/one", top: top(vault))
        vault.rotate("guard/one", to: Self.new)
        let answer = try live.ask()
        #expect(answer.text.contains("fine [removed by nacre-guard"))
        // Neither the old one nor the new one gets out, in the very answer for which it was renewed.
        #expect(!answer.text.contains(Self.old) && !answer.text.contains(Self.new))
        #expect(upstream.requests.map { $0.header("x-api-key") } == [Self.old, Self.new])
        #expect(live.lines.contains { $0.contains("keys-changed") && $0.contains("vault:guard/one") })
        #expect(!live.lines.joined().contains(Self.new))
        _ = try live.ask()
        #expect(upstream.requests.count == 3)
        try await live.end()
        vault.end()
    }

    @Test func theVaultIsAskedOnceInHalfAMinuteForARefusedKey() async throws {
        let vault = try StandInVault(["guard/one": Self.old])
        let upstream = try upstream(taking: Self.new)
        let live = try await LiveGuard(upstream.port, key: "key: vault:guard/one", top: top(vault))
        for _ in 0..<3 {
            let answer = try live.ask()
            #expect(answer.status == 200)
            #expect(answer.text.contains("the guard's key was refused (401)"))
        }
        #expect(vault.questions.count == 2)
        #expect(upstream.requests.count == 3)
        try await live.end()
        vault.end()
    }

    @Test func withoutTheVaultItDoesNotStart() async throws {
        await #expect(throws: Credentials.Failure.self) {
            _ = try await LiveGuard(1, key: "key: vault:guard/one", top: "vault: /tmp/nacre-nowhere")
        }
        let vault = try StandInVault(["guard/other": Self.old])
        do {
            _ = try await LiveGuard(1, key: "key: vault:guard/one", top: top(vault))
            Issue.record("it started")
        } catch { #expect("\(error)".contains("upstreams.one.key: no value of guard/one could be had"), "\(error)") }
    }

    @Test func whenTheVaultIsGoneLaterTheKeysStay() async throws {
        let vault = try StandInVault(["guard/one": Self.old])
        let upstream = try upstream(taking: Self.old)
        let live = try await LiveGuard(upstream.port, key: "key: vault:guard/one", top: top(vault))
        vault.end()
        let outcome = await live.reload(
            LiveGuard.configuration(upstream.port, key: "key: vault:guard/one", top: top(vault))
        )
        #expect(outcome.isTaken)
        #expect(outcome.words.contains("older keys stay in force"))
        #expect(try live.ask().text.contains("fine"))
        let status = String(decoding: StatusReport(service: live.server.service).json, as: UTF8.self)
        #expect(status.contains("\"vault\":\"\(vault.path)"))
        #expect(live.lines.contains { $0.contains("vault-failed") })
        try await live.end()
        vault.end()
    }

    @Test(
        "answers that are none",
        arguments: [
            "[]", "{}", #"{"protocolVersion":2,"values":{"a":"12345678"}}"#, #"{"protocolVersion":1}"#,
            #"{"protocolVersion":1,"values":[]}"#, #"{"protocolVersion":1,"values":{"a":"1","a":"2"}}"#,
            #"{"protocolVersion":1,"values":{"a":"12345678"}} x"#,
        ]
    )
    func noAnswers(text: String) {
        #expect(throws: VaultFault.self) { try VaultExchange.answer(Array(text.utf8), to: ["a"]) }
    }

    @Test func whatNobodyAskedForIsLeftOutAndNoCodeIsTakenAsItIs() throws {
        let text =
            #"{"protocolVersion":1,"values":{"a":"x","b":"","z":"other"},"errors":{"b":{"code":"\u001b[31mX"},"c":{"code":"NOT_FOUND"}}}"#
        let answer = try VaultExchange.answer(Array(text.utf8), to: ["a", "b", "c", "d"])
        #expect(answer.values == ["a": Array("x".utf8)])
        #expect(answer.errors == ["b": "NO_VALUE", "c": "NOT_FOUND", "d": "NO_VALUE"])
    }

    @Test(
        "answers that break off or promise too much",
        arguments: [[0, 0, 0], [0, 0, 0, 9, 0x7B], [0, 0x10, 0, 1], [0, 0, 0, 0], []] as [[UInt8]]
    )
    func damaged(bytes: [UInt8]) throws {
        let vault = try StandInVault([:])
        vault.answer(with: bytes)
        #expect(throws: VaultFault.self) { try VaultSocket(path: vault.path).ask(["a"]) }
    }

    @Test func aVaultThatSaysNothingIsLeftInTime() throws {
        let path = "/tmp/nacre-vault-\(UInt64.random(in: 0...UInt64.max))"
        let silent = try Descriptors.listening(at: path)
        defer { Descriptors.close(silent, path) }
        let start = ContinuousClock.now
        #expect(throws: VaultFault.self) { try VaultSocket(path: path, patience: .milliseconds(300)).ask(["a"]) }
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test(
        "names of the vault",
        arguments: [
            ("guard/anthropic", true), ("a", true), ("/a", false), ("a//b", false),
            ("a/../b", false), ("", false), ("a b", false), ("-a", false),
        ]
    )
    func names(name: String, isOne: Bool) { #expect(VaultExchange.isName(name) == isOne) }
}
