import Documents
import Foundation
import Leaks
import LinuxMachine
import Reports
import TestPrograms
import Testing
import Vault

@testable import Commands

/// What is said of finds, and how.
@Suite struct LeakReportTests {
    private static let key = "sk-proj-" + "q7Zr2KfV9xLbT4mWc8NsY1hJd6PgA3eUo5RiXkE0tBvHyFzC"
    private static let other = "sk-proj-" + "Lm3XvB8nQ1zRt6YwK0pHc5JsD9fGe2UaTiO7xNkE4bVhZyMq"

    /// A directory with two keys, an archive that holds one of them, a link, and a file that is named and not there.
    private static func looked() throws -> (report: LeakReport, path: String) {
        let path = try Program.scratch().path
        try Data("first\nKEY=\(key)\n".utf8).write(to: URL(filePath: "\(path)/a [b]{c} %d.env"))
        try Data("KEY=\(key)\nKEY=\(other)\n".utf8).write(to: URL(filePath: "\(path)/z.env"))
        try #require(try Program.wait(for: "/usr/bin/gzip", ["\(path)/z.env"]).status == 0)
        try FileManager.default.createSymbolicLink(atPath: "\(path)/link", withDestinationPath: "/nowhere")
        try Data([0, 0] + Array("KEY=\(key)".utf8) + [0]).write(to: URL(filePath: "\(path)/\(other)"))
        let hunt = LeakHunt(fingerprint: { $0.last == Self.key.utf8.last ? "00000000000000aa" : "00000000000000bb" })
        hunt.look(at: path)
        hunt.look(at: "\(path)/not-there")
        return (LeakReport(hunt), path)
    }

    private static func allowing(_ fingerprint: String, until: String? = nil) throws -> AllowedLeaks {
        let day = until.map { ", until: \($0)" } ?? ""
        return try AllowedLeaks("allowed: {\(fingerprint): {reason: an example\(day)}}")
    }

    @Test func `the text names what was passed over and what to do next`() throws {
        let text = try Self.looked().report.text()
        #expect(text.contains("Looked at were only names, and where links lead, of 1 link.\n"))
        #expect(text.contains("Next:\n    1. revoke"))
        #expect(text.contains("nacre leaks --allow 00000000000000"))
    }

    @Test func `files that were not written since are counted`() throws {
        let path = try Program.scratch().path
        try Data("KEY=\(Self.key)\n".utf8).write(to: URL(filePath: "\(path)/a.env"))
        var bounds = LeakHunt.Bounds()
        bounds.period = LeakPeriod(since: Int(Date().timeIntervalSince1970) + 1000)
        let hunt = LeakHunt(bounds: bounds, fingerprint: { _ in "00000000000000aa" })
        hunt.look(at: path)
        let report = LeakReport(hunt)
        #expect(report.text().contains("Not written since the time that was named, and passed over: 1 file.\n"))
        #expect(report.json.document.contains(#""unchanged": 1"#))
    }

    @Test(arguments: LeakFormat.allCases)
    func `no format shows a secret, not even one that a file is called`(format: LeakFormat) throws {
        let document = try Self.looked().report.rendered(as: format)
        #expect(!document.contains(Self.key) && !document.contains(Self.other))
        #expect(document.contains("00000000000000bb"))
    }

    @Test func `what is allowed is counted apart until its last day is over`() throws {
        let report = try Self.looked().report
        let places = report.secrets.first { $0.fingerprint == "00000000000000aa" }?.places.count ?? 0
        try #require(places == 3 && report.secrets.count == 2)
        let aside = report.setting(aside: try Self.allowing("00000000000000aa", until: "2027-03-31"), on: "2027-03-31")
        #expect(aside.secrets.map(\.fingerprint) == ["00000000000000bb"])
        #expect(aside.text().contains("3 finds are allowed (00000000000000aa): \(LeakCommandLine.text("--allowed"))\n"))
        #expect(aside.counting.count == report.counting.count - 3)
        let json = aside.json.document
        #expect(json.contains(#""reason": "an example""#) && json.contains(#""until": "2027-03-31""#))

        let over = report.setting(aside: try Self.allowing("00000000000000aa", until: "2027-03-31"), on: "2027-04-01")
        #expect(over.secrets.count == 2 && over.aside.allowed.isEmpty)
        #expect(over.text().contains("00000000000000aa was allowed until 2027-03-31, and counts again.\n"))
        let foreign = report.setting(
            aside: try Self.allowing("00000000000000cc", until: "2027-03-31"),
            on: "2027-04-01"
        )
        #expect(foreign.text() == report.text())
    }

