import Foundation
import TestPrograms
import Testing
import Vault

/// What Nacre writes, another implementation reads, and the other way round: docs/vault-format.md.
struct FormatTests {
    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let script = here.appending(path: "vault.py").path
    private static let parts = VaultExample.parts.map { $0.exposed.map { String(format: "%02x", $0) }.joined() }

    @Test("the vector of the format is read as it was written by another program")
    func vector() throws {
        let text = try String(contentsOf: Self.here.appending(path: "vector.hex"), encoding: .utf8)
        let digits = Array(text.filter { $0 != "\n" })
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        let vault = try Vault(bytes, parts: VaultExample.parts)
        #expect(vault.epoch == 7)
        #expect(vault.written == 1_790_000_000)
        #expect(vault.sources.map(\.kind) == ["file", "passphrase"])
        #expect(vault.secrets.keys.sorted().map(\.text) == ["gateway/token", "models/openai"])
        let name = try SecretName("models/openai")
        #expect(vault.secrets[name]?.purpose == "model-key")
        #expect(vault.secrets[name]?.versions.map(\.state) == [.current, .previous, .retired])
        #expect(VaultExample.text(try vault.value(name)) == "not-a-real-key")
        #expect(VaultExample.text(try vault.value(name, version: 2)) == "an earlier one")
        #expect(throws: VaultFailure.valueGone(name: "models/openai", version: 1)) { try vault.value(name, version: 1) }
        #expect(try vault.value(SecretName("gateway/token")).exposed == Array(0...255))
    }

    @Test("the other program reads what is written here", .enabled(if: Self.isPythonThere))
    func isRead() async throws {
        var vault = try VaultExample.vault()
        let directory = try Program.scratch()
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "vault")
        try Data(try vault.write(now: 9)).write(to: file)
        let ended = try await Program.run("/usr/bin/python3", [Self.script, "read", file.path] + Self.parts)
        #expect(ended.status == 0, "\(ended.errors)")
        let read = try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
        #expect(read["epoch"] as? Int == 1)
        #expect(read["written"] as? Int == 9)
        let secrets = try #require(read["secrets"] as? [String: [Any]])
        #expect(Set(secrets.keys) == ["models/openai", "gateway/token"])
        let versions = try #require(secrets["models/openai"]?[1] as? [[Any]])
        #expect(versions.map { $0[0] as? Int } == [2, 1])
        #expect(versions.map { $0[3] as? String } == ["7365636f6e64", "6669727374"])
    }

    @Test("what the other program writes is read here", .enabled(if: Self.isPythonThere))
    func isWritten() async throws {
        let directory = try Program.scratch()
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "vault")
        for trial in 0..<20 {
            var generator = SystemRandomNumberGenerator()
            let values = (0..<trial).map { _ in
                (0..<Int.random(in: 1...300)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            }
            let secrets = Dictionary(
                uniqueKeysWithValues: values.enumerated().map { index, value in
                    (
                        "s/\(index)",
                        ["kind" as Any, [[1, 1, 5, value.map { String(format: "%02x", $0) }.joined()] as [Any]]]
                    )
                }
            )
            let vault: [String: Any] = [
                "id": String(repeating: "ab", count: 16), "epoch": 3, "written": 4,
                "sources": [["file", ["path": "/k"]] as [Any]], "secrets": secrets,
            ]
            let input = try JSONSerialization.data(withJSONObject: vault)
            let ended = try await Program.run(
                "/usr/bin/python3",
                [Self.script, "write", file.path] + Self.parts,
                input: input
            )
            #expect(ended.status == 0, "\(ended.errors)")
            let read = try Vault(Array(try Data(contentsOf: file)), parts: VaultExample.parts)
            #expect(read.secrets.count == trial)
            for (index, value) in values.enumerated() {
                #expect(try read.value(SecretName("s/\(index)")).exposed == value)
            }
        }
    }

    /// With the library that it needs; `make test` installs it.
    private static let isPythonThere: Bool =
        (try? Program.wait(for: "/usr/bin/python3", ["-c", "import cryptography"]).status) == 0
}
