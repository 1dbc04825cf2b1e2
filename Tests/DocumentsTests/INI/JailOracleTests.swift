import MachineTesting
import Documents
import Foundation
import TestPrograms
import Testing

/// Compares with what fail2ban itself makes of its configuration.
@Suite struct JailOracleTests {
    private static let count = 300

    @Test(.enabled(if: Program.isThere("/usr/bin/fail2ban-client")))
    func `reads random overrides as fail2ban does`() async throws {
        let root = try Program.scratch()
        defer { try? FileManager.default.removeItem(at: root) }
        var generator = SeededGenerator(seed: 77)
        var sets: [[(name: String, text: String)]] = []
        for index in 0..<Self.count {
            let directory = root.appending(path: "\(index)/jail.d")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            var files = [
                ("jail.conf", "[INCLUDES]\nbefore = base.conf\n[DEFAULT]\nmaxretry = 5\nfindtime = 10m\n[sshd]\n")
            ]
            files.append(("base.conf", "[DEFAULT]\nbantime = 10m\nlong = 2h\nmaxretry = 9\n"))
            for name in ["jail.d/b.conf", "jail.d/a.conf", "jail.local", "jail.d/a.local"]
            where Bool.random(using: &generator) {
                files.append((name, Self.override(using: &generator)))
            }
            for (name, text) in files { try Data(text.utf8).write(to: root.appending(path: "\(index)/\(name)")) }
            sets.append(files.map { (name: $0.0, text: $0.1) })
        }
        let script = """
            import sys, json, logging
            logging.disable(logging.CRITICAL)
            sys.path.insert(0, "/usr/lib/python3/dist-packages")
            from fail2ban.client.configreader import ConfigReader
            from fail2ban.helpers import *
            for i in range(\(Self.count)):
                r = ConfigReader(basedir="\(root.path())/%d" % i)
                found = {}
                try:
                    assert r.read("jail")
                    for o in ["maxretry", "findtime", "bantime", "ignoreip", "port", "other"]:
                        try: found[o] = r._cfg.get("sshd", o)
                        except Exception as e: pass
                except Exception as e: found = None
                print(json.dumps(found))
            """
        let printed = try await Program.run("/usr/bin/python3", ["-c", script]).output.split(separator: "\n")
        try #require(printed.count == Self.count)
        var compared = 0
        for (files, line) in zip(sets, printed) {
            let theirs = try JSONDecoder().decode([String: String]?.self, from: Data(line.utf8))
            let ours = Self.values(files)
            compared += theirs?.count ?? 0
            #expect(ours == theirs, "\(files.map { "\($0.name): \($0.text)" }.joined(separator: "\n"))")
        }
        #expect(compared > 500, "\(compared)")
    }

    private static func values(_ files: [(name: String, text: String)]) -> [String: String]? {
        func text(_ name: String) -> String? { files.first { $0.name == name }?.text }
        var configuration = JailConfiguration()
        do {
            for name in ["base.conf", "jail.conf", "jail.d/a.conf", "jail.d/b.conf", "jail.local", "jail.d/a.local"] {
                if let text = text(name) { try configuration.read(text, file: name) }
            }
        } catch {
            return nil
        }
        var found: [String: String] = [:]
        for option in ["maxretry", "findtime", "bantime", "ignoreip", "port", "other"] {
            found[option] = configuration.value(option, in: "sshd")
        }
        return found
    }

    private static func override(using generator: inout SeededGenerator) -> String {
        func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }
        var text = pick(["", "# comment\n", "; comment\n\n"])
        for section in ["DEFAULT", "sshd", "other"] where Bool.random(using: &generator) {
            text += "[\(section)]\n"
            for option in ["maxretry", "FindTime", "bantime", "ignoreip", "port", "other"]
            where Bool.random(using: &generator) {
                text += option + pick([" = ", "=", ": ", " : "])
                text += pick([
                    "3", "10m", "%(long)s", "%(bantime)s", "%(nothing)s", "a ; comment", "a;b", "a # b", "100%%",
                    "%(__name__)s",
                    "one\n  two\n\tthree", "%(DEFAULT/maxretry)s", "%(default/maxretry)s", "%(other/port)s",
                    "%(known/maxretry)s", "", "x=y", "[a, b]",
                ])
                text += pick(["\n", "\n\n", "\n# note\n"])
            }
        }
        return text
    }

    @Test func `never traps on random text`() {
        var generator = SeededGenerator(seed: 78)
        let alphabet = Array("a=:[]%()s;# \n\tb1/<>,\"*+-")
        for _ in 0..<4000 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                    alphabet.randomElement(using: &generator) ?? "a"
                }
            )
            var configuration = JailConfiguration()
            guard (try? configuration.read("[s]\n" + text, file: "test")) != nil else { continue }
            for name in ["a", "b", "1"] { _ = configuration.value(name, in: "s") }
            _ = BanDuration.seconds(text)
            _ = BanCall.list(text)
            _ = BanDefinition(configuration, call: [:], jail: [:]).value("a")
        }
    }
}
