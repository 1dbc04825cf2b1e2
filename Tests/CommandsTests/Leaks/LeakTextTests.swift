import Documents
import Foundation
import Hardening
import Leaks
import LinuxMachine
import Reports
import TestPrograms
import Testing

@testable import Commands

/// How the report is laid out for people, and what it counts.
@Suite struct LeakTextTests {
    private static let key = "sk-proj-" + "q7Zr2KfV9xLbT4mWc8NsY1hJd6PgA3eUo5RiXkE0tBvHyFzC"
    private static let value = "Lm3XvB8nQ1zRt6YwK0pHc5JsD9fGe2Ua"

    private func hunt(_ files: [String: String], _ exclusion: LeakExclusion? = nil) throws -> (LeakHunt, String) {
        let path = try Program.scratch().path
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)")) }
        let hunt = LeakHunt(
            bounds: LeakHunt.Bounds(exclusion: exclusion),
            fingerprint: { bytes in
                let sum = bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
                let digits = String(sum, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }
        )
        hunt.look(at: path)
        return (hunt, path)
    }

    @Test func `what is only guessed comes last, under a heading of its own`() throws {
        let report = LeakReport(try hunt(["a": "token=\(Self.value)\n", "b": "x \(Self.key)\n"]).0)
        #expect(report.secrets.map(\.isCertain) == [true, false])
        let text = report.text()
        let heading = try #require(text.range(of: "By name or place alone"))
        #expect(try #require(text.range(of: "OpenAI")).lowerBound < heading.lowerBound)
        #expect(try #require(text.range(of: "secret value")).lowerBound > heading.lowerBound)
        #expect(report.json.document.contains(#""certain": false"#))
        #expect(!LeakReport(try hunt(["b": "x \(Self.key)\n"]).0).text().contains("alone"))
    }

    @Test func `no line is longer than it is wide but where a path or a place is`() throws {
        let name = String(repeating: "long-", count: 14) + "name"
        let (hunt, path) = try hunt([name: "x \(Self.key)\n"])
        hunt.look(at: "\(path)/absent-\(name)")
        for width in [40, 80] {
            let text = LeakReport(hunt).text(TextStyle(width: width, isColored: false))
            for line in text.split(separator: "\n") where line.count > width { #expect(line.contains(path), "\(line)") }
            #expect(text.contains("\n        "), "what is said of a long place stands below it")
        }
    }

    @Test func `what was left out is counted in every format`() throws {
        let exclusion = try LeakExclusion(["a", "absent"])
        let report = LeakReport(try hunt(["a": Self.key, "b": Self.key], exclusion).0)
        let words = "Left out by --exclude: 0 directories and 1 file. Nothing is meant by: absent."
        #expect(report.text().contains(words + "\n"))
        #expect(report.json.document.contains(#""excluded": {"#) && report.json.document.contains(#""files": 1"#))
        let sarif = report.sarif().document
        #expect(sarif.contains(words) && sarif.contains(#""executionSuccessful": true"#))
        #expect(!LeakReport(try hunt(["a": ""]).0).text().contains("--exclude"))
    }

    @Test func `a key of the vault is named in what to do next, and others are none`() throws {
        let (hunt, _) = try hunt(["a": "x \(Self.key)\n"])
        let fingerprint = try #require(hunt.leaks.first?.fingerprint)
        func next(_ secrets: [String: KnownSecret], isRedacted: Bool = false) -> String {
            var report = LeakReport(hunt, known: KnownSecrets(secrets: secrets))
            report.isRedacted = isRedacted
            return report.text()
        }
        let inForce = next([fingerprint: KnownSecret("claw/models/house", isInForce: true)])
        #expect(inForce.contains("2. sudo nacre vault compromised claw/models/house\n"))
        #expect(!next([fingerprint: KnownSecret("claw/models/house", isInForce: false)]).contains("compromised"))
        #expect(!next([:]).contains("compromised") && next([:]).contains("--redact"))
        #expect(!next([:], isRedacted: true).contains("--redact"))
    }

    @Test func `what is no file is counted as what it is`() throws {
        let hunt = LeakHunt(fingerprint: { _ in "" })
        hunt.lookAtProcesses(.all)
        let text = LeakReport(hunt).text()
        #expect(text.contains(" processes (") && !text.contains(" 0 files"))
        #expect(LeakReport.count(2, "entry of the journal") == "2 entries of the journal")
        #expect(LeakReport.count(1, "process") == "1 process" && LeakReport.count(2, "file") == "2 files")
    }

    @Test func `a weak key in a setting is told in its field, in force, and once`() throws {
        func key(_ value: String, _ file: String) -> PlainKey {
            PlainKey(
                installation: "/a",
                setting: ["gateway", "auth", "token"],
                file: file,
                place: ["gateway", "auth", "token"],
                line: 9,
                value: value
            )
        }
        let (hunt, path) = try hunt(["openclaw.json": "{\"token\": \"\(Self.key)\"}"])
        try #require(hunt.leaks.count == 1)
        for value in ["letmein", Self.key] {
            OpenClawSetting(key(value, "\(path)/openclaw.json"))?.tell(hunt)
        }
        #expect(hunt.leaks.count == 2)
        let report = LeakReport(hunt)
        let weak = try #require(report.secrets.first { $0.id == "openclaw-setting" })
        #expect(weak.masked == "… (7 characters)" && report.standing.state(weak.fingerprint) == "in-force")
        let text = report.text()
        #expect(text.contains("openclaw.json > setting gateway.auth.token:9") && !text.contains("letmein"))
    }
}
