import Controls
import Documents
import Foundation
import Hardening
import Observers
import Testing

/// The configurations of real people, in `NACRE_SAMPLES`/configs, put behind the guard.
///
/// `NACRE_WRITES` names a directory for what was written, so that a real OpenClaw can be asked.
@Suite struct GuardEnrolmentSamplesTests {
    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    @Test(arguments: ["2026.4.23", "2026.6.11", "2026.9.6"])
    func `what is written is accepted, leads to the guard, and changes nothing else`(_ version: String) async throws {
        guard let directory = Self.variable("NACRE_SAMPLES").map({ "\($0)/configs" }) else {
            print("left out: configurations of real people, for NACRE_SAMPLES is not set")
            return
        }
        var counts = (enrolled: 0, entries: 0, refused: 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() {
            let bytes = [UInt8](try #require(FileManager.default.contents(atPath: "\(directory)/\(name)")))
            let bench = MigrationBench(String(decoding: bytes, as: UTF8.self), version: version)
            // One that only talks to a gateway elsewhere has no agents.
            guard let models = try await Observer(bench.bench.surface).models.all().first else { continue }
            let detours = models.uses.filter { $0.kind == .asked }.compactMap { models.detour($0) }
            let choice = GuardEnrolment.Choice(
                accepted: Set((detours + models.routes + models.runtimes).map(\.place)),
                keys: Dictionary(models.uses.compactMap(\.provider).map { ($0, "guard/\($0)") }) { first, _ in first }
            )
            let enrolment = try await bench.enrolment(choice)
            let after: MigrationBench
            do {
                guard enrolment.blockers.isEmpty, !enrolment.entries.isEmpty else { throw Refused() }
                after = try bench.applying(enrolment)
            } catch {
                counts.refused += 1
                if Self.variable("NACRE_WRITES") != nil { print("\(name): \(enrolment.blockers) \(error)") }
                continue
            }
            let path = "\(OpenClawBench.directory)/openclaw.json"
            let written = ConfigurationText(Array(after.file(path).utf8))
            let refusals = written.refusals(notIn: ConfigurationText(bytes), version: version)
            #expect(refusals.isEmpty, "\(version) \(name): \(refusals)")
            let then = try await after.models()
            let enrolled = Set(enrolment.entries.map(\.provider))
            for use in then.uses where use.kind == .asked {
                #expect(then.detour(use) == nil || !enrolled.contains(use.provider ?? ""), "\(name): \(use.setting)")
            }
            let old = Self.leaves(JSONValue(try JSONDocument(bytes).root), [])
            let new = Self.leaves(JSONValue(try JSONDocument(Array(after.file(path).utf8)).root), [])
            for place in Set(old.keys).union(new.keys) where old[place] != new[place] && !Self.mayChange(place, models)
            {
                Issue.record("\(version) \(name): \(place.joined(separator: ".")) changed")
            }
            counts.enrolled += 1
            counts.entries += enrolment.entries.count
            guard let writes = Self.variable("NACRE_WRITES").map({ "\($0)/\(version)" }) else { continue }
            try FileManager.default.createDirectory(atPath: writes, withIntermediateDirectories: true)
            try bench.file(path).write(toFile: "\(writes)/\(name)-before.json", atomically: false, encoding: .utf8)
            try after.file(path).write(toFile: "\(writes)/\(name)-written.json", atomically: false, encoding: .utf8)
        }
        #expect(counts.enrolled > 0)
        print(
            "\(version): agents of \(counts.enrolled) configurations behind the guard by \(counts.entries) providers; "
                + "\(counts.refused) were refused"
        )
    }

    private struct Refused: Error {}

    private static func mayChange(_ place: [String], _ models: InstallationModels) -> Bool {
        if place.first == "models" { return true }
        let known = [
            ["session", "dmScope"], ["tools", "toolSearch"], ["tools", "codeMode"],
            ["diagnostics", "stuckSessionAbortMs"], ["session", "writeLock", "maxHoldMs"],
        ]
        if known.contains(where: { place.starts(with: $0) }) || models.uses.contains(where: { $0.setting == place }) {
            return true
        }
        let agents = models.agents.map(\.place) + [["agents", "defaults"]]
        return agents.contains { place.starts(with: $0 + ["model"]) || place.starts(with: $0 + ["models"]) }
    }

    /// Every value that holds no other, by its place.
    private static func leaves(_ value: JSONValue, _ place: [String]) -> [[String]: JSONValue] {
        switch value {
        case .object(let members) where !members.isEmpty:
            members.reduce(into: [:]) { $0.merge(leaves($1.value, place + [$1.key])) { $1 } }
        case .array(let items) where !items.isEmpty:
            items.enumerated().reduce(into: [:]) { $0.merge(leaves($1.element, place + ["\($1.offset)"])) { $1 } }
        default: [place: value]
        }
    }
}
