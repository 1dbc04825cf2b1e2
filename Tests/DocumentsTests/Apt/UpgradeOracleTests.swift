import MachineTesting
import Documents
import Foundation
import TestPrograms
import Testing

/// Compares with the functions of the installed unattended-upgrades and of python-apt.
@Suite struct UpgradeOracleTests {
    private static let isThere = Program.isThere("/usr/bin/unattended-upgrade")

    private struct Question: Codable {
        let pattern: String
        let isLegacy: Bool
        let archive: [String: String]
    }

    @Test(.enabled(if: isThere))
    func `matches random origin patterns as unattended-upgrades does`() async throws {
        var generator = SeededGenerator(seed: 5)
        var questions: [Question] = []
        for index in 0..<4000 { questions.append(Self.question(isLegacy: index % 5 == 0, using: &generator)) }
        let script = """
            import sys, json, importlib.machinery, importlib.util, types, logging
            logging.disable(logging.CRITICAL)
            loader = importlib.machinery.SourceFileLoader("uu", "/usr/bin/unattended-upgrade")
            uu = importlib.util.module_from_spec(importlib.util.spec_from_loader("uu", loader))
            loader.exec_module(uu)
            uu.DISTRO_ID, uu.DISTRO_CODENAME = "Debian", "bookworm"
            for q in json.load(sys.stdin):
                uu.apt_pkg.config.clear("Unattended-Upgrade")
                kind = "Allowed-Origins" if q["isLegacy"] else "Origins-Pattern"
                uu.apt_pkg.config.set("Unattended-Upgrade::" + kind + "::", q["pattern"])
                try:
                    allowed = uu.get_allowed_origins()
                    print(uu.match_whitelist_string(allowed[0], types.SimpleNamespace(**q["archive"])))
                except Exception as e:
                    print("refused")
            """
        let answers = try await Program.run(
            "/usr/bin/python3",
            ["-c", script],
            input: try JSONEncoder().encode(questions)
        ).output.split(separator: "\n")
        try #require(answers.count == questions.count)
        var yes = 0
        for (question, answer) in zip(questions, answers) {
            let ours = Self.answer(question)
            if ours == "True" { yes += 1 }
            #expect(ours == answer, "\(question)")
        }
        #expect(yes > 100, "some match: \(yes)")
    }

    private static func answer(_ question: Question) -> String {
        do {
            let entry = question.isLegacy ? try OriginPattern.legacy(question.pattern) : question.pattern
            let pattern = try OriginPattern(entry, identifier: "Debian", codename: "bookworm")
            func part(_ name: String) -> String { question.archive[name] ?? "" }
            let archive = OriginPattern.Archive(
                origin: part("origin"),
                label: part("label"),
                archive: part("archive"),
                codename: part("codename"),
                component: part("component"),
                site: part("site")
            )
            return pattern.matches(archive) ? "True" : "False"
        } catch {
            return "refused"
        }
    }

    private static func question(isLegacy: Bool, using generator: inout SeededGenerator) -> Question {
        func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }
        let values = [
            "Debian", "Debian-Security", "Docker", "bookworm", "bookworm-security", "stable-security", "main",
            "updates/main", "a,b",
            "download.docker.com", "", "d]b", "x!y", "a:b", "debian",
        ]
        let globs =
            values + [
                "${distro_id}", "$distro_codename", "${distro_codename}-security", "*", "?ebian", "[Dd]ebian", "[!x]*",
                "b*", "*-security",
                "[", "[]", "d[]]b", "[a-", "x[!]]y", "a\\,b", "${nothing}", "$$", "$", "*e*e*", "[a-c][!a-c]*",
                "[c-a]*", " main ",
            ]
        var archive: [String: String] = [:]
        for name in ["origin", "label", "archive", "codename", "component", "site"] { archive[name] = pick(values) }
        if isLegacy {
            let separator = pick([":", ":", " ", "  ", "\\:", ",", ""])
            return Question(pattern: pick(globs) + separator + pick(globs), isLegacy: true, archive: archive)
        }
        let keywords = [
            "o", "origin", "l", "label", "a", "suite", "archive", "c", "component", "site", "n", "codename", "x", "",
        ]
        var conditions: [String] = []
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            let keyword = pick(Array(keywords.prefix(Int.random(in: 0..<8, using: &generator) == 0 ? 14 : 12)))
            conditions.append(keyword + pick(["=", "=", "=", " = "]) + pick(globs))
        }
        return Question(pattern: conditions.joined(separator: pick([",", ", "])), isLegacy: false, archive: archive)
    }

    @Test(.enabled(if: isThere))
    func `orders random versions as apt and dpkg do`() async throws {
        var generator = SeededGenerator(seed: 3)
        var pairs: [[String]] = []
        for _ in 0..<5000 { pairs.append([Self.version(using: &generator), Self.version(using: &generator)]) }
        let script = """
            import sys, json, apt_pkg
            apt_pkg.init_system()
            for a, b in json.load(sys.stdin): print((lambda c: (c > 0) - (c < 0))(apt_pkg.version_compare(a, b)))
            """
        let answers = try await Program.run(
            "/usr/bin/python3",
            ["-c", script],
            input: try JSONEncoder().encode(pairs)
        ).output.split(separator: "\n")
        try #require(answers.count == pairs.count)
        for (pair, answer) in zip(pairs, answers) {
            let (left, right) = (DebianVersion(pair[0]), DebianVersion(pair[1]))
            #expect((left < right ? "-1" : left > right ? "1" : "0") == answer, "\(pair)")
        }
        let some = Array(pairs.prefix(400))
        let list = some.map { $0.joined(separator: " ") + "\n" }.joined()
        let loop = "while read a b; do dpkg --compare-versions $a lt $b && echo yes || echo no; done"
        let lines = try await Program.run("/bin/sh", ["-c", loop], input: Data(list.utf8)).output.split(separator: "\n")
        try #require(lines.count == some.count)
        for (pair, line) in zip(some, lines) {
            #expect((DebianVersion(pair[0]) < DebianVersion(pair[1])) == (line == "yes"), "\(pair)")
        }
    }

    private static func version(using generator: inout SeededGenerator) -> String {
        var text = ["", "", "", "1:", "0:", "2:"].randomElement(using: &generator) ?? ""
        let parts = ["1", "0", "00", "10", ".", "+", "~", "a", "rc", "Z", "deb12u1", "~bpo12+1", ".0", "2"]
        text += "1"
        for _ in 0..<Int.random(in: 0...4, using: &generator) { text += parts.randomElement(using: &generator) ?? "" }
        if Bool.random(using: &generator) {
            text += "-" + (["1", "0", "1~deb12u1", "1+b1", "0ubuntu1", "01"].randomElement(using: &generator) ?? "")
        }
        return text
    }
}
