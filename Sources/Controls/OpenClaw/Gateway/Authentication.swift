import Catalog
import Hardening

extension Catalogue {
    static let openclawAuthentication: [Control] = [
        .forbid(
            .openclaw,
            "require-gateway-authentication",
            .openclawGateway,
            where: .gatewayAuth == "none" || (.gatewayAuth != "trusted-proxy" && .gatewayHasSecret == false),
            title: "The gateway asks for a token, a password or a trusted proxy's word",
            rationale:
                "Whoever reaches the port is the owner: reads every conversation, runs tools, and takes the API keys.",
            .critical,
            [
                .openclaw("gateway.bind_no_auth"), .openclaw("gateway.loopback_no_auth"),
                .openclaw("browser.control_no_auth"), .openclaw("gateway.http.no_auth"),
            ],
            remedy: "openclaw config set gateway.auth.mode token, with a token of 32 random bytes from the environment",
            good: [.gatewayAuth: "token", .gatewayHasSecret: true],
            [.gatewayAuth: "trusted-proxy", .gatewayHasSecret: true],
            bad: [.gatewayAuth: "none", .gatewayHasSecret: false],
            [.gatewayAuth: "token", .gatewayHasSecret: false]
        ),
        .field(
            .openclaw,
            "use-long-gateway-token",
            .openclawGateway,
            .gatewaySecretLength,
            .atLeast(24),
            where: Field.gatewaySecretLength.isSet && .gatewayUsesTrustedProxy == false,
            title: "The gateway's token has at least 24 characters",
            rationale: "A short token is guessed in minutes by anybody who reaches the port, and it opens everything.",
            .high,
            [.openclaw("gateway.token_too_short"), .openclaw("gateway.password_too_short")],
            remedy:
                "openssl rand -hex 32, as OPENCLAW_GATEWAY_TOKEN in .env of the state directory, and in no compose file or unit, which win over it; then start the gateway anew",
            good: 64,
            bad: 8,
            with: [.gatewayUsesTrustedProxy: false]
        ),
        .field(
            .openclaw,
            "choose-random-gateway-token",
            .openclawGateway,
            .gatewaySecretIsGuessable,
            .is(false),
            where: Field.gatewaySecretIsGuessable.isSet,
            title: "The gateway's token is no word from an example",
            rationale: "Scanners try the tokens of published examples first: changeme, undefined, your-token-here.",
            .critical,
            [
                .openclaw("gateway.token_placeholder_value"), .openclaw("gateway.password_placeholder_value"),
            ],
            remedy:
                "openssl rand -hex 32, as OPENCLAW_GATEWAY_TOKEN in .env of the state directory, and in no compose file or unit, which win over it; then start the gateway anew",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "keep-gateway-token-out-of-file",
            .openclawGateway,
            .gatewaySecretIsInline,
            .is(false),
            title: "The gateway's token does not stand in openclaw.json",
            rationale:
                "The file is copied into backups, pasted into issues and read by the agent's own file tools; with it goes the key to the gateway.",
            .medium,
            [.openclaw("config.secrets.gateway_password_in_config")],
            remedy: "\"token\": \"${OPENCLAW_GATEWAY_TOKEN}\" in gateway.auth, and the value in the environment",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "name-gateway-auth-mode",
            .openclawGateway,
            .gatewayAuthIsAmbiguous,
            .is(false),
            title: "With token and password both set, gateway.auth.mode says which counts",
            rationale:
                "The gateway refuses to start or takes the other secret than the one that was meant to be strong.",
            .low,
            [Reference("OpenClaw documentation", "gateway/authentication")],
            remedy: "openclaw config set gateway.auth.mode token, and remove the other secret",
            good: false,
            bad: true
        ),
        .forbid(
            .openclaw,
            "limit-gateway-attempts",
            .openclawGateway,
            where: .gatewayIsExposed == true && .gatewayUsesTrustedProxy == false && .gatewayRateLimit == false,
            title: "An exposed gateway limits failed attempts",
            rationale: "Without a limit the token is tried thousands of times a second, for as long as it takes.",
            .medium,
            [.openclaw("gateway.auth_no_rate_limit")],
            remedy:
                "openclaw config set gateway.auth.rateLimit '{\"maxAttempts\":10,\"windowMs\":60000,\"lockoutMs\":300000}' --strict-json",
            good: [.gatewayIsExposed: true, .gatewayUsesTrustedProxy: false, .gatewayRateLimit: true],
            [.gatewayIsExposed: false, .gatewayUsesTrustedProxy: false, .gatewayRateLimit: false],
            bad: [.gatewayIsExposed: true, .gatewayUsesTrustedProxy: false, .gatewayRateLimit: false]
        ),
        .forbid(
            .openclaw,
            "count-attempts-behind-proxy",
            .openclawGateway,
            where: .gatewayRateLimit == true && .gatewayRateLimitExemptsLoopback == true
                && Field.trustedProxies.contains("127.0.0.1"),
            title: "Behind a proxy on the same machine, loopback is not exempt from the limit",
            rationale: "Every request comes from loopback then, so the limit counts nobody's attempts.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.auth.rateLimit.exemptLoopback")],
            remedy: "openclaw config set gateway.auth.rateLimit.exemptLoopback false",
            good: [.gatewayRateLimit: true, .gatewayRateLimitExemptsLoopback: false, .trustedProxies: ["127.0.0.1"]],
            bad: [.gatewayRateLimit: true, .gatewayRateLimitExemptsLoopback: true, .trustedProxies: ["127.0.0.1"]]
        ),
        .forbid(
            .openclaw,
            "avoid-tailscale-funnel",
            .openclawGateway,
            where: .tailscaleMode == "funnel",
            title: "The gateway is not on the public internet by Tailscale Funnel",
            rationale: "Funnel publishes the control plane to the whole internet, where scanners find it within hours.",
            .critical,
            [.openclaw("gateway.tailscale_funnel")],
            remedy: "openclaw config set gateway.tailscale.mode serve, or off",
            good: [.tailscaleMode: "serve"],
            [.tailscaleMode: "off"],
            bad: [.tailscaleMode: "funnel"]
        ),
        .forbid(
            .openclaw,
            "ask-tailnet-for-token",
            .openclawGateway,
            where: .gatewayAllowsTailscale == true && .tailscaleMode == "serve",
            title: "Devices of the tailnet need the token, too",
            rationale:
                "Any device of the tailnet is an operator by its name alone: a guest's, a lost phone, another container.",
            .low,
            [.openclaw("gateway.tailscale_serve")],
            remedy: "openclaw config set gateway.auth.allowTailscale false",
            good: [.gatewayAllowsTailscale: false, .tailscaleMode: "serve"],
            [.gatewayAllowsTailscale: true, .tailscaleMode: "off"],
            bad: [.gatewayAllowsTailscale: true, .tailscaleMode: "serve"]
        ),
        .field(
            .openclaw,
            "encrypt-exposed-gateway",
            .openclawGateway,
            .gatewayTLS,
            .is(true),
            where: .gatewayInContainer == false && .gatewayIsExposed == true && .trustedProxies == []
                && Field.gatewayBind.isOne(of: ["lan", "custom", "0.0.0.0"]),
            title: "A gateway on the network speaks TLS, or has a proxy that does",
            rationale: "Token and conversations cross the network in the clear, and whoever listens is the operator.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.tls")],
            remedy: "openclaw config set gateway.bind loopback, and put a proxy with TLS in front",
            good: true,
            bad: false,
            with: [
                .gatewayInContainer: false, .gatewayIsExposed: true, .trustedProxies: [], .gatewayBind: "lan",
            ]
        ),
        .field(
            .openclaw,
            "bind-gateway-to-loopback",
            .openclawGateway,
            .gatewayIsExposed,
            .is(false),
            // In a container it has to listen on the container's address; the published ports count there.
            where: .gatewayInContainer == false && .tailscaleMode != "funnel",
            title: "The gateway listens on loopback only",
            rationale:
                "On any other address one mistake in the firewall, or one other machine on the network, is enough to reach the control plane.",
            .high,
            [
                .openclaw("gateway.bind_no_auth"), .openclaw("gateway.bind_network_accessible"),
                Reference("eight layers", "8"),
            ],
            remedy: "openclaw config set gateway.bind loopback, and reach it through the proxy or an SSH tunnel",
            good: false,
            bad: true,
            with: [.gatewayInContainer: false, .tailscaleMode: "off"]
        ),
    ]
}
