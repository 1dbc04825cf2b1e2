import Catalog
import Controls
import Documents
import Hardening
import Testing

/// Versions between two that were looked at, which may not know a setting that a remedy names.
@Suite struct DisputedSettingTests {
    private static func remedies(_ bench: OpenClawBench) async -> [Control.ID: Remedy] {
        let report = Report(bench.controls, on: await bench.snapshot())
        let told = report.outcomes.filter { [.drifted, .unknown].contains($0.finding.verdict) }
        return Dictionary(told.map { ($0.entry.id, $0.remedy) }) { first, _ in first }
    }

    @Test(arguments: ["2026.9.4", "2026.9.5", "2026.7.10", "2026.6.5", "2026.5.20", "2026.4.25", "2026.4.16"])
    func `no command of a remedy makes it unknown whether OpenClaw starts`(_ version: String) async throws {
        let text = "{gateway: {mode: 'local', bind: 'lan', auth: {mode: 'token', token: 'letmein'}}}"
        let bench = OpenClawBench(text, version: version)
        let before = await bench.doubts()
        var tried = 0
        for (control, remedy) in await Self.remedies(bench) {
            for command in remedy.commands {
                guard let place = command.firstRange(of: "openclaw config set ") else { continue }
                let words = command[place.upperBound...].split(separator: " ", maxSplits: 1)
                guard words.count == 2 else { continue }
                let value = words[1].replacing(" --strict-json", with: "").filter { $0 != "'" }
                let node =
                    (try? JSONDocument(Array(String(value).utf8))).map { JSONValue($0.root) } ?? .string(String(value))
                let path = words[0].split(separator: ".").map { JSONPathComponent.key(String($0)) }
                let changed = try JSONDocument(Array(text.utf8)).setting(node, at: path)
                let after = await OpenClawBench(String(decoding: changed, as: UTF8.self), version: version).doubts()
                #expect(after.subtracting(before) == [], "\(control): \(command)")
                tried += 1
            }
        }
        #expect(tried > 3)
    }

    @Test
    func `a setting that may not be known is named with the version that knows it, and others have their command`()
        async
    {
        let bench = OpenClawBench.container("{gateway: {mode: 'local'}}", version: "2026.9.4")
        let remedies = await Self.remedies(bench)
        let updates = remedies["openclaw.disable-node-host-updates"]
        #expect(updates?.commands == [])
        #expect(updates?.text.contains("2026.9.6 knows it") == true, "\(updates?.text ?? "none")")
        let messages = remedies["openclaw.disable-cross-channel-messages"]
        let command = "openclaw config set tools.message.crossContext.allowAcrossProviders false"
        #expect(messages?.commands == ["sudo docker exec claw-gateway \(command)"])
    }

    @Test func `the version to update to is one whose settings are known`() async throws {
        let bench = OpenClawBench("{gateway: {mode: 'local', tools: 1}}", version: "2026.4.19")
        let old = await Self.remedies(bench)["openclaw.run-supported-release"]
        let version = try #require(old?.text.firstMatch(of: /2026\.\d+\.\d+/)).output
        let updated = OpenClawBench("{gateway: {mode: 'local'}}", version: String(version))
        #expect(await updated.doubts() == [])
        let verdicts = await updated.verdicts()
        for id in ["openclaw.disable-node-host-updates", "openclaw.disable-cross-channel-messages"] {
            #expect(verdicts[id] == .drifted, "\(id)")
        }
    }
}
