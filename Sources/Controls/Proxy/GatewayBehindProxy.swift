import Catalog
import Hardening

extension Control {
    static func bindGatewayLocally(_ profile: Profile) -> Control {
        let port = profile.openclaw.gatewayPort
        return Control(
            .proxy,
            "bind-gateway-locally",
            title: "The gateway's port \(port) listens on loopback only",
            rationale: "A gateway on all addresses is one firewall mistake away from the Internet, past the proxy with "
                + "its TLS and its limits.",
            severity: .high,
            references: [Reference("OpenClaw: Security", "Network exposure"), Reference("ss(8)")],
            remedy:
                "openclaw config set gateway.bind loopback; in a compose file publish \"127.0.0.1:\(port):\(port)\"",
            expects: [
                .none(
                    .listeners,
                    where: .transport == "tcp" && .listeningPort == .number(port) && .loopbackOnly == false,
                    "port \(port) is bound to loopback"
                )
            ],
            examples: [
                .compliant("loopback", .listeners, .gatewaySocket(port, "127.0.0.1")),
                .drifted("all addresses", .listeners, .gatewaySocket(port, "0.0.0.0")),
            ]
        )
    }

    static let nameProxyToGateway = Control(
        .proxy,
        "name-proxy-to-gateway",
        title: "The gateway knows the proxy in front of it",
        rationale: "Without trustedProxies every visitor looks like the proxy's own address, which is loopback: "
            + "strangers are taken for local clients, or everyone is refused.",
        severity: .high,
        references: [Reference("OpenClaw: Security", "Reverse proxy configuration")],
        remedy:
            "In openclaw.json: gateway.trustedProxies: [\"127.0.0.1\"], or the proxy's address as the gateway sees it",
        when: [
            .any(.proxyRoutes, where: .leadsToGateway == true, "a proxy leads to the gateway"),
            .exists(.facts(.openclawGateway), "a gateway is here"),
        ],
        // A client of a remote gateway runs none of its own.
        expects: [
            .none(
                .openclawGateway,
                where: .trustedProxies == [] && .gatewayMode != "remote",
                "gateway.trustedProxies names the proxy"
            )
        ],
        examples: [
            .compliant(
                "named",
                [
                    .facts(.proxyRoutes): .records([.route("127.0.0.1:18789", true)]),
                    .facts(.openclawGateway): .records([.gatewayTrusting(["127.0.0.1"])]),
                ]
            ),
            .drifted(
                "not named",
                [
                    .facts(.proxyRoutes): .records([.route("127.0.0.1:18789", true)]),
                    .facts(.openclawGateway): .records([.gatewayTrusting([])]),
                ]
            ),
            .compliant(
                "only a client of a remote gateway",
                [
                    .facts(.proxyRoutes): .records([.route("127.0.0.1:18789", true)]),
                    .facts(.openclawGateway): .records([.gatewayTrusting([], mode: "remote")]),
                ]
            ),
            .notApplicable("no proxy"),
        ]
    )

    static let tellRealClient = Control(
        .proxy,
        "tell-real-client",
        title: "The proxy tells the gateway the client's real address",
        rationale: "A proxy that hands on X-Forwarded-For as it came, or adds to it, lets every stranger choose the "
            + "address that the gateway limits, logs and trusts: 127.0.0.1, for one.",
        severity: .high,
        references: [
            Reference("OpenClaw: Security", "Reverse proxy configuration"),
            Reference("ngx_http_proxy_module", "proxy_set_header"),
        ],
        remedy: "nginx: proxy_set_header X-Forwarded-For $remote_addr; in the location of the gateway. Caddy: no "
            + "trusted_proxies of 0.0.0.0/0",
        expects: [.each(.proxyRoutes, where: .leadsToGateway == true, .overwritesClientAddress, .is(true))],
        examples: [
            .compliant("replaced", .proxyRoutes, .route("127.0.0.1:18789", true)),
            .drifted("added to", .proxyRoutes, .route("127.0.0.1:18789", true, overwrites: false)),
            .notApplicable("no proxy"),
        ]
    )

    static let reachGatewayLocally = Control(
        .proxy,
        "reach-gateway-locally",
        title: "The proxy reaches the gateway without leaving the machine",
        rationale: "Between the proxy and a gateway on another address, tokens and messages travel unencrypted and "
            + "neighbours on the network read them.",
        severity: .medium,
        references: [
            Reference("OpenClaw: Security", "Reverse proxy configuration"), Reference("Caddy: reverse_proxy"),
        ],
        remedy: "reverse_proxy 127.0.0.1:18789, with the gateway bound to loopback",
        expects: [.each(.proxyRoutes, where: .leadsToGateway == true, .upstreamIsLocal, .is(true))],
        examples: [
            .compliant("loopback", .proxyRoutes, .route("127.0.0.1:18789", true)),
            .drifted("over the network", .proxyRoutes, .route("203.0.113.9:18789", false)),
            .unknown("by a name", .proxyRoutes, .route("gateway:18789", .unknown(.notStated("a name")))),
        ]
    )
}

extension Record {
    static func gatewayTrusting(_ proxies: [String], mode: Value = "local") -> Record {
        Record(
            "/home/node/.openclaw",
            [.gatewayPort: 18789, .trustedProxies: .list(proxies), .gatewayMode: mode]
        )
    }

    fileprivate static func route(_ upstream: String, _ isLocal: Value, overwrites: Value = true) -> Record {
        Record(
            "gateway.example.org to \(upstream)",
            [
                .routeNames: ["gateway.example.org"], .upstream: .text(upstream), .leadsToGateway: true,
                .upstreamIsLocal: isLocal, .overwritesClientAddress: overwrites,
            ]
        )
    }

    fileprivate static func gatewaySocket(_ port: Int, _ address: String) -> Record {
        Record(
            "tcp \(address):\(port)",
            [
                .transport: "tcp", .listeningPort: .number(port), .listeningAddress: .text(address),
                .loopbackOnly: .flag(address == "127.0.0.1"),
            ]
        )
    }
}
