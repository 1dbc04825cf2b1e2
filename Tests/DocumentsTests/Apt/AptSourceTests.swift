import MachineTesting
import Documents
import Foundation
import TestPrograms
import Testing

@Suite struct AptSourceTests {
    @Test(.enabled(if: Program.isThere("/usr/bin/apt-get")))
    func `names the lists of random archives as apt does`() async throws {
        let root = try Program.scratch()
        defer { try? FileManager.default.removeItem(at: root) }
        var generator = SeededGenerator(seed: 31)
        var compared = 0
        for index in 0..<30 {
            let directory = root.appending(path: "\(index)")
            for name in ["parts", "lists/partial"] {
                let made = directory.appending(path: name)
                try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
            }
            let (lines, stanzas) = (Self.lines(using: &generator), Self.stanzas(using: &generator))
            try Data(lines.utf8).write(to: directory.appending(path: "parts/a.list"))
            try Data(stanzas.utf8).write(to: directory.appending(path: "parts/b.sources"))
            let options = [
                "-o", "Dir::Etc::sourcelist=/dev/null", "-o", "Dir::Etc::sourceparts=\(directory.path())/parts",
                "-o", "Dir::State::lists=\(directory.path())/lists", "update", "--print-uris",
            ]
            let printed = try await Program.run("/usr/bin/apt-get", options).output
            let names = printed.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst().first }
            // Of sources alone apt fetches the release file too, and no list of packages.
            let theirs = names.filter { $0.hasSuffix("InRelease") }.map { String($0.dropLast("InRelease".count)) }
                .filter { prefix in names.contains { $0.hasPrefix(prefix) && $0.hasSuffix("Packages") } }
            let ours = (AptSource.lines(lines) + AptSource.stanzas(stanzas)).map(\.listPrefix)
            #expect(Set(ours) == Set(theirs), "\(lines)\n\(stanzas)")
            compared += theirs.count
        }
        #expect(compared > 40, "\(compared)")
    }

    private static func address(using generator: inout SeededGenerator) -> String {
        let choices = [
            "http://deb.debian.org/debian", "https://download.docker.com/linux/debian/", "http://a.example/x_y/z~1",
            "https://deb.nodesource.com/node_20.x", "http://user:word@b.example:8080/deb", "https://c.example",
        ]
        return choices.randomElement(using: &generator) ?? choices[0]
    }

    private static func lines(using generator: inout SeededGenerator) -> String {
        var text = "# ours\n"
        for index in 0..<Int.random(in: 0...3, using: &generator) {
            let kind = ["deb", "deb-src", "#deb", "deb [arch=amd64]", "deb [ arch=amd64 trusted=yes ]"]
            let suite =
                ["stable", "bookworm/updates", "any-version", "flat/"].randomElement(using: &generator) ?? "stable"
            text += "\(kind.randomElement(using: &generator) ?? "deb") \(address(using: &generator))/\(index) \(suite)"
            text += suite.hasSuffix("/") ? "\n" : " main contrib # the end\n"
        }
        return text
    }

    private static func stanzas(using generator: inout SeededGenerator) -> String {
        (3..<3 + Int.random(in: 0...3, using: &generator)).map { index in
            let enabled = ["", "Enabled: yes\n", "Enabled: no\n"].randomElement(using: &generator) ?? ""
            let types = ["deb", "deb deb-src", "deb-src"].randomElement(using: &generator) ?? "deb"
            return "# note\nTypes: \(types)\nURIs: \(address(using: &generator))/\(index)\nsuites: one\n two\n"
                + "\(enabled)Components: main\n"
        }.joined(separator: "\n")
    }

    @Test func `never traps on random text`() {
        var generator = SeededGenerator(seed: 32)
        let alphabet = Array("deb [x] http://a/ \n:#Types: URIs: é\t")
        for _ in 0..<3000 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                    alphabet.randomElement(using: &generator) ?? "a"
                }
            )
            for source in AptSource.lines("deb " + text) + AptSource.stanzas("Types: deb\n" + text) {
                _ = source.listPrefix
            }
        }
    }
}
