import Catalog
import Hardening

extension Control {
    static let hideAdminEndpoint = Control(
        .proxy,
        "hide-admin-endpoint",
        title: "The proxy's admin endpoint is not reachable from other machines",
        fault: "The proxy's admin endpoint is reachable from other machines",
        rationale:
            "Anyone who reaches Caddy's endpoint can replace the whole configuration without a password: they route "
            + "your names to themselves, or the gateway to the internet. Traefik's endpoint lists every route and name.",
        severity: .critical,
        references: [Reference("Caddy: API", "admin endpoint"), Reference("Traefik: API", "insecure")],
        when: [
            .any(
                .proxyServers,
                where: Field.proxyProgram.isOne(of: ["caddy", "traefik"]),
                "Caddy or Traefik is present"
            )
        ],
        expects: [
            .none(
                .proxyServers,
                where: .adminIsExposed == true && Field.adminAddress.isSet,
                "the admin endpoint listens on loopback, a socket or nowhere"
            )
        ],
        fix: .caddySite(
            byHand: "Caddy: in the global options of /etc/caddy/Caddyfile, admin localhost:2019 or admin off; "
                + "then: `sudo systemctl restart caddy`. Traefik: remove api.insecure, or publish the port on "
                + "127.0.0.1"
        ),
        examples: [
            .compliant("on loopback", .proxyServers, .caddy(admin: "127.0.0.1:2019", tcp: true, exposed: false)),
            .drifted("on all addresses", .proxyServers, .caddy(admin: "0.0.0.0:2019", tcp: true, exposed: true)),
            .unknown(
                "sockets could not be read",
                .proxyServers,
                .caddy(admin: "?", tcp: .unknown(.notStated("no")), exposed: .unknown(.notStated("no")))
            ),
        ]
    )

    static let keepAdminEndpointOffTCP = Control(
        .proxy,
        "keep-admin-endpoint-off-tcp",
        title: "Caddy's admin endpoint does not listen on TCP",
        fault: "Caddy's admin endpoint listens on TCP, where it asks nobody for a password",
        rationale: "The endpoint on 127.0.0.1:2019 asks nobody for a password. An agent that is tricked into one HTTP "
            + "request to it, or any local account, takes over the proxy.",
        severity: .medium,
        references: [Reference("Caddy: API", "admin endpoint"), Reference("Caddyfile global options", "admin")],
        when: [.any(.proxyServers, where: .proxyProgram == "caddy", "Caddy is present")],
        expects: [
            .none(
                .proxyServers,
                where: .proxyProgram == "caddy" && .adminOnTCP == true && Field.adminAddress.isSet,
                "the admin endpoint is a Unix socket, or off"
            )
        ],
        fix: .caddySite(
            byHand:
                "In the global options of /etc/caddy/Caddyfile: admin unix//run/caddy/admin.socket; "
                + "then: `sudo systemctl restart caddy`. Caddy's unit creates no /run/caddy: add "
                + "RuntimeDirectory=caddy with systemctl edit caddy"
        ),
        examples: [
            .compliant(
                "on a socket",
                .proxyServers,
                .caddy(admin: "/run/caddy/admin.socket", tcp: false, exposed: false)
            ),
            .compliant("off", .proxyServers, .caddy(admin: "none", tcp: false, exposed: false)),
            .drifted("as installed", .proxyServers, .caddy(admin: "127.0.0.1:2019", tcp: true, exposed: false)),
        ]
    )

    static let startProxyAtBoot = Control(
        .proxy,
        "start-proxy-at-boot",
        title: "The proxy starts at boot",
        fault: "The proxy does not start at boot",
        rationale: "After the next automatic reboot nothing answers, and in a hurry somebody opens the gateway to the "
            + "network directly.",
        severity: .low,
        references: [Reference("systemctl(1)", "enable")],
        expects: [
            .none(
                .proxyServers,
                where: .proxyRuns == true && .proxyStartsAtBoot == false,
                "systemd starts the proxy that runs"
            )
        ],
        fix: .caddySite(byHand: "Have systemd start it at boot: `sudo systemctl enable {SERVICE}`"),
        examples: [
            .compliant("enabled", .proxyServers, .caddy(admin: "none", tcp: false, exposed: false)),
            .drifted(
                "started by hand",
                .proxyServers,
                .caddy(admin: "none", tcp: false, exposed: false, atBoot: false)
            ),
        ]
    )

    /// For servers that run their own proxy; a hoster's stands elsewhere.
    static func serveThroughProxy(_ profile: Profile) -> Control {
        Control(
            .proxy,
            "serve-through-proxy",
            title: "A reverse proxy with TLS is in front of the gateway",
            fault: "No reverse proxy listens on port 443 in front of the gateway",
            rationale: "Without one, tokens and conversations cross the network unencrypted, or the gateway itself is "
                + "opened to it.",
            // Without a name there is no certificate, and a tunnel to loopback is a way to be served; what is open to the
            // network has controls of its own.
            severity: profile.proxy.domains.isEmpty ? .low : .medium,
            references: [Reference("The 8 Security Layers Every OpenClaw Server Needs", "Caddy Reverse Proxy")],
            when: [.exists(.facts(.openclawGateway), "a gateway is present")],
            expects: [
                .some(
                    .proxyServers,
                    where: Field.proxyPorts.contains("443"),
                    "a proxy listens on port 443",
                    wanted: Record("caddy", [.proxyProgram: "caddy", .proxyPorts: ["443"], .proxyRuns: true])
                )
            ],
            fix: .caddySite(
                byHand: "`sudo apt-get install caddy`, and in /etc/caddy/Caddyfile, with your own name: your.name { "
                    + "reverse_proxy 127.0.0.1:\(profile.openclaw.gatewayPort) }; then: `sudo systemctl reload caddy`"
            ),
            examples: [
                .compliant(
                    "Caddy",
                    [
                        .facts(.openclawGateway): .records([.gatewayTrusting([])]),
                        .facts(.proxyServers): .records([.caddy(admin: "none", tcp: false, exposed: false)]),
                    ]
                ),
                .drifted("nothing", [.facts(.openclawGateway): .records([.gatewayTrusting([])])]),
            ]
        )
    }
}

extension Record {
    fileprivate static func caddy(admin: String, tcp: Value, exposed: Value, atBoot: Value = true) -> Record {
        Record(
            "caddy",
            [
                .proxyProgram: "caddy", .proxyPorts: ["80", "443"], .proxyRuns: true, .proxyStartsAtBoot: atBoot,
                .adminAddress: .text(admin), .adminOnTCP: tcp, .adminIsExposed: exposed,
            ]
        )
    }
}
