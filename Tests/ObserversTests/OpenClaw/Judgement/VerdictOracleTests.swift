import Foundation
import Testing

@testable import Observers

/// The verdicts of 27 real versions on 50 configurations.
///
/// Needs `NACRE_OPENCLAW`, a directory with verdicts/validate.tsv, and `NACRE_SAMPLES`, one with the configurations in
/// configs/; without them nothing is compared, and the test says so.
@Suite struct VerdictOracleTests {
    /// What the judge may leave open where OpenClaw decides, because files, plugins or variables decide it.
    private static let open = [
        "missing-variable", "web-search-provider-not-available", "plugin-not-found", "unknown-model",
        "plugin-path-not-found", "unknown-channel",
        // A channel of a plugin, while plugins brought keys that no table has.
        "unknown-key()",
    ]

    @Test func `what OpenClaw rejects is never called accepted`() throws {
        guard let facts = Environment["NACRE_OPENCLAW"], let samples = Environment["NACRE_SAMPLES"] else {
            print("left out: verdicts of real versions, for NACRE_OPENCLAW and NACRE_SAMPLES are not set")
            return
        }
        let table = try #require(Environment.text(of: "\(facts)/verdicts/validate.tsv"))
        var texts: [String: ConfigurationText] = [:]
        var counts: [String: Int] = [:]
        var missing: Set<String> = []
        for line in table.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let (version, sample, isRejected) = (cells[0], cells[1], cells[2] == "rejected")
            if texts[sample] == nil {
                let bytes =
                    SyntheticConfigurations.named[sample].map { Array($0.utf8) }
                    ?? Environment.bytes(of: "\(samples)/configs/\(sample)")
                guard let bytes else {
                    missing.insert(sample)
                    continue
                }
                texts[sample] = ConfigurationText(bytes)
            }
            guard let verdict = texts[sample]?.verdict(in: version) else { continue }
            let ours = verdict.refusals.isEmpty ? verdict.doubts.isEmpty ? "accepted" : "open" : "refused"
            counts["OpenClaw \(cells[2]), Nacre \(ours)", default: 0] += 1
            if isRejected {
                let reasons = cells[3].split(separator: ";").map(String.init)
                let isOpen = reasons.allSatisfy { reason in Self.open.contains { reason.contains($0) } }
                #expect(ours == "refused" || ours == "open" && isOpen, "\(version) \(sample): \(cells[3])")
            } else {
                #expect(ours != "refused", "\(version) \(sample): \(verdict.refusals)")
            }
        }
        for (kind, count) in counts.sorted(by: { $0.key < $1.key }) { print("\(kind): \(count)") }
        if !missing.isEmpty { print("left out, for the samples are not there: \(missing.sorted())") }
    }
}
