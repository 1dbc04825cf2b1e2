import Foundation
import Rulesets
import Testing

/// The model beside the kernel: rulesets and packets that were tried for real.
@Suite struct FateTests {
    /// Another recording, larger than the one that is kept, can be named by the environment.
    private static let path =
        ProcessInfo.processInfo.environment["NACRE_FATES"]
        ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("fates.txt").path

    @Test func `says of every recorded packet what the kernel did with it`() throws {
        let recorded = try RecordedFate.read(Self.path)
        #expect(recorded.count >= 20)
        var compared = 0
        var differences = 0
        for (number, fate) in recorded.enumerated() {
            let ruleset = try fate.ruleset()
            for (packet, hook, passed, line) in fate.packets {
                let outcomes = ruleset.fate(of: packet, at: [hook])
                compared += 1
                guard outcomes.canPass != passed else { continue }
                differences += 1
                guard differences <= 3 else { continue }
                Issue.record(
                    "ruleset \(number) (\(fate.way)): \(line), but the model says \(outcomes)\n\(fate.listing)"
                )
            }
        }
        #expect(compared > 400)
        print("\(compared) packets under \(recorded.count) rulesets, \(differences) differences")
    }

    @Test func `writes every recorded iptables-save output again, byte for byte`() throws {
        for fate in try RecordedFate.read(Self.path) where fate.way != "nft" {
            #expect(try SavedRules(fate.listing, family: .ipv4).description == fate.listing)
        }
    }
}
