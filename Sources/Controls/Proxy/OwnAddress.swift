import Catalog
import Hardening

extension Control {
    static let comeFromOwnAddress = Control.field(
        .proxy,
        "come-from-own-address",
        .openclawGateway,
        .sharedProxyAddresses,
        .is([]),
        title: "The gateway takes nothing for its proxy that is not the proxy",
        rationale:
            "What reaches a container's published port from the server itself comes from one address, whoever sent "
            + "it. Where the gateway trusts that one, every local account chooses what address it is seen with; from "
            + "2026.8.1 on OpenClaw also refuses what names no client, SSH tunnels included.",
        .low,
        [
            Reference("OpenClaw documentation", "gateway.trustedProxies"),
            Reference("docker network create", "--internal"),
        ],
        remedy:
            "let the proxy come by an internal network that only it and the gateway's container are in, and name the "
            + "address of that network's bridge in gateway.trustedProxies, and nothing wider",
        good: [],
        bad: ["172.18.0.1"]
    )
}
