import ArgumentParser
import Foundation
import Hardening
import Leaks
import TestPrograms
import Testing
import Vault

@testable import Commands
@testable import LinuxMachine

/// What is told of known values every day.
@Suite struct LeakWatchTests {
    private static let value = "Zr2KfV9xLbT4mWc8NsY1hJd6"
    private static let other = "pA3eUo5RiXkE0tBvHyFzC9qL"
    private static let shaped = "sk-proj-" + "Lm3XvB8nQ1zRt6YwK0pHc5JsD9fGe2UaTiO7xNkE4bVhZyMq"
    private static let fingerprints = LeakFingerprints.system()
    private static let now = Int(Date().timeIntervalSince1970)

    private static func key(_ text: String, in file: String, row: Row? = nil) -> PlainKey {
        PlainKey(
            installation: "/o",
            setting: ["models", "apiKey"],
            file: file,
            place: ["models", "apiKey"],
            line: 1,
            value: text,
            row: row
        )
    }

    /// A vault with one value, and a configuration with another.
    private static func watch(_ keys: [PlainKey] = [], copies: [String] = [], doubts: [String] = []) -> LeakWatch {
        var known = KnownSecrets()
        let secret = KnownSecret("openai", isInForce: true)
        known.add(SecretBytes(Array(value.utf8)), secret, fingerprints, isVaults: true)
        var configured = ConfiguredSecrets()
        let all = InstallationKeys(installation: "/o", keys: keys, copies: copies, doubts: doubts)
        configured.take([all], into: &known, fingerprints)
        return LeakWatch(known, configured, fingerprints)
    }

    private static func write(_ path: String, _ text: String) throws {
        try Data("x \(text) y\n".utf8).write(to: URL(filePath: path))
    }

