import Testing

@testable import Observers

/// Configurations that were changed at random, and what a real OpenClaw said of each.
///
/// Needs `NACRE_MUTATIONS`, directories that scripts/mutate-configurations wrote, with a colon between them.
@Suite struct MutationOracleTests {
    /// What no table of keys has, and what is not read into one.
    private static let unjudged = ["must match format", "Invalid URL", "Unknown model:", "invalid config: must"]

    @Test func `random configurations get the verdict that OpenClaw gives them`() throws {
        guard let directories = Environment["NACRE_MUTATIONS"] else {
            print("left out: random configurations, for NACRE_MUTATIONS is not set")
            return
        }
        for directory in directories.split(separator: ":") {
            let table = try #require(Environment.text(of: "\(directory)/verdicts.tsv"))
            var counts: [String: Int] = [:]
            for line in table.split(separator: "\n") {
                let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                let bytes = try #require(Environment.bytes(of: "\(directory)/\(cells[1])"))
                let verdict = ConfigurationText(bytes).verdict(in: cells[0])
                let ours = verdict.refusals.isEmpty ? verdict.doubts.isEmpty ? "accepted" : "open" : "refused"
                counts["\(cells[0]): OpenClaw \(cells[2]), Nacre \(ours)", default: 0] += 1
                let isExplained = Self.unjudged.contains { cells[3].contains($0) }
                let isFalse = ours == (cells[2] == "accepted" ? "refused" : "accepted")
                #expect(!isFalse || isExplained, "\(cells[1]) \(cells[3]) \(verdict.refusals)")
            }
            for (kind, count) in counts.sorted(by: { $0.key < $1.key }) { print("\(kind): \(count)") }
        }
    }
}
