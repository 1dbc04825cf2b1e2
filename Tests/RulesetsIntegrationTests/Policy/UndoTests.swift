import Foundation
import Testing

@testable import Rulesets

/// A policy over whatever is loaded, and back: the kernel must list what it listed before.
@Suite(.serialized, .enabled(if: Field.blocker == nil, Comment(rawValue: Field.blocker ?? "")))
struct UndoTests {
    /// What is there before a policy comes.
    enum Ground: String, CaseIterable {
        case bare, docker, handmade
        case otherUFW = "UFW with other rules"
        case ownPolicy = "an earlier policy"
    }

    private static let cases: [(PolicyField.Way, Ground)] = PolicyField.Way.allCases
        .filter { $0 != .ufw || PolicyField.isUFWThere }
        .flatMap { way in
            Ground.allCases.filter { $0 != .otherUFW || way == .ufw }.map { (way, $0) }
        }

    @Test(arguments: cases)
    func `the kernel lists what it listed before`(_ way: PolicyField.Way, _ ground: Ground) throws {
        let field = try PolicyField()
        try lay(ground, way, field)
        let before = try listing(field, way)
        let image = RulesetImage(try listings(field, way))
        #expect(RulesetImage(text: image.text) == image)

        try field.apply(way, PolicyField.policy)
        let applied = try listing(field, way)
        let hardened = RulesetImage(try listings(field, way))
        #expect(applied != before)
        #expect(image.difference(try listings(field, way)) != nil)
        try undo(image, field, way)
        #expect(try listing(field, way) == before)
        #expect(image.difference(try listings(field, way)) == nil)
        // And there again, as when nobody confirms an undoing.
        try undo(hardened, field, way)
        let again = Self.inAnyOrder(try listing(field, way))
        let differences = Set(again).symmetricDifference(Self.inAnyOrder(applied))
        #expect(differences.isEmpty, "\(differences.map { $0.joined(separator: "\n") }.joined(separator: "\n---\n"))")
        #expect(hardened.difference(try listings(field, way)) == nil)
        try undo(image, field, way)
        #expect(try listing(field, way) == before)
        // Twice changes nothing more.
        try undo(image, field, way)
        #expect(try listing(field, way) == before)
    }

