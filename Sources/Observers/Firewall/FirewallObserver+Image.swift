import Catalog
import Hardening
public import Rulesets
public import Surface

extension FirewallObserver {
    /// The part of the packet filter that applying a policy changes.
    func rulesetImage() async -> Observation {
        switch await rulesetListings() {
        case .absent: .unreadable(.missing("neither iptables nor nft is there to ask the kernel"))
        case .unreadable(let why): .unreadable(why)
        case .found(let listings): .state(.ruleset(.image(RulesetImage(listings).text)))
        }
    }

    /// What programs print of the packet filter, for whom it is to be put back.
    public func rulesetListings() async -> Reading<RulesetImage.Listings> {
        guard surface.isLive else { return .unreadable(.needsRunningSystem("needs a running system")) }
        async let four = printed(Command("iptables-save"))
        async let six = printed(Command("ip6tables-save"))
        async let chains = printed(Command("nft", ["list", "chains"]))
        async let tables = printed(Command("nft", ["list", "tables", "inet"]))
        let readings = await [four, six, chains, tables]
        for case .unreadable(let why) in readings { return .unreadable(why) }
        guard readings.contains(where: { $0.content != nil }) else { return .absent }
        var own: String?
        if readings[3].content?.split(separator: "\n").contains("table inet nacre") == true {
            switch await printed(Command("nft", ["--stateless", "list", "table", "inet", "nacre"])) {
            case .found(let listing): own = listing
            case .absent: own = nil
            case .unreadable(let why): return .unreadable(why)
            }
        }
        return .found(
            RulesetImage.Listings(
                iptables: readings[0].content,
                ip6tables: readings[1].content,
                chains: readings[2].content,
                own: own
            )
        )
    }

    private func printed(_ command: Command) async -> Reading<String> {
        switch await surface.run(command) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let output):
            guard output.status == 0 else {
                return .unreadable(.failed("\(command.program) failed: \(output.errorText.firstLine)"))
            }
            return .found(output.text)
        }
    }
}
