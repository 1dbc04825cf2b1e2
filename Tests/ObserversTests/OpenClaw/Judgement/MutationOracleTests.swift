import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Configurations that were changed at random, and what a real OpenClaw said of each.
///
/// Needs `NACRE_MUTATIONS`, directories that scripts/mutate-configurations wrote, with a colon between them.
@Suite struct MutationOracleTests {
    /// What only the files and plugins of the machine decide.
    private static let unjudged = ["Unknown model:"]
    private static let state = "/root/.openclaw"

    @Test func `random configurations get the verdict that OpenClaw gives them`() async throws {
        guard let directories = Environment["NACRE_MUTATIONS"] else {
            print("left out: random configurations, for NACRE_MUTATIONS is not set")
            return
        }
        for directory in directories.split(separator: ":") {
            let table = try #require(Environment.text(of: "\(directory)/verdicts.tsv"))
            var parts: [String: String] = [:]
            for name in ["object", "list", "broken", "circle", "nested", "wrong"] {
                let text = try #require(Environment.text(of: "\(directory)/parts/\(name).json5"))
                parts["\(Self.state)/parts/\(name).json5"] = text
            }
            var counts: [String: Int] = [:]
            for line in table.split(separator: "\n") {
                let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                let bytes = try #require(Environment.bytes(of: "\(directory)/\(cells[1])"))
                let (ours, reasons) = await verdict(on: bytes, beside: parts, version: cells[0])
                counts["\(cells[0]): OpenClaw \(cells[2]), Nacre \(ours)", default: 0] += 1
                let isExplained = Self.unjudged.contains { cells[3].contains($0) }
                let isFalse = ours == (cells[2] == "accepted" ? "refused" : "accepted")
                #expect(!isFalse || isExplained, "\(directory)/\(cells[1]) \(cells[3]) \(reasons)")
            }
            for (kind, count) in counts.sorted(by: { $0.key < $1.key }) { print("\(kind): \(count)") }
        }
    }

    /// What is found of a state directory with this configuration, and with the variable that the real one was given.
    private func verdict(on bytes: [UInt8], beside parts: [String: String], version: String) async -> (String, [String])
    {
        var surface = CannedSurface(files: parts)
        surface.add("\(Self.state)/.env", "NACRE_SET=set\n", mode: 0o600)
        surface.add("/usr/lib/node_modules/openclaw/package.json", #"{"name":"openclaw","version":"\#(version)"}"#)
        let status = FileStatus(mode: 0o600, owner: 0, group: 0, size: bytes.count)
        surface.files["\(Self.state)/openclaw.json"] = FileContent(bytes: bytes, status: status)
        let observer = Observer(surface, openclawDirectories: [Self.state])
        guard case .state(let state) = await observer.observe(.facts(.openclawProblems)) else { return ("unseen", []) }
        let refusals = state.records.filter { $0[.isRefused] == true }
        if !refusals.isEmpty { return ("refused", refusals.map { "\($0[.problem])" }) }
        return state.records.isEmpty ? ("accepted", []) : ("open", state.records.map { "\($0[.problem])" })
    }
}
