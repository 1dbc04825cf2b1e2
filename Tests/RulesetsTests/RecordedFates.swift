import Foundation
import Rulesets

/// What a kernel did with packets under a ruleset, as scripts/record-fates wrote it down.
struct RecordedFate {
    let way: String
    let listing: String
    let packets: [(packet: Packet, hook: Hook, passed: Bool, line: String)]

    static func read(_ path: String) throws -> [RecordedFate] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return text.components(separatedBy: "=== ").dropFirst().compactMap { block in
            let parts = block.components(separatedBy: "--- packets\n")
            guard parts.count == 2, let end = parts[0].firstIndex(of: "\n") else { return nil }
            return RecordedFate(
                way: String(parts[0][..<end]),
                listing: String(parts[0][parts[0].index(after: end)...]),
                packets: parts[1].split(separator: "\n").compactMap(packet)
            )
        }
    }

    private static func packet(_ line: Substring) -> (packet: Packet, hook: Hook, passed: Bool, line: String)? {
        let words = line.split(separator: " ")
        guard words.count == 11, let hook = Hook(rawValue: String(words[0])), let transport = UInt8(words[3]),
            let source = Address(words[4]), let destination = Address(words[5]), let sourcePort = UInt16(words[6]),
            let port = UInt16(words[7]), let flags = UInt8(words[8]), let type = UInt8(words[9])
        else { return nil }
        var packet = Packet(from: source, to: destination, transport: transport, port: port, sourcePort: sourcePort)
        packet.inputInterface = words[1] == "-" ? nil : String(words[1])
        packet.outputInterface = words[2] == "-" ? nil : String(words[2])
        packet.tcpFlags = flags
        packet.icmpType = type
        packet.destinationType = hook == .input ? .local : .unicast
        packet.sourceType = hook == .output ? .local : .unicast
        return (packet, hook, words[10] == "pass", String(line))
    }

    func ruleset() throws -> Ruleset {
        if way == "nft" { return try NFTListing(Array(listing.utf8)).ruleset }
        return try SavedRules(listing, family: .ipv4).ruleset(way == "iptables-nft" ? .iptablesNFT : .iptablesLegacy)
    }
}
