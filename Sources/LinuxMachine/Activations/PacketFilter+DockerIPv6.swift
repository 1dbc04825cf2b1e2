import Hardening
import Observers
import Rulesets
import Surface

extension PacketFilter {
    /// Takes the rules away that Docker made for IPv6, where the daemon no longer manages them.
    func forgetDockerIPv6() async throws(Failure) {
        let observer = try host.observer()
        guard case .state(let state) = await observer.observe(.facts(.dockerDaemon)),
            state.records.first?[.managesIP6Tables] == .flag(false)
        else { return }
        guard case .found(let listings) = await observer.firewall.rulesetListings(), let saved = listings.ip6tables,
            let script = DockerRemains(saved: saved).script
        else { return }
        try await run(Load(.ip6tables, script))
        guard case .found(let now) = await (try host.observer()).firewall.rulesetListings() else { return }
        for table in DockerRemains.bareTables(saved: now.ip6tables ?? "") {
            // Told to delete every chain, iptables-nft also takes away those that come with a table, if they are empty;
            // then a table that is loaded whole and holds nothing (seen with 1.8.11).
            try await host.perform(Command("ip6tables", ["-t", table, "-X"], timeout: 30))
            try await run(Load(.ip6tables, "*\(table)\nCOMMIT\n", isWhole: true))
        }
    }
}
