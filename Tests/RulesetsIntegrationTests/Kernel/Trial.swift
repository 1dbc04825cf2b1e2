import MachineTesting
import Documents
import Foundation
@testable import Rulesets

/// Loads rulesets one after another, and compares each packet's fate with what the prover says.
final class Trial {
    let field: Field
    private(set) var differences: [String] = []
    private(set) var rulesets = 0
    private var refusedToLoad = 0
    /// Rulesets that nft loads and cannot list, such as one with a table that sleeps in versions before 1.1.0.
    private(set) var unlisted = 0
    private(set) var packets = 0
    private var open = 0
    private(set) var unknown = 0
    private var strange = 0
    private var isStrange = false
    private var isOdd = false
    private static let strangeness = ["-m length", "-m pkttype", "-m statistic", "-m rpfilter"]
    private var doors = 0
    private(set) var unknownDoors = 0
    private(set) var lastError = ""

    init() throws { field = try Field() }

    var summary: String {
        "\(rulesets) rulesets (\(refusedToLoad) more were not taken, \(unlisted) not listed as JSON), \(packets) packets, \(open) open, \(unknown) unknown (\(strange) under questions that are not modeled), "
            + "\(doors) doors, \(unknownDoors) unknown, \(differences.count) differences"
    }

    func run(seed: UInt64, index: UInt64) throws {
        var dice = Dice(seed: seed &+ index &* 0x9E37_79B9)
        let loader = dice.pick(Field.Loader.allCases)
        isOdd = false
        let inner = Dice(seed: UInt64(dice.number(0...Int.max)))
        let loaded: Field.Loaded
        let text: String
        if loader == .nftables {
            var random = RandomListing(inner)
            (text, loaded) = try acceptable(random.text())
            isOdd = random.isOdd
        } else {
            var version4 = RandomTables(inner, isVersion6: false, isStrange: dice.chance(10))
            var version6 = RandomTables(Dice(seed: UInt64(dice.number(0...Int.max))), isVersion6: true)
            let (first, second) = (version4.text(), version6.text())
            text = first + second
            loaded = try field.load(loader, first, second)
        }
        guard loaded.error == nil else {
            refusedToLoad += 1
            lastError = (loaded.error ?? "") + "\n" + text
            if ProcessInfo.processInfo.environment["NACRE_PROVE_SHOW"] != nil { print(lastError) }
            return
        }
        // What is no JSON to anybody else either is nft's doing; what only the reader here refuses is thrown.
        if loader == .nftables, (try? JSONSerialization.jsonObject(with: Data(loaded.listing.utf8))) == nil {
            unlisted += 1
            print("seed \(seed) ruleset \(index): nft lists no JSON, it breaks off after: \(loaded.listing.suffix(80))")
            return
        }
        rulesets += 1
        isStrange = isOdd || Self.strangeness.contains { text.contains($0) }
        let ruleset: Ruleset
        if loader == .nftables {
            ruleset = try NFTListing(Array(loaded.listing.utf8)).ruleset
        } else {
            let backend: Backend = loader == .legacy ? .iptablesLegacy : .iptablesNFT
            ruleset = Ruleset(
                tables: try SavedRules(loaded.version4, family: .ipv4).ruleset(backend).tables
                    + SavedRules(loaded.version6, family: .ipv6).ruleset(backend).tables
            )
        }
        try compare(
            ruleset,
            &dice,
            "seed \(seed) ruleset \(index)",
            text,
            first: UInt32(truncatingIfNeeded: index) << 10
        )
    }

