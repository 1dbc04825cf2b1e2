import Hardening
import Surface

/// Bans an address that nobody has in a jail, and looks for it in the packet filter.
struct BanProof {
    typealias Failure = RunningMachine.Failure

    /// The action by which Nacre's jails ban.
    static let action = "nftables-nacre"

    private let host: any MutableSurface
    private let jail: String

    init(_ host: any MutableSurface, jail: String) {
        self.host = host
        self.jail = jail
    }

    /// Addresses of documentation, which nobody has (RFC 5737, RFC 3849), with what the action's sets begin with.
    private static var samples: [(address: String, prefix: String)] {
        [("192.0.2.213", "addr-set-nacre-"), ("2001:db8::213", "addr6-set-nacre-")]
    }

    /// - Throws: where fail2ban does not ban it, does not have it dropped, or does not take the ban back.
    func run() async throws(Failure) {
        let actions = try await host.perform(Command("fail2ban-client", ["get", jail, "actions"], timeout: 120)).text
        guard actions.contains(Self.action) else {
            throw Failure(.ineffective, "fail2ban did not take over the action of the jail \(jail)")
        }
        let hasIPv6 = await host.status("/proc/net/if_inet6").content != nil
        for (address, prefix) in Self.samples where hasIPv6 || !address.contains(":") {
            let set = prefix + jail
            try await host.perform(Command("fail2ban-client", ["set", jail, "banip", address], timeout: 120))
            let isBanned = await becomes(true, address, in: set)
            let chain = await host.run(
                Command("nft", ["list", "chain", "inet", "f2b-table", "f2b-nacre"], timeout: 30)
            )
            try await host.perform(Command("fail2ban-client", ["set", jail, "unbanip", address], timeout: 120))
            guard isBanned, let rules = chain.content?.text, rules.contains("@\(set) drop"),
                rules.contains("hook prerouting")
            else {
                throw Failure(
                    .ineffective,
                    "fail2ban bans \(address), and the packet filter does not drop what it sends"
                )
            }
            guard await becomes(false, address, in: set) else {
                throw Failure(.ineffective, "fail2ban does not take back the ban of \(address)")
            }
        }
    }

    /// Whether an address comes into a set, or goes; fail2ban bans a moment after it said so.
    private func becomes(_ isThere: Bool, _ address: String, in set: String) async -> Bool {
        let command = Command("nft", ["get", "element", "inet", "f2b-table", set, "{ \(address) }"], timeout: 30)
        return await host.clock.wait(every: 250, for: 5000, atLeast: 20) {
            (await host.run(command).content?.status == 0) == isThere
        }
    }
}
