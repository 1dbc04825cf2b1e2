import Hardening
import Observers
import Rulesets
import Surface

extension PacketFilter {
    /// Has the kernel take over Nacre's files, or puts back what an image shows.
    func put(_ ruleset: RulesetState) async throws(Failure) {
        switch ruleset {
        case .order(let order): try await load(order)
        case .image(let text):
            guard let image = RulesetImage(text: text) else {
                throw Failure(.invalid, "the kept image of the packet filter cannot be read")
            }
            try await restore(image)
        }
    }

    /// All scripts are checked before the first one is loaded.
    private func load(_ order: RulesetOrder) async throws(Failure) {
        var loads: [Load] = []
        switch order.backend {
        case .nftables: loads.append(Load(.nft, try await text(of: RulesetOrder.nftables)))
        case .iptables, .ufw:
            if order.backend == .ufw {
                // UFW has no check of its own; a file that it cannot load makes it fail, and the plan is undone.
                try await host.perform(Command("/usr/lib/ufw/ufw-init", ["force-reload"], timeout: 60))
            }
            let now = try await listings()
            let four = FirewallPolicy.loading(try await text(of: RulesetOrder.ipv4), over: now.filter(.ipv4))
            loads.append(Load(.iptables, four))
            if order.hasIPv6 {
                let six = FirewallPolicy.loading(try await text(of: RulesetOrder.ipv6), over: now.filter(.ipv6))
                loads.append(Load(.ip6tables, six))
            }
        }
        for load in loads { try await run(load, isCheck: true) }
        for load in loads { try await run(load) }
    }

    private func restore(_ image: RulesetImage) async throws(Failure) {
        let loads = image.restoring(over: try await listings())
        for load in loads { try await run(load) }
        for sweep in image.sweeping(try await listings()) { try await run(sweep) }
        if let difference = image.difference(try await listings()) {
            throw Failure(.ineffective, "the packet filter was put back, and is not as it was: \(difference)")
        }
    }

    private func listings() async throws(Failure) -> RulesetImage.Listings {
        switch await (try host.observer()).firewall.rulesetListings() {
        case .absent: throw Failure(.missing, "neither iptables nor nft is there to ask the kernel")
        case .unreadable(let why): throw Failure(.unreadable, why)
        case .found(let listings): return listings
        }
    }

    private func text(of path: String) async throws(Failure) -> String {
        guard case .state(.file(let file)) = await host.observe(.file(path)), let text = file.text else {
            throw Failure(.missing, "\(path) is not there to be loaded")
        }
        return text
    }

    /// Has a program put rules into the kernel, or only check them.
    func run(_ load: Load, isCheck: Bool = false) async throws(Failure) {
        let path = "/run/nacre-ruleset"
        try host.replace(path, with: State.File(Array(load.script.utf8), mode: 0o600))
        let arguments = isCheck ? load.checkArguments(path) : load.arguments(path)
        do {
            try await host.perform(Command(load.executable, arguments, timeout: 60))
        } catch {
            try host.remove(path)
            throw error
        }
        try host.remove(path)
    }
}