    private static func look(
        _ watch: LeakWatch,
        _ scratch: String,
        allowing allowed: AllowedLeaks = AllowedLeaks(),
        now: Int = now,
        missing: [(String, String)] = []
    ) async throws -> LeakWatch.Outcome {
        let file = LeakMarkFile("\(scratch)/state/mark", owner: geteuid())
        let outcome = try await watch.look(file, allowing: allowed, now: now) { hunt in
            hunt.look(at: "\(scratch)/places")
            for (place, why) in missing { hunt.leaveOut(place, why) }
        }
        let text = watch.text(outcome)
        for secret in [value, other, shaped] { #expect(!text.contains(secret) && !text.contains(secret.prefix(8))) }
        return outcome
    }

    private static func places() throws -> String {
        let scratch = try Program.scratch().path
        try FileManager.default.createDirectory(atPath: "\(scratch)/places", withIntermediateDirectories: true)
        return scratch
    }

    @Test func `what lies about is told until it lies there no longer, and guesses are not told`() async throws {
        let scratch = try Self.places()
        try Self.write("\(scratch)/places/log", Self.value)
        try Self.write("\(scratch)/places/guess", Self.shaped)
        // A later look at files that nobody touched: they are older than the mark.
        let later = Self.now + 1000
        for now in [Self.now, later, later + 1000] {
            let outcome = try await Self.look(Self.watch(), scratch, now: now)
            #expect(outcome.status == 1 && outcome.found.count == 1)
            #expect(outcome.found.first?.leaks.map(\.place.source) == ["\(scratch)/places/log"])
            // Within the time to spare, everything is looked at once more.
            #expect(outcome.files == (now <= later ? 2 : 1))
            let text = Self.watch().text(outcome)
            #expect(text.contains("In force: openai of the vault"))
            // Every command can be copied as it stands.
            let fingerprint = try #require(outcome.found.first?.fingerprint)
            #expect(text.contains("    sudo nacre vault compromised openai\n"))
            #expect(text.contains("    sudo nacre leaks --allow \(fingerprint) --reason \"…\"\n"))
            #expect(text.contains(" in the places of OpenClaw, in histories of shells and in the journal: "))
        }
        try Self.write("\(scratch)/places/log", "taken out")
        let clean = try await Self.look(Self.watch(), scratch, now: later + 2000)
        #expect(clean.status == 0 && clean.found.isEmpty && clean.since == later + 1000)
        #expect(Self.watch().text(clean).contains("None of them was found there where it should not be."))
        let last = try await Self.look(Self.watch(), scratch, now: later + 3000)
        #expect(last.status == 0 && last.files == 0)
    }

    @Test func `a value that is new is looked for in all there is`() async throws {
        let scratch = try Self.places()
        try Self.write("\(scratch)/places/log", Self.other)
        #expect(try await Self.look(Self.watch(), scratch, now: Self.now + 1000).status == 0)
        let unchanged = try await Self.look(Self.watch(), scratch, now: Self.now + 1500)
        #expect(unchanged.files == 0)
        let watch = Self.watch([Self.key(Self.other, in: "/o/openclaw.json")])
        let outcome = try await Self.look(watch, scratch, now: Self.now + 2000)
        #expect(outcome.status == 1 && outcome.since == nil)
        #expect(watch.text(outcome).contains("In force: models.apiKey, which stands in /o/openclaw.json"))
    }

    @Test func `a value is at home where it is used, and a vault's in no copy`() async throws {
        let scratch = try Self.places()
        let file = "\(scratch)/places/openclaw.json"
        for name in [file, file + ".bak"] { try Self.write(name, Self.other) }
        try Self.write("\(scratch)/places/models.json", Self.other)
        let key = Self.key(Self.other, in: file)
        let models = "\(scratch)/places/models.json"
        #expect(try await Self.look(Self.watch([key], copies: [models]), scratch).status == 0)
        let without = try await Self.look(Self.watch([key]), try Self.places())
        #expect(without.status == 0)
        let strange = try Self.places()
        for name in ["openclaw.json", "models.json"] { try Self.write("\(strange)/places/\(name)", Self.other) }
        let told = try await Self.look(
            Self.watch([Self.key(Self.other, in: "\(strange)/places/openclaw.json")]),
            strange
        )
        #expect(told.found.first?.leaks.map(\.place.source) == ["\(strange)/places/models.json"])
        // The same of a value that the vault keeps: the configuration is where it is used, a copy is not.
        let kept = try Self.places()
        for name in ["openclaw.json", "openclaw.json.bak"] { try Self.write("\(kept)/places/\(name)", Self.value) }
        let both = Self.watch([Self.key(Self.value, in: "\(kept)/places/openclaw.json")])
        let copy = try await Self.look(both, kept)
        #expect(copy.found.first?.leaks.map(\.place.source) == ["\(kept)/places/openclaw.json.bak"])
    }

    @Test func `a login's table is its home, and another table is not`() {
        var homes = SecretHomes()
        let row = Row("/o/a.sqlite", table: "auth", keyColumn: "k", key: "p", valueColumn: "v")
        homes.add(Self.key(Self.other, in: "/o/a.sqlite", row: row), copies: [])
        #expect(homes.include("/o/a.sqlite", ["table auth, row 1, v"], withCopies: false))
        #expect(homes.include("/o/a.sqlite", ["page 3, deleted"], withCopies: false))
        #expect(homes.include("/o/a.sqlite-wal", [], withCopies: false))
        #expect(!homes.include("/o/a.sqlite", ["table authors, row 1, v"], withCopies: false))
        #expect(!homes.include("/o/a.sqlite", ["table events, row 1, v"], withCopies: false))
        #expect(!homes.include("/o/b.sqlite", ["table auth, row 1, v"], withCopies: false))
    }

    @Test func `what could not be looked at is a failure, once where it stays so`() async throws {
        let scratch = try Self.places()
        let elsewhere = [("container x, its log", "the driver syslog sends it elsewhere")]
        #expect(try await Self.look(Self.watch(), scratch, missing: elsewhere).status == 3)
        let again = try await Self.look(Self.watch(), scratch, now: Self.now + 1000, missing: elsewhere)
        #expect(again.status == 0)
        #expect(Self.watch().text(again).contains("Not looked at, as was told before:\n    container x, its log"))
        for now in [2000, 3000] {
            let outcome = try await Self.look(
                Self.watch(),
                scratch,
                now: Self.now + now,
                missing: [("the journal", "journalctl ended with status 1")]
            )
            #expect(outcome.status == 3)
        }
        #expect(try await Self.look(Self.watch(doubts: ["it is damaged"]), scratch).status == 3)
    }

    @Test func `a vault that a person has to open is said and fails, and none is neither`() async throws {
        let scratch = try Self.places()
        var known = KnownSecrets()
        let none = LeakWatch(known, ConfiguredSecrets(), Self.fingerprints)
        let outcome = try await Self.look(none, scratch)
        #expect(outcome.status == 0 && none.text(outcome).hasPrefix("There is no value to look for"))
        known.leaveOut("the vault's values", "they were not looked for: it opens by a passphrase")
        let closed = LeakWatch(known, ConfiguredSecrets(), Self.fingerprints)
        let told = try await Self.look(closed, scratch)
        #expect(told.status == 3 && closed.text(told).contains("the vault's values: they were not looked for"))
    }

    @Test func `what is allowed is counted, and lies there`() async throws {
        let scratch = try Self.places()
        try Self.write("\(scratch)/places/log", Self.value)
        let fingerprint = Self.fingerprints.text(of: Array(Self.value.utf8))
        let allowed = try AllowedLeaks("allowed: {\(fingerprint): {reason: an example}}")
        let outcome = try await Self.look(Self.watch(), scratch, allowing: allowed)
        #expect(outcome.status == 0 && outcome.allowed == 1)
    }

    @Test(
        arguments: [(0, 0, 0), (0, 1, 1), (0, 3, 3), (1, 0, 1), (1, 3, 1), (3, 1, 1), (3, 0, 3), (4, 1, 4)]
            as [(Int32, Int32, Int32)]
    )
    func `drift ends with what weighs more`(_ compared: Int32, _ found: Int32, _ status: Int32) async throws {
        #expect(try await DriftCommand.told(ExitCode(compared)) { found } == ExitCode(status))
    }

    @Test func `an error of the comparing is told after the look`() async {
        var isLooked = false
        await #expect(throws: ConfigurationError.self) {
            try await DriftCommand.told(ConfigurationError("no")) {
                isLooked = true
                return 0
            }
        }
        #expect(isLooked)
    }

    @Test(
        arguments: [
            ("last", true), ("2026-11-30", true), ("2026-11-30 08:00", true), ("2026-11-30T08:00:59", true),
            ("2026-02-31", false), ("2026-11-30 25:00", false), ("yesterday", false), ("", false), ("26-11-30", false),
            ("2026-11-30 08:00 UTC", false),
        ]
    )
    func `a time is a day with or without an hour, or the last look`(_ text: String, _ isTaken: Bool) {
        #expect((LeakSince(argument: text) != nil) == isTaken)
    }
}
