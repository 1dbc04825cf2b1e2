import Catalog
import Documents
import Hardening

extension ControlList {
    static let openclawAuthentication: [Control] = [
        .forbid(
            .openclaw,
            "require-gateway-authentication",
            .openclawGateway,
            where: .gatewayAuth == "none" || (.gatewayAuth != "trusted-proxy" && .gatewayHasSecret == false),
            title: "Gateway requires a token, a password or a trusted proxy",
            fault: "Gateway has no authentication configured",
            rationale:
                "Whoever reaches the port is the owner: reads every conversation, runs tools, and takes the API keys.",
            .critical,
            [
                .openclaw("gateway.bind_no_auth"), .openclaw("gateway.loopback_no_auth"),
                .openclaw("browser.control_no_auth"), .openclaw("gateway.http.no_auth"),
            ],
            fix: .manual(
                "Make a token: `openssl rand -hex 32`; put it as {VARIABLE} into .env of the "
                    + "state directory, with mode 600, then: `openclaw config set gateway.auth.mode token`",
                because: "Every client needs the new token, and is cut off until then."
            ),
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
            title: "Gateway token or password has at least 24 characters",
            fault: "Gateway token or password has fewer than 24 characters",
            rationale: "A short token is guessed in minutes by anybody who reaches the port, and it opens everything.",
            .high,
            [.openclaw("gateway.token_too_short"), .openclaw("gateway.password_too_short")],
            fix: .newGatewaySecret(for: .gatewaySecretLength),
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
            title: "Gateway token is not a documentation example",
            fault: "Gateway token or password can be guessed",
            rationale: "Scanners try the tokens of published examples first: changeme, undefined, your-token-here.",
            .critical,
            [
                .openclaw("gateway.token_placeholder_value"), .openclaw("gateway.password_placeholder_value"),
            ],
            fix: .newGatewaySecret(for: .gatewaySecretIsGuessable),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "keep-gateway-token-out-of-file",
            .openclawGateway,
            .gatewaySecretIsInline,
            .is(false),
            title: "Gateway token or password is not stored in openclaw.json",
            fault: "Gateway token or password is stored in openclaw.json",
            rationale:
                "The file is copied into backups, pasted into issues and read by the agent's own file tools; whoever reads it controls the gateway.",
            .medium,
            [.openclaw("config.secrets.gateway_password_in_config")],
            fix: .movingSecrets(
                of: "gateway",
                byHand:
                    "write \"token\": \"${OPENCLAW_GATEWAY_TOKEN}\" in gateway.auth, and the value as OPENCLAW_GATEWAY_TOKEN into the environment of the gateway"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "set-gateway-auth-mode",
            .openclawGateway,
            .gatewayAuthIsAmbiguous,
            .is(false),
            title: "gateway.auth.mode is set where both a token and a password are",
            fault: "Token and password are both set without gateway.auth.mode",
            rationale: "The gateway refuses to start, or uses the weaker of the two secrets.",
            .low,
            [Reference("OpenClaw documentation", "gateway/authentication")],
            fix: .openclaw(byHand: "`openclaw config set gateway.auth.mode token`, and remove the other secret") {
                $0.nameAuthMode
            },
            good: false,
            bad: true
        ),
        .forbid(
            .openclaw,
            "rate-limit-gateway-authentication",
            .openclawGateway,
            where: .gatewayIsExposed == true && .gatewayUsesTrustedProxy == false && .gatewayRateLimit == false,
            title: "Failed logins to an exposed gateway are rate limited",
            fault: "Failed logins to an exposed gateway are not rate limited",
            rationale: "Without a limit the token is tried thousands of times a second, for as long as it takes.",
            .medium,
            [.openclaw("gateway.auth_no_rate_limit")],
            fix: .openclaw(
                .setObject("gateway.auth.rateLimit", to: gatewayRateLimit),
                byHand:
                    "`openclaw config set gateway.auth.rateLimit "
                    + "'{\"maxAttempts\":10,\"windowMs\":60000,\"lockoutMs\":300000}' --strict-json`"
            ),
            good: [.gatewayIsExposed: true, .gatewayUsesTrustedProxy: false, .gatewayRateLimit: true],
            [.gatewayIsExposed: false, .gatewayUsesTrustedProxy: false, .gatewayRateLimit: false],
            bad: [.gatewayIsExposed: true, .gatewayUsesTrustedProxy: false, .gatewayRateLimit: false]
        ),
        .forbid(
            .openclaw,
            "rate-limit-loopback-behind-proxy",
            .openclawGateway,
            where: .gatewayRateLimit == true && .gatewayRateLimitExemptsLoopback == true
                && Field.trustedProxies.contains("127.0.0.1"),
            title: "Rate limit includes loopback where a local proxy is trusted",
            fault: "Rate limit exempts loopback, where the local proxy's requests come from",
            rationale: "Every request then comes from loopback, so that no failed login is counted.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.auth.rateLimit.exemptLoopback")],
            fix: .openclaw(
                .set("gateway.auth.rateLimit.exemptLoopback", to: false),
                byHand: "`openclaw config set gateway.auth.rateLimit.exemptLoopback false`"
            ),
            good: [.gatewayRateLimit: true, .gatewayRateLimitExemptsLoopback: false, .trustedProxies: ["127.0.0.1"]],
            bad: [.gatewayRateLimit: true, .gatewayRateLimitExemptsLoopback: true, .trustedProxies: ["127.0.0.1"]]
        ),
        .forbid(
            .openclaw,
            "disable-tailscale-funnel",
            .openclawGateway,
            where: .tailscaleMode == "funnel",
            title: "Tailscale Funnel is disabled for the gateway",
            fault: "Gateway is published to the internet by Tailscale Funnel",
            rationale: "Funnel publishes the control plane to the whole internet, where scanners find it within hours.",
            .critical,
            [.openclaw("gateway.tailscale_funnel")],
            fix: .openclaw(
                byHand: "`openclaw config set gateway.tailscale.mode serve`; off closes it to the tailnet as well"
            ) { $0.leaveFunnel },
            good: [.tailscaleMode: "serve"],
            [.tailscaleMode: "off"],
            bad: [.tailscaleMode: "funnel"]
        ),
        .forbid(
            .openclaw,
            "require-token-from-tailnet",
            .openclawGateway,
            where: .gatewayAllowsTailscale == true && .tailscaleMode == "serve",
            title: "Tailnet devices need the gateway token",
            fault: "Tailnet devices are authenticated without the gateway token",
            rationale:
                "Any device of the tailnet is an operator by its name alone: a guest's, a lost phone, another container.",
            .low,
            [.openclaw("gateway.tailscale_serve")],
            fix: .manual(
                "give the devices the token, then `openclaw config set gateway.auth.allowTailscale false`",
                because: "Devices of the tailnet that have no token are cut off."
            ),
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
            title: "Gateway on the network uses TLS, or is behind a proxy",
            fault: "Gateway on the network uses plain HTTP and trusts no proxy",
            rationale:
                "Token and conversations cross the network in clear text, and whoever listens becomes the operator.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.tls")],
            fix: .openclaw(byHand: "`openclaw config set gateway.bind loopback`, and put a proxy with TLS in front") {
                $0.bindToLoopback
            },
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
            title: "Gateway listens on loopback only",
            fault: "Gateway listens beyond loopback",
            rationale:
                "On any other address one mistake in the firewall, or one other machine on the network, is enough to reach the control plane.",
            .high,
            [
                .openclaw("gateway.bind_no_auth"), .openclaw("gateway.bind_network_accessible"),
                Reference("eight layers", "8"),
            ],
            fix: .openclaw(
                byHand: "`openclaw config set gateway.bind loopback`, and reach it through the proxy or an SSH tunnel",
                cost:
                    "clients that reach the gateway by the server's own address; by a tunnel they still do: ssh -L 18789:127.0.0.1:18789 YOU@SERVER (-p with SSH's port), then http://localhost:18789"
            ) { $0.bindToLoopback },
            good: false,
            bad: true,
            with: [.gatewayInContainer: false, .tailscaleMode: "off"]
        ),
    ]

    /// Behind a proxy on this machine every request comes from loopback.
    private static let gatewayRateLimit: JSONValue = [
        "maxAttempts": 10, "windowMs": 60_000, "lockoutMs": 300_000, "exemptLoopback": false,
    ]
}
