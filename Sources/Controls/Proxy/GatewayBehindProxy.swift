import Catalog
import Hardening

extension Control {
    static func bindGatewayLocally(_ profile: Profile) -> Control {
        let port = profile.openclaw.gatewayPort
        return Control(
            .proxy,
            "bind-gateway-locally",
            title: "The gateway's port \(port) listens on loopback only",
            fault: "The gateway's port \(port) listens beyond loopback",
            rationale: "A gateway on all addresses is one firewall mistake away from the internet, past the proxy with "
                + "its TLS and its limits.",
            severity: .high,
            references: [Reference("OpenClaw: Security", "Network exposure"), Reference("ss(8)")],
            expects: [
                .none(
                    .listeners,
                    where: .transport == "tcp" && .listeningPort == .number(port) && .loopbackOnly == false,
                    "port \(port) is bound to loopback"
                )
            ],
            fix: .manual(
                "on the host set gateway.bind to loopback; in a compose file publish \"127.0.0.1:\(port):\(port)\"",
                because:
                    "The gateway's own bind and the port that its container publishes decide this, and the controls of openclaw.json and of the compose file change them."
            ),
            examples: [
                .compliant("loopback", .listeners, .gatewaySocket(port, "127.0.0.1")),
                .drifted("all addresses", .listeners, .gatewaySocket(port, "0.0.0.0")),
            ]
        )
    }

    static let setTrustedProxies = Control(
        .proxy,
        "set-trusted-proxies",
        title: "gateway.trustedProxies names the proxy in front of the gateway",
        fault: "gateway.trustedProxies is empty, although a proxy is in front of the gateway",
        rationale: "Without trustedProxies every visitor looks like the proxy's own address, which is loopback: "
            + "remote clients are taken for local ones, or everyone is refused.",
        severity: .high,
        references: [Reference("OpenClaw: Security", "Reverse proxy configuration")],
        when: [
            .any(.proxyRoutes, where: .leadsToGateway == true, "a proxy leads to the gateway"),
            .exists(.facts(.openclawGateway), "a gateway is present"),
        ],
        // A client of a remote gateway runs none of its own.
        expects: [
            .none(
                .openclawGateway,
                where: .trustedProxies == [] && .gatewayMode != "remote",
                "gateway.trustedProxies names the proxy"
            )
        ],
        fix: .trustedProxies(
            byHand:
                "In openclaw.json: gateway.trustedProxies: [\"127.0.0.1\"], or the proxy's address as the gateway sees it"
        ),
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

    static let overwriteXForwardedFor = Control(
        .proxy,
        "overwrite-x-forwarded-for",
        title: "The proxy overwrites X-Forwarded-For with the client's real address",
        fault: "The proxy does not overwrite the X-Forwarded-For that clients send",
        rationale: "A proxy that passes on X-Forwarded-For as it came, or adds to it, lets anybody choose the "
            + "address that the gateway limits, logs and trusts: 127.0.0.1, for one.",
        severity: .high,
        references: [
            Reference("OpenClaw: Security", "Reverse proxy configuration"),
            Reference("ngx_http_proxy_module", "proxy_set_header"),
        ],
        expects: [.each(.proxyRoutes, where: .leadsToGateway == true, .overwritesClientAddress, .is(true))],
        fix: .manual(
            "nginx: proxy_set_header X-Forwarded-For $remote_addr; in the location of the gateway. Caddy: remove 0.0.0.0/0 "
                + "from trusted_proxies",
            because: "The proxy's configuration is your own, and only you know what stands in front of the proxy."
        ),
        examples: [
            .compliant("replaced", .proxyRoutes, .route("127.0.0.1:18789", true)),
            .drifted("added to", .proxyRoutes, .route("127.0.0.1:18789", true, overwrites: false)),
            .notApplicable("no proxy"),
        ]
    )

    static let useLocalUpstream = Control(
        .proxy,
        "use-local-upstream",
        title: "The proxy reaches the gateway without leaving the machine",
        fault: "The proxy reaches the gateway over the network",
        rationale: "Between the proxy and a gateway on another address, tokens and messages travel unencrypted and "
            + "others on the network read them.",
        severity: .medium,
        references: [
            Reference("OpenClaw: Security", "Reverse proxy configuration"), Reference("Caddy: reverse_proxy"),
        ],
        expects: [.each(.proxyRoutes, where: .leadsToGateway == true, .upstreamIsLocal, .is(true))],
        fix: .manual(
            "move the proxy to the gateway's server, or join both by a tunnel, and then reverse_proxy 127.0.0.1:18789, with "
                + "the gateway bound to loopback",
            because:
                "The proxy was configured to reach the gateway over the network, and only you can decide where both run."
        ),
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
