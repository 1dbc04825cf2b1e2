import Catalog
import Controls
import Documents
import Foundation
import Hardening
import Observers
import Testing

/// What the remedies write, in every version that was looked at: accepted there, and enough.
///
/// Each setting that can drift stands alone in a configuration; where `NACRE_SAMPLES` names a directory, the
/// configurations of real people in its configs/ come besides. `NACRE_VERSIONS` names versions, with commas between them,
/// or is `all`; where it is not set, two are tried. `NACRE_WRITES` names a directory for what was there and what was
/// written, so that a real OpenClaw can be asked: scripts/mutate-configurations --ask.
@Suite struct WriteOracleTests {
    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    private static let versions: [String] =
        switch variable("NACRE_VERSIONS") {
        case nil: ["2026.4.23", "2026.9.6"]
        case "all": ConfigurationText.versions
        case let list?: list.split(separator: ",").map(String.init)
        }

    /// One setting each, in the smallest configuration that has a place for it.
    private static let alone: [String] = OpenClawRandomTests.settings.flatMap { path, values in
        values.compactMap { value -> String? in
            let keys = path.split(separator: ".").map(String.init)
            let bases = ["{gateway: {mode: 'local'}}", "{agents: {list: [{id: 'main'}]}}"]
            guard let base = try? JSONDocument(Array(bases[keys.starts(with: ["agents", "list"]) ? 1 : 0].utf8)),
                let node = try? JSONDocument(Array(value.utf8)).root,
                let bytes = try? base.setting(
                    JSONValue(node),
                    at: keys.map { Int($0).map { .index($0) } ?? .key($0) }
                )
            else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static let samples: [String] = {
        guard let directory = variable("NACRE_SAMPLES").map({ "\($0)/configs" }),
            let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
        else { return [] }
        return names.sorted().compactMap { name in
            FileManager.default.contents(atPath: "\(directory)/\(name)").map { String(decoding: $0, as: UTF8.self) }
        }
    }()

    @Test(arguments: versions)
    func `what a plan writes is accepted, and is what the control wants`(_ version: String) async throws {
        var writes = 0
        var kept: Set<String> = []
        let step = Self.variable("NACRE_VERSIONS") == nil ? 9 : 1
        let all = Self.alone + Self.samples
        for (index, text) in all.enumerated() where index.isMultiple(of: step) {
            let before = ConfigurationText(Array(text.utf8))
            var bench = OpenClawBench(text, version: version)
            let doubtful = await bench.doubts()
            let (plan, demands) = try await bench.plan()
            bench.put(plan)
            guard bench.text() != text else { continue }
            writes += 1
            let after = ConfigurationText(Array(bench.text().utf8))
            let refusals = after.refusals(notIn: before, version: version)
            #expect(refusals.isEmpty, "\(version)\n\(text)\n→\n\(bench.text())")
            let doubts = await bench.doubts().subtracting(doubtful)
            #expect(doubts.isEmpty, "\(version)\n\(text)\n→\n\(bench.text())")
            let verdicts = await bench.verdicts()
            let finished = Set(demands.amendments.map(\.control)).subtracting(demands.advice.map(\.control))
            for control in finished.sorted() where verdicts[control] != .compliant {
                let verdict = verdicts[control]
                #expect(verdict == .notApplicable, "\(version): \(control)\n\(text)\n→\n\(bench.text())")
            }
            kept.formUnion(finished)
            guard let directory = Self.variable("NACRE_WRITES").map({ "\($0)/\(version)" }) else { continue }
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try text.write(toFile: "\(directory)/\(index)-before.json", atomically: false, encoding: .utf8)
            try bench.text().write(toFile: "\(directory)/\(index)-written.json", atomically: false, encoding: .utf8)
        }
        #expect(writes > 0)
        print("\(version): \(writes) configurations written, by \(kept.count) controls")
    }
}
