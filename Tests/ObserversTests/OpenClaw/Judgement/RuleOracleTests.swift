import Foundation
import Testing

@testable import Observers

/// What nine real versions said of hundreds of small configurations, as far as their names tell what was in them.
///
/// Needs `NACRE_OPENCLAW`, a directory with schema/rules.tsv; without it nothing is compared, and the test says so.
@Suite struct RuleOracleTests {
    @Test func `rules hold in the versions that were seen to have them`() throws {
        guard let facts = Environment["NACRE_OPENCLAW"] else {
            print("left out: rules of real versions, for NACRE_OPENCLAW is not set")
            return
        }
        let table = try #require(Environment.text(of: "\(facts)/schema/rules.tsv")).split(separator: "\n")
        let versions = table[0].split(separator: "\t").dropFirst().map(String.init)
        var counts: [String: Int] = [:]
        var leftOut = 0
        for line in table.dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard let text = Self.configuration(of: cells[0]) else {
                leftOut += 1
                continue
            }
            for (version, said) in zip(versions, cells.dropFirst()) {
                let verdict = ConfigurationText(Array(text.utf8)).verdict(in: version)
                let isRejected = said.hasPrefix("rejected")
                let ours = verdict.refusals.isEmpty ? verdict.doubts.isEmpty ? "accepted" : "open" : "refused"
                counts["OpenClaw \(isRejected ? "rejects" : "takes"), Nacre \(ours)", default: 0] += 1
                let isFalse = ours == (isRejected ? "accepted" : "refused")
                #expect(!isFalse, "\(version) \(cells[0]): \(said), \(verdict.refusals)")
            }
        }
        for (kind, count) in counts.sorted(by: { $0.key < $1.key }) { print("\(kind): \(count)") }
        print("left out, for their names do not tell what was in them: \(leftOut)")
    }

    private static let reference = #"{"source":"env","provider":"default","id":"MY_SECRET"}"#

    /// The configuration of a rule: `path=value`, `unknown key path`, `SecretRef at path`, or a channel and one setting.
    static func configuration(of rule: String) -> String? {
        if let match = rule.wholeMatch(of: /unknown key (env[\w.]*)/) { return nested(match.1, "\"x\"") }
        if let match = rule.wholeMatch(of: /unknown key ([\w.]+)/) { return nested(match.1, "1") }
        if let match = rule.wholeMatch(of: /SecretRef at ([\w.-]+)/), !match.1.contains("models") {
            return nested(match.1, reference)
        }
        if let match = rule.wholeMatch(of: /(channels\.[\w-]+) unknown key/) {
            return nested(match.1 + ".noSuchKey", "1")
        }
        if let match = rule.wholeMatch(of: /(channels\.[\w-]+) ([\w.]+)=(\S+)/) {
            return nested(match.1 + "." + match.2, value(match.3))
        }
        if let match = rule.wholeMatch(of: /(channels\.[\w-]+)\.(\w+)=(\w+) (\w+)=(\S+)/) {
            return nested(match.1, "{\(match.2):\(value(match.3)),\(match.4):\(value(match.5))}")
        }
        if let match = rule.wholeMatch(of: /gateway\.tailscale\.mode=(\w+) bind=lan/) {
            return "{gateway:{bind:'lan',tailscale:{mode:'\(match.1)'}}}"
        }
        if let match = rule.wholeMatch(of: /gateway\.tailscale\.mode=(\w+) auth (\w+)/) {
            return "{gateway:{auth:{mode:'\(match.2)'},tailscale:{mode:'\(match.1)'}}}"
        }
        if let match = rule.wholeMatch(of: /gateway\.trustedProxies=(\S+)/) {
            return nested("gateway.trustedProxies", "[\"\(match.1)\"]")
        }
        if let match = rule.wholeMatch(of: /([\w.-]+)=([^\s=]+|[\[{"].*)/) { return nested(match.1, value(match.2)) }
        return nil
    }

    private static func value(_ text: Substring) -> String {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) == nil
            ? "\"\(text)\"" : String(text)
    }

    private static func nested(_ path: some StringProtocol, _ value: String) -> String {
        let keys = path.split(separator: ".")
        return keys.map { "{\"\($0)\":" }.joined() + value + String(repeating: "}", count: keys.count)
    }
}
