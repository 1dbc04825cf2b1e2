import ArgumentParser
import Documents
import Rulesets
import Surface

/// The files that stand in for a live machine.
struct ProofFiles: ParsableArguments {
    @Option(help: ArgumentHelp("What iptables-save wrote.", valueName: "file"), completion: .file())
    var iptables: String?

    @Option(help: ArgumentHelp("What ip6tables-save wrote.", valueName: "file"), completion: .file())
    var ip6tables: String?

    @Option(help: ArgumentHelp("What `nft --json list ruleset` wrote.", valueName: "file"), completion: .file())
    var nft: String?

    @Option(help: ArgumentHelp("What `ip -json addr` wrote.", valueName: "file"), completion: .file())
    var addresses: String?

    @Option(
        help: ArgumentHelp("What `ip -json route` wrote; once more for `ip -json -6 route`.", valueName: "file"),
        completion: .file()
    )
    var routes: [String] = []

    @Option(help: ArgumentHelp("What `ss -Hltnup` wrote.", valueName: "file"), completion: .file())
    var sockets: String?

    @Option(help: ArgumentHelp("What `docker inspect` wrote.", valueName: "file"), completion: .file())
    var containers: String?

    /// Whether any of them is given: then nothing is asked of this machine.
    var isGiven: Bool {
        [iptables, ip6tables, nft, addresses, sockets, containers].contains { $0 != nil } || !routes.isEmpty
    }

    /// The proof of what the files say, for each family whose rules they hold.
    func provers() throws -> [AddressFamily: Prover] {
        guard [iptables, ip6tables, nft].contains(where: { $0 != nil }) else {
            throw ConfigurationError("no rules to prove anything from; give --iptables, --ip6tables or --nft")
        }
        let version4 = try iptables.map { try saved($0, .ipv4) }
        let version6 = try ip6tables.map { try saved($0, .ipv6) }
        let native = try read(nft) { bytes throws(SyntaxError) in try NFTListing(bytes).ruleset }
        let ruleset = Ruleset(saved: [version4, version6].compactMap { $0 }, native: native)
        let sockets = try read(sockets) { bytes throws(SyntaxError) in
            try SocketListing(String(decoding: bytes, as: UTF8.self)).sockets
        }
        let containers = try read(containers) { bytes throws(SyntaxError) in
            try ContainerListing(bytes).containers
        }
        let topology = try topology(ruleset)
        return Dictionary(
            uniqueKeysWithValues: families.map { family in
                let prover = Prover(
                    ruleset.seen(by: family),
                    topology: topology,
                    sockets: sockets,
                    containers: containers ?? []
                )
                return (family, prover)
            }
        )
    }

    private var families: [AddressFamily] {
        AddressFamily.allCases.filter { nft != nil || ($0 == .ipv4 ? iptables : ip6tables) != nil }
    }

    /// What the files do not tell.
    var blindSpots: [String] {
        AddressFamily.allCases.filter { !families.contains($0) }.map { family in
            let option = family == .ipv4 ? "--iptables" : "--ip6tables"
            return "Nothing is said of \(family.rawValue): its rules were not given (\(option) or --nft)."
        } + standIns
    }

    /// Addresses that nobody gave are this machine's in the proof all the same.
    private var standIns: [String] {
        guard addresses == nil else { return [] }
        let examples = Topology.standIns.filter { families.contains($0.family) }.map { "\($0)" }
        return [
            "This machine's addresses were not given (--addresses): \(examples.joined(separator: " and ")) "
                + "\(examples.count == 1 ? "stands" : "stand") for them, beside those that rules name."
        ]
    }

    private func saved(_ path: String, _ family: AddressFamily) throws -> Ruleset {
        try read(path) { bytes throws(SyntaxError) in
            let rules = try SavedRules(String(decoding: bytes, as: UTF8.self), family: family)
            return rules.ruleset(rules.isNFT == false ? .iptablesLegacy : .iptablesNFT)
        } ?? Ruleset()
    }

    /// A machine of which only files are known may forward; without its addresses, the rules give away the rest.
    private func topology(_ ruleset: Ruleset) throws -> Topology {
        var routing: RouteListing?
        for path in routes {
            guard
                let more = try read(path, { bytes throws(SyntaxError) in try RouteListing(bytes) })
            else { continue }
            if routing == nil { routing = more } else { routing?.add(more) }
        }
        guard
            let listing = try read(addresses, { bytes throws(SyntaxError) in try AddressListing(bytes) })
        else {
            var guessed = Topology(guessedFrom: ruleset)
            if let routing { guessed.routes = routing.routes }
            return guessed
        }
        return Topology(listing, routing, forwards: Set(AddressFamily.allCases))
    }

    private func read<Content>(
        _ path: String?,
        _ parse: ([UInt8]) throws(SyntaxError) -> Content
    ) throws -> Content? {
        guard let path else { return nil }
        switch FileInput.text(path, limit: 64 << 20) {
        case .absent: throw ConfigurationError("\(path) does not exist")
        case .unreadable(let why): throw ConfigurationError("cannot read \(path): \(why)")
        case .found(let text):
            do {
                return try parse(Array(text.utf8))
            } catch {
                throw ConfigurationError(
                    "\(path):\(error.position.line):\(error.position.column): \(error.message)"
                )
            }
        }
    }
}