    /// Sends packets past the rules that are loaded, and holds what becomes of them against what is proven.
    func compare(
        _ ruleset: Ruleset,
        _ dice: inout Dice,
        _ title: String,
        _ text: String,
        first: UInt32? = nil,
        random: Int = 48,
        cornersEach: Int = 2
    ) throws {
        let prover = Prover(ruleset, topology: FieldTopology.topology, containers: FieldTopology.containers)
        var prediction = Prediction(prover)
        let first = first ?? UInt32(dice.number(1...1 << 30))
        var maker = ProbeMaker(Dice(seed: UInt64(dice.number(0...Int.max))), first: first)
        let probes = maker.probes(&prediction, random: random, cornersEach: cornersEach)
        let arrivals = try field.send(probes)
        var silent: [Probe] = []
        for probe in probes {
            let verdict = prediction.verdict(probe)
            packets += 1
            let seen = arrivals[probe.number] ?? []
            switch verdict.answer {
            case .open: open += 1
            // Rules that ask what is not modeled count apart: real firewalls have none of them.
            case .unknown: if isStrange { strange += 1 } else { unknown += 1 }
            case .closed: break
            }
            if let wrong = seen.first(where: { !verdict.allows($0) }) {
                record("proven \(verdict.answer), but arrived at \(wrong)", probe, title, text, verdict)
            } else if verdict.answer == .open, seen.isEmpty, !verdict.returns(to: probe.sender),
                // What is open is so to packets without extension headers; what is closed is so to all.
                probe.extensionHeader == nil
            {
                silent.append(probe)
            }
        }
        try tryDoors(prover, &dice, &maker, title, text)
        guard !silent.isEmpty else { return }
        // A busy machine can lose a packet: only one that never arrives is a difference.
        let repeated = silent.map { maker.again($0) }
        let late = try field.send(repeated, patience: 0.3)
        for probe in repeated where late[probe.number] == nil {
            record("proven open, but did not arrive", probe, title, text, prediction.verdict(probe))
        }
    }

    /// The rules of the field's machine, as its programs list them.
    func listed() throws -> Ruleset {
        var saved: [Ruleset] = []
        for (family, prefix) in [(AddressFamily.ipv4, ""), (.ipv6, "6")] {
            for (backend, flavour) in [(Backend.iptablesNFT, "nft"), (.iptablesLegacy, "legacy")] {
                let text = try field.run(["ip\(prefix)tables-\(flavour)-save"]).out
                saved.append(try SavedRules(text, family: family).ruleset(backend))
            }
        }
        let listing = try field.run(["nft", "--json", "list", "ruleset"]).out
        return Ruleset(saved: saved, native: try NFTListing(Array(listing.utf8)).ruleset)
    }

    /// What nft takes of a text: lines it objects to are left out, one after another.
    private func acceptable(_ text: String) throws -> (String, Field.Loaded) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var loaded = try field.load(.nftables, text)
        for _ in 0..<20 {
            guard let error = loaded.error, let place = error.firstMatch(of: /stdin:([0-9]+):/),
                let line = Int(place.1), lines.indices.contains(line - 1),
                !lines[line - 1].hasPrefix("chain"), !lines[line - 1].hasPrefix("}")
            else { break }
            lines[line - 1] = ""
            loaded = try field.load(.nftables, lines.joined(separator: "\n"))
        }
        return (lines.filter { !$0.isEmpty }.joined(separator: "\n"), loaded)
    }

    func count(_ door: Door) {
        doors += 1
        if door.verdict == .unknown, !isStrange { unknownDoors += 1 }
    }

    func note(_ what: String, _ text: String) { differences.append("\(what)\n\(text)") }

    private func record(
        _ what: String,
        _ probe: Probe,
        _ title: String,
        _ text: String,
        _ verdict: Prediction.Verdict
    ) {
        let places = verdict.arrivals.map { arrival in
            "\(arrival.interface ?? "host") as \(arrival.box.set(.destinationPort).ranges.prefix(3)) of \(arrival.box.addressSet(.destination).ranges.prefix(3).map { "\(Address(family: probe.source.family, bits: $0.lowerBound))" })"
        }
        differences.append("\(title): \(probe): \(what); may arrive at \(places)\n\(text)")
    }
}