    @Test(arguments: [PolicyField.Way.nft, .legacy, .nftables])
    func `bans and containers that come in the meantime stay`(_ way: PolicyField.Way) throws {
        let flavour = way == .legacy ? "legacy" : "nft"
        let meantime = [
            ["iptables-\(flavour)", "-N", "f2b-sshd"],
            ["iptables-\(flavour)", "-A", "f2b-sshd", "-s", "192.0.2.66/32", "-j", "REJECT"],
            ["iptables-\(flavour)", "-A", "f2b-sshd", "-j", "RETURN"],
            ["iptables-\(flavour)", "-I", "INPUT", "-p", "tcp", "-m", "multiport", "--dports", "22", "-j", "f2b-sshd"],
            [
                "iptables-\(flavour)", "-A", "DOCKER", "-d", "172.17.0.9/32", "-p", "tcp", "--dport", "80", "-j",
                "ACCEPT",
            ],
        ]
        func play(_ isPolicyThere: Bool) throws -> [String] {
            let field = try PolicyField()
            try lay(.docker, way, field)
            let image = RulesetImage(try listings(field, way))
            if isPolicyThere { try field.apply(way, PolicyField.policy) }
            for words in meantime { #expect(try field.field.run(words).code == 0) }
            if isPolicyThere { try undo(image, field, way) }
            return try listing(field, way).map { $0.split(separator: "\n").sorted().joined(separator: "\n") }
        }
        #expect(try play(true) == play(false))
    }

    @Test(arguments: [PolicyField.Way.nft, .ufw].filter { $0 != .ufw || PolicyField.isUFWThere })
    func `leaves nothing behind where there is no nft to ask`(_ way: PolicyField.Way) throws {
        let field = try PolicyField()
        let withoutNFT = { () throws -> RulesetImage.Listings in
            var listings = try listings(field, way)
            listings.chains = nil
            return listings
        }
        let image = RulesetImage(try withoutNFT())
        try field.apply(way, PolicyField.policy)
        for load in image.restoring(over: try withoutNFT()) { try run(load, field, way) }
        for load in image.sweeping(try withoutNFT()) { try run(load, field, way) }
        #expect(try field.field.run(["nft", "list", "ruleset"]).out.isEmpty)
    }

    @Test func `bans stay in front of what the policy lets in`() throws {
        let field = try PolicyField()
        try lay(.docker, .nft, field)
        for words in [["-N", "f2b-sshd"], ["-I", "INPUT", "-p", "tcp", "--dport", "22", "-j", "f2b-sshd"]] {
            #expect(try field.field.run(["iptables-nft"] + words).code == 0)
        }
        try field.apply(.nft, PolicyField.policy)
        let table = try #require(FilterTable(saved: try field.field.run(["iptables-nft-save"]).out))
        #expect(table.lines(of: "INPUT").map(\.target) == ["f2b-sshd", "NACRE-INPUT"])
    }

    /// Chains are listed in the order in which they were made, which is another when they are made again.
    private static func inAnyOrder(_ listing: [String]) -> [[Substring]] {
        listing.map { part in
            let lines = part.split(separator: "\n").filter { !$0.hasPrefix("table ") && $0 != "}" }
            return lines.filter { $0.first == ":" }.sorted() + lines.filter { $0.first != ":" }
        }.filter { !$0.isEmpty }.sorted { $0.joined() < $1.joined() }
    }

    private func lay(_ ground: Ground, _ way: PolicyField.Way, _ field: PolicyField) throws {
        let flavour = way == .legacy ? Field.Loader.legacy : .nft
        let suffix = way == .legacy ? "legacy" : "nft"
        switch ground {
        case .bare: return
        case .docker:
            _ = try field.field.load(flavour, PolicyField.docker(.ipv4), PolicyField.docker(.ipv6))
        case .handmade:
            for words in [
                [
                    "-A", "INPUT", "-p", "tcp", "--dport", "22", "-m", "comment", "--comment", "ssh -j NACRE", "-j",
                    "ACCEPT",
                ],
                ["-P", "INPUT", "DROP"], ["-N", "mine"], ["-A", "FORWARD", "-j", "mine"],
                ["-A", "mine", "-i", "eth1", "-j", "DROP"],
            ] {
                #expect(try field.field.run(["iptables-\(suffix)"] + words).code == 0)
            }
        case .otherUFW: try field.apply(.ufw, FirewallPolicy(openings: [.init(80), .init(8443)]))
        case .ownPolicy: try field.apply(way, FirewallPolicy(openings: [.init(80)], blockedEgress: [25...25]))
        }
    }

    private func undo(_ image: RulesetImage, _ field: PolicyField, _ way: PolicyField.Way) throws {
        let loads = image.restoring(over: try listings(field, way))
        for load in loads { try run(load, field, way) }
        for sweep in image.sweeping(try listings(field, way)) { try run(sweep, field, way) }
    }

    private func run(_ load: Load, _ field: PolicyField, _ way: PolicyField.Way) throws {
        let program =
            load.program == .nft ? "nft" : "\(load.program.rawValue)-\(way == .legacy ? "legacy" : "nft")-restore"
        for arguments in [load.checkArguments("/dev/stdin"), load.arguments("/dev/stdin")] {
            let done = try field.field.run([program] + arguments, input: load.script)
            #expect(done.code == 0, "\(program): \(done.error)\n\(load.script)")
        }
    }

    private func listings(_ field: PolicyField, _ way: PolicyField.Way) throws -> RulesetImage.Listings {
        let suffix = way == .legacy ? "legacy" : "nft"
        let own = try field.field.run(["nft", "--stateless", "list", "table", "inet", "nacre"])
        return RulesetImage.Listings(
            iptables: try field.field.run(["iptables-\(suffix)-save"]).out,
            ip6tables: try field.field.run(["ip6tables-\(suffix)-save"]).out,
            chains: try field.field.run(["nft", "list", "chains"]).out,
            own: own.code == 0 ? own.out : nil
        )
    }

    /// What people see, without counters and times.
    ///
    /// The legacy kernel modules have a table for good once somebody asked them for it.
    private func listing(_ field: PolicyField, _ way: PolicyField.Way) throws -> [String] {
        let suffix = way == .legacy ? "legacy" : "nft"
        let saved = try ["iptables", "ip6tables"].map { program in
            let text = try field.field.run(["\(program)-\(suffix)-save"]).out
            let policies = text.split(separator: "\n").filter { $0.first == ":" }
            let isBare = !text.contains("-A ") && policies.allSatisfy { $0.contains(" ACCEPT ") }
            return isBare && way == .legacy
                ? ""
                : text.split(separator: "\n").filter { $0.first != "#" }
                    .map { $0.first == ":" ? $0.split(separator: " ").prefix(2).joined(separator: " ") : String($0) }
                    .joined(separator: "\n")
        }
        // UFW makes its chains anew when it starts, so that nft lists the same ones in another order.
        let chains = try field.field.run(["nft", "--stateless", "list", "ruleset"]).out.split(separator: "}\n")
        return saved + (way == .ufw ? chains.sorted() : chains).map(String.init)
    }
}
