import Catalog
import Hardening

extension Control {
    static let giveProxyOwnAddress = Control.field(
        .proxy,
        "give-proxy-own-address",
        .openclawGateway,
        .sharedProxyAddresses,
        .is([]),
        title: "The gateway trusts no address that the proxy shares with others",
        fault: "The gateway trusts an address that the proxy shares with every local account",
        rationale:
            "What reaches a container's published port from the server itself comes from one address, whoever sent "
            + "it. Where the gateway trusts that address, every local account chooses the address it is seen with; from "
            + "2026.8.1 on OpenClaw also refuses what names no client, SSH tunnels included.",
        .low,
        [
            Reference("OpenClaw documentation", "gateway.trustedProxies"),
            Reference("docker network create", "--internal"),
        ],
        fix: .proxyNetwork(
            byHand:
                "create an internal network that only the gateway's container is in, with a fixed address for it that the "
                + "proxy connects to, and name the address of the network's bridge in gateway.trustedProxies, and nothing wider"
        ),
        good: [],
        bad: ["172.18.0.1"]
    )
}
