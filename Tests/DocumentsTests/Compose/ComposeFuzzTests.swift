import Foundation
import TestPrograms
import Testing

@testable import Documents

@Suite struct ComposeFuzzTests {
    private static func hardened(_ text: String) throws(SyntaxError) -> String {
        var compose = try ComposeText(text)
        try compose.publishOnLoopback("gateway")
        try compose.remove(from: "volumes", of: "gateway") { $0.text?.hasPrefix("/var/run/docker.sock") == true }
        try compose.remove(from: "security_opt", of: "gateway") { $0.text == "seccomp:unconfined" }
        try compose.remove(from: "cap_add", of: "gateway") { $0.text == "SYS_ADMIN" }
        try compose.set("1000:1000", at: ["user"], of: "gateway")
        try compose.set("2048m", at: ["mem_limit"], of: "gateway")
        try compose.set(["CMD", "node", "-e", "fetch('x') // \"y\""], at: ["healthcheck", "test"], of: "gateway")
        try compose.setVariable("NODE_OPTIONS", "--max-old-space-size=1536", of: "gateway")
        return compose.text
    }

    @Test func `random files come out stricter, with all other lines, and need nothing a second time`() throws {
        for seed in UInt64(0)..<60 {
            var dice = ComposeDice(seed: seed)
            let text = dice.file()
            let edited = try Self.hardened(text)
            #expect(try Self.hardened(edited) == edited, "seed \(seed)")
            let root = try YAMLDocument(edited).root
            let gateway = try #require(root["services"]?["gateway"])
            let ports = (gateway["ports"]?.items ?? []).compactMap(\.text)
            #expect(ports.allSatisfy { $0.hasPrefix("127.0.0.1:") }, "seed \(seed)")
            #expect(!(gateway["volumes"]?.items ?? []).contains { $0.text?.contains("docker.sock") == true })
            #expect(gateway["user"]?.text == "1000:1000" && gateway["mem_limit"]?.text == "2048m", "seed \(seed)")
            let before = try YAMLDocument(text).root
            #expect(
                YAMLValue(try #require(before["services"]?["other"]))
                    == root["services"]?["other"].map { YAMLValue($0) }
            )
            // Lines that say nothing of what was asked for are all there, in their order.
            let touched = [
                "18789", "P:-1", "0.0.0.0", "[::]", "docker.sock", "seccomp", "SYS_ADMIN", "user", "NODE", "# next",
            ]
            let lists = ["ports:", "volumes:", "security_opt:", "cap_add:"]
            func rest(_ text: String) -> [Substring] {
                text.split(separator: /\r?\n/).filter { line in !(touched + lists).contains { line.contains($0) } }
            }
            var remaining = rest(edited)[...]
            for line in rest(text) {
                guard let index = remaining.firstIndex(of: line) else {
                    Issue.record("seed \(seed) lost \(line)")
                    break
                }
                remaining = remaining[(index + 1)...]
            }
        }
    }

    @Test func `broken files are refused or changed, and never trap`() {
        var changed = 0
        for seed in UInt64(0)..<200 {
            var dice = ComposeDice(seed: seed)
            var bytes = Array(dice.file().utf8)
            for _ in 0...dice.number(4) {
                let place = dice.number(bytes.count)
                switch dice.number(3) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(UInt8(dice.number(128)), at: place)
                default: bytes[place] = Array(" \n:-[]{}&*!|>'\"#".utf8)[dice.number(16)]
                }
                if bytes.isEmpty { bytes = [10] }
            }
            if (try? Self.hardened(String(decoding: bytes, as: UTF8.self))) != nil { changed += 1 }
        }
        #expect(changed > 20)
    }

    /// Another parser must read the edited file as it reads what was asked for, written in another way.
    @Test(.enabled(if: Program.isThere("/usr/bin/python3")))
    func `Python's parser reads the same in what was edited`() async throws {
        var pairs: [[String]] = []
        for seed in UInt64(1000)..<1040 {
            var dice = ComposeDice(seed: seed)
            let edited = try Self.hardened(dice.file())
            pairs.append([edited, YAMLValue(try YAMLDocument(edited).root).flow])
        }
        let script = """
            import json, sys
            try:
                import yaml
            except ImportError:
                print("absent"); sys.exit()
            print(sum(yaml.safe_load(a) == yaml.safe_load(b) for a, b in json.load(sys.stdin)))
            """
        let input = try JSONSerialization.data(withJSONObject: pairs)
        let answer = try await Program.run("/usr/bin/python3", ["-c", script], input: input).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(answer == "40" || answer == "absent")
    }
}
