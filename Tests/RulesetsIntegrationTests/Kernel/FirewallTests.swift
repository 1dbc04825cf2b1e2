import Documents
import Foundation
import MachineTesting
import Testing

@testable import Rulesets

/// Firewalls as servers have them, set up in the field by their own programs; nothing may stay unknown there.
@Suite struct FirewallTests {
    /// `all` for every one, or more of them by their paths, with colons between.
    private static let more = ProcessInfo.processInfo.environment["NACRE_PROVE_FIREWALLS"]
    /// Those that take a while to set up are only tried in the long run.
    private static let names: [String] = {
        let quick = ["limiter", "docker-26", "docker-28", "docker-29-nftables", "translated docker-28"]
        guard let more else { return quick }
        let slow = [
            "ufw", "denied-gateway", "ufw-docker", "fail2ban", "fail2ban-nftables", "everything", "everything-nftables",
            "legacy limiter", "legacy docker-26", "legacy docker-28", "translated limiter", "translated ufw",
            "translated docker-26", "translated fail2ban",
        ]
        return more == "all" ? quick + slow : more.split(separator: ":").map(String.init)
    }()
    private static let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../lab/firewalls", isDirectory: true).standardizedFileURL

    @Test(.enabled(if: Field.blocker == nil, Comment(rawValue: Field.blocker ?? "")), arguments: names)
    func `leaves nothing unknown, and packets agree`(name: String) throws {
        let trial = try Trial()
        let words = name.split(separator: " ").map(String.init)
        let script = URL(fileURLWithPath: words[0], relativeTo: Self.scripts).path
        let set = try trial.field.run([script] + words.dropFirst())
        if set.code == 77 {
            print("\(name) was not tried: \(set.out)")
            return
        }
        try #require(set.code == 0, "\(set.error)")
        let ruleset = try trial.listed()
        #expect(!ruleset.tables.isEmpty)
        var dice = Dice(seed: 7)
        try trial.compare(ruleset, &dice, name, "", random: 800, cornersEach: 20)
        for _ in 0..<12 { try trial.compare(ruleset, &dice, name, "", random: 0, cornersEach: 0) }
        for difference in trial.differences.prefix(5) { Issue.record(Comment(rawValue: difference)) }
        #expect(trial.unknown == 0 && trial.unknownDoors == 0, "\(trial.summary)")
        let prover = Prover(ruleset, topology: FieldTopology.topology, containers: FieldTopology.containers)
        let start = Date()
        for vantage in prover.vantages {
            for family in AddressFamily.allCases { _ = prover.doors(from: vantage, over: family) }
        }
        let took = Int(Date().timeIntervalSince(start) * 1000)
        print("\(name): \(trial.summary); every door from everywhere in \(took) ms")
    }

    @Test(.enabled(if: Field.blocker == nil, Comment(rawValue: Field.blocker ?? "")))
    func `a limiter that accepts opens ports nobody allowed, and a packet gets in`() throws {
        let trial = try Trial()
        try #require(try trial.field.run([Self.scripts.appendingPathComponent("limiter").path]).code == 0)
        let socket = Socket(transport: Packet.tcp, port: 9090)
        let prover = Prover(try trial.listed(), topology: FieldTopology.topology, sockets: [socket])
        let door = try #require(prover.doors(from: Door.Vantage(.outside, interface: "eth0"), over: .ipv4).first)
        #expect(door.verdict == .open)
        #expect(door.because.contains("--limit 30/sec"), "\(door.because)")
        let witness = try #require(door.witness)
        var maker = ProbeMaker(Dice(seed: 1), first: 1)
        let made = maker.probe("eth0", witness)
        let probe = try #require(made)
        #expect(try trial.field.send([probe])[probe.number]?.first?.place == "host")
    }
}