    @Test func `SARIF has a rule for each kind, and a result for each place`() throws {
        let (report, path) = try Self.looked()
        let aside = report.setting(aside: try Self.allowing("00000000000000bb"), on: "2027-01-01")
        let document = aside.sarif(at: Timestamp(0)).document
        #expect(!document.contains(Self.key) && !document.contains(Self.other))
        let run = try #require(try JSONDocument(Array(document.utf8), dialect: .json).root["runs"]?[0])
        let rules = run["tool"]?["driver"]?["rules"]?.items ?? []
        #expect(rules.map { $0["id"]?.text } == ["openai-project-key"])
        let results = run["results"]?.items ?? []
        #expect(results.count == report.counting.count)
        for result in results {
            #expect(result["ruleIndex"]?.integer == 0 && result["ruleId"]?.text == "openai-project-key")
            let fingerprint = result["partialFingerprints"]?["secret/v1"]?.text
            #expect((result["suppressions"] != nil) == (fingerprint == "00000000000000bb"))
        }
        func location(_ end: String) -> JSONNode? {
            results.compactMap { $0["locations"]?[0] }.first {
                $0["logicalLocations"]?[0]?["fullyQualifiedName"]?.text?.hasSuffix(end) == true
            }
        }
        let plain = location("%d.env:2")?["physicalLocation"]
        #expect(plain?["artifactLocation"]?["uri"]?.text == "file://\(path)/a%20%5Bb%5D%7Bc%7D%20%25d.env")
        #expect(plain?["region"]?["startLine"]?.integer == 2)
        let packed = location("z.env.gz > gzip:1")?["physicalLocation"]
        #expect(packed?["artifactLocation"]?["uri"]?.text == "file://\(path)/z.env.gz" && packed?["region"] == nil)
        #expect(location(", byte 6")?["physicalLocation"]?["region"]?["byteOffset"]?.integer == 6)
        let invocation = run["invocations"]?[0]
        #expect(invocation?["executionSuccessful"]?.flag == false)
        let notes = invocation?["toolExecutionNotifications"]?.items ?? []
        #expect(notes.map { $0["level"]?.text } == ["error"])
        #expect(notes.first?["message"]?["text"]?.text?.hasPrefix("Not looked at: \(path)/not-there: ") == true)
    }

    @Test(arguments: LeakFormat.allCases)
    func `no format shows a value of the vault that a file is called by`(format: LeakFormat) throws {
        let value = "Zr2KfV9xLbT4mWc8NsY1hJd6"
        let base64 = Data(value.utf8).base64EncodedString()
        let path = try Program.scratch().path
        for name in ["x\(value).txt", "\(base64)", "E\(value)/q"] {
            let url = URL(filePath: "\(path)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data("KEY=\(value)\n".utf8).write(to: url)
        }
        var known = KnownSecrets()
        let fingerprints = LeakFingerprints.system()
        known.add(SecretBytes(Array(value.utf8)), KnownSecret("a/key", isInForce: true), fingerprints, isVaults: true)
        let hunt = LeakHunt(known: known.values, secrets: known.secrets, fingerprint: fingerprints.text(of:))
        hunt.look(at: path)
        let text = known.masked(LeakReport(hunt, known: known).rendered(as: format))
        #expect(!text.contains(value) && !text.contains(base64))
        #expect(text.contains("‹value of the vault›"))
    }
}
