import Foundation
import MachineTesting
import Testing

@testable import Rulesets

/// Rules that ask which account sends, beside a kernel to which processes of accounts send.
@Suite struct AccountTests {
    private static let accounts: [UInt32] = [0, 999, 1000, 1001, 1002, 1010]
    private static let ports: [UInt16] = [53, 443, 8443]
    /// Sends a datagram as each account to each port; what a rule drops on its way out is told to the sender.
    private static let sender = """
        import os, socket, sys
        for account in map(int, sys.argv[1].split(",")):
            ends = os.pipe()
            if os.fork() == 0:
                os.setgroups([]); os.setgid(account); os.setuid(account)
                for port in sys.argv[2].split(","):
                    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    try: one.sendto(b"x", ("203.0.113.9", int(port))); said = "open"
                    except PermissionError: said = "closed"
                    os.write(ends[1], f"{account} {port} {said}\\n".encode())
                os._exit(0)
            os.wait(); os.close(ends[1])
            sys.stdout.write(os.fdopen(ends[0]).read())
        """

    @Test(.enabled(if: Field.blocker == nil, Comment(rawValue: Field.blocker ?? "")))
    func `says of each account what the kernel does with its packets`() throws {
        let field = try Field()
        var dice = Dice(seed: 20_261_130)
        var (open, closed, differences) = (0, 0, [String]())
        let words = ["-c", Self.sender, Self.accounts.map(String.init).joined(separator: ","), "53,443,8443"]
        for index in 0..<90 {
            let loader = Field.Loader.allCases[index % 3]
            let text = loader == .nftables ? Self.listing(&dice) : Self.tables(&dice)
            let none = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n"
            let loaded = try field.load(loader, text, loader == .nftables ? "" : none)
            try #require(loaded.error == nil, "\(loaded.error ?? "")\n\(text)")
            let ruleset =
                loader == .nftables
                ? try NFTListing(Array(loaded.listing.utf8)).ruleset
                : try SavedRules(loaded.version4, family: .ipv4).ruleset(
                    loader == .nft ? .iptablesNFT : .iptablesLegacy
                )
            let prover = Prover(ruleset, topology: FieldTopology.topology)
            let said = try field.run(["python3"] + words)
            for line in said.out.split(separator: "\n") {
                let parts = line.split(separator: " ")
                guard parts.count == 3, let account = UInt32(parts[0]), let port = UInt16(parts[1]) else {
                    Issue.record("\(line)")
                    continue
                }
                let doors = prover.asked(by: account).egress(from: Door.Vantage(.host), over: .ipv4)
                let door = doors.first { door in
                    door.transport == Packet.udp && door.ports.contains { $0.contains(port) }
                }
                if parts[2] == "open" { open += 1 } else { closed += 1 }
                if door?.verdict.rawValue != String(parts[2]) {
                    differences.append("\(line), but \(door.map { "\($0.verdict)" } ?? "no door"):\n\(text)")
                }
            }
        }
        for difference in differences.prefix(3) { Issue.record(Comment(rawValue: difference)) }
        #expect(open > 200 && closed > 200 && open + closed == 90 * Self.accounts.count * Self.ports.count)
        print("\(open + closed) packets of accounts, \(closed) refused, \(differences.count) differences")
    }

    private static func range(_ dice: inout Dice) -> (UInt32, UInt32) {
        let first = dice.pick(accounts)
        return (first, dice.chance(30) ? max(first, dice.pick(accounts)) : first)
    }

    private static func tables(_ dice: inout Dice) -> String {
        func rule(_ chain: String) -> String {
            let (first, last) = range(&dice)
            let owner = "-m owner \(dice.chance(30) ? "! " : "")--uid-owner \(first)\(last > first ? "-\(last)" : "")"
            let port = dice.chance(50) ? "-p udp -m udp --dport \(dice.pick(ports)) " : ""
            let targets = chain == "OUTPUT" ? ["ACCEPT", "DROP", "own"] : ["ACCEPT", "DROP", "RETURN"]
            return "-A \(chain) \(port)\(dice.chance(85) ? owner + " " : "")-j \(dice.pick(targets))\n"
        }
        let output = (0..<dice.number(1...4)).map { _ in rule("OUTPUT") }.joined()
        let own = (0..<dice.number(1...3)).map { _ in rule("own") }.joined()
        let policy = dice.pick(["ACCEPT", "DROP"])
        return "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT \(policy) [0:0]\n:own - [0:0]\n"
            + output + own + "COMMIT\n"
    }

    private static func listing(_ dice: inout Dice) -> String {
        func rule(_ targets: [String]) -> String {
            let (first, last) = range(&dice)
            let (third, _) = range(&dice)
            let owners = [
                "meta skuid \(first)", "meta skuid != \(first)", "meta skuid >= \(first)",
                last > first ? "meta skuid \(first)-\(last)" : "meta skuid < \(first + 1)",
                first == third ? "meta skuid { \(first) }" : "meta skuid { \(first), \(third) }",
                "meta skuid . udp dport { \(first) . \(dice.pick(ports)) }",
            ]
            let port = dice.chance(40) ? "udp dport \(dice.pick(ports)) " : ""
            return "  \(port)\(dice.chance(85) ? dice.pick(owners) + " " : "")\(dice.pick(targets))\n"
        }
        let own = (0..<dice.number(1...3)).map { _ in rule(["accept", "drop", "return"]) }.joined()
        let output = (0..<dice.number(1...4)).map { _ in rule(["accept", "drop", "jump own"]) }.joined()
        return "table inet t {\n chain own {\n\(own) }\n chain out {\n  type filter hook output priority 0; "
            + "policy \(dice.pick(["accept", "drop"]));\n\(output) }\n}\n"
    }
}
