import Catalog
import Controls
import Hardening
import Reports
import Testing

@testable import Commands

/// Secrets that are planted in every place, and looked for in every format.
@Suite struct CanaryTests {
    private func audited(_ seed: UInt64, sanitizer: Sanitizer) async -> (ReportModel, [Canary]) {
        var generator = SplitMix(state: seed)
        var canaries: [Canary] = []
        let machine = PlantedMachine {
            canaries.append(Canary(using: &generator))
            return canaries.last?.text ?? ""
        }
        let controls = ControlList.controls(for: .standalone)
        let snapshot = await machine.snapshot(of: Set(controls.flatMap(\.resources)))
        let report = Report(controls, on: snapshot)
        return (ReportModel(report, of: "test", at: 0, version: "0.0.0", sanitizer: sanitizer), canaries)
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `no secret shows up in any format`(_ seed: UInt64) async {
        let (model, canaries) = await audited(seed, sanitizer: .report)
        for format in ReportFormat.allCases {
            let output = model.rendered(as: format, style: .plain)
            for (index, canary) in canaries.enumerated() where canary.isSeen(in: output) {
                Issue.record("secret \(index) in \(format)")
            }
        }
    }

    @Test func `records hold no secrets in the first place, so that none depends on being recognized`() async {
        let (model, canaries) = await audited(99, sanitizer: Sanitizer { $0 })
        for row in model.rows {
            for sight in row.evidence {
                let text = "\(sight.resource) \(sight.found) \(sight.expected) \(sight.file ?? "")"
                if canaries.contains(where: { $0.isSeen(in: text) }) { Issue.record("\(row.entry): \(text)") }
            }
            if canaries.contains(where: { $0.isSeen(in: row.reason ?? "") }) { Issue.record("\(row.entry)") }
        }
    }

    @Test func `each kind of place with a secret is reported`() async {
        let (model, _) = await audited(7, sanitizer: .report)
        let drifted = Set(model.rows.filter { $0.verdict == .drifted }.map(\.entry))
        for place in [
            "backups", "command-lines", "compose-files", "configuration", "containers", "cron", "git", "histories",
            "logs", "service-configuration", "shell-profiles", "units",
        ] {
            #expect(drifted.contains("secrets.keep-secrets-out-of-\(place)"))
        }
    }

    @Test func `a secret that did stand in a record would be noticed`() {
        var generator = SplitMix(state: 1)
        let canary = Canary(using: &generator)
        #expect(canary.isSeen(in: "before \(canary.text) after"))
        #expect(canary.isSeen(in: "before \(canary.core.prefix(18)) after"))
        #expect(!canary.isSeen(in: "nothing"))
    }
}

/// A generator that gives the same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
