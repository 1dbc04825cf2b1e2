import Documents
import Hardening

extension OpenClawFault {
    /// In a container the gateway listens on the container's address, and what is published counts; so this is for hosts.
    var bindToLoopback: OpenClawChange {
        let bind = gateway[.gatewayBind].text ?? ""
        // What it was started with wins over the configuration, and nobody but who started it can take it back.
        if case .unknown(let why) = gateway[.gatewayBind] {
            return .manual(
                "end it, openclaw config set gateway.bind loopback, and start it without --bind, or as a service: "
                    + "openclaw gateway install",
                because: "Its socket is open to the network, and \(why)."
            )
        }
        if let source = gateway.origins[.gatewayBind]?.file, !site.isConfiguration(source) {
            return .manual(
                "take --bind out of \(source), and restart the gateway",
                because: "\(source) starts the gateway with --bind \(bind), which wins over openclaw.json."
            )
        }
        if bind == "tailnet" {
            return .manual(
                "openclaw config set gateway.tailscale.mode serve, then openclaw config set gateway.bind loopback",
                because: "Devices of the tailnet would be cut off."
            )
        }
        // What goes with the controls of trusted proxies says nothing of where the proxy is.
        let named = gateway[.trustedProxies].items.filter { address in
            let isGoing = Self.coversTooMuch(address) && proxies == ["127.0.0.1"]
            return !isGoing && !gateway[.unusableProxies].items.contains(address)
        }
        if named.contains(where: { !Self.isLoopback($0) }) || (!profile.proxy.runsHere && named.isEmpty) {
            return .manual(
                "let the firewall admit that machine alone, or move the proxy here, then openclaw config set "
                    + "gateway.bind loopback",
                because: "A proxy on another machine could not reach the gateway on loopback."
            )
        }
        return .rules([.set("gateway.bind", to: "loopback")])
    }

    /// Tailscale serves the gateway to the tailnet alone.
    var leaveFunnel: OpenClawChange {
        // Devices of the tailnet would be let in by their name, which Funnel does not do.
        let serve: [ConfigurationRule] = [
            .replace("gateway.tailscale.mode", "funnel", by: "serve"),
            .set("gateway.auth.allowTailscale", to: false),
        ]
        let bind = gateway[.gatewayBind].text ?? ""
        guard !site.isInContainer, !["loopback", "auto"].contains(bind) else { return .rules(serve) }
        // Its address counts again, once Funnel is gone.
        guard case .rules(let rules) = bindToLoopback else { return bindToLoopback }
        return .rules(serve + rules)
    }

    static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }
}
