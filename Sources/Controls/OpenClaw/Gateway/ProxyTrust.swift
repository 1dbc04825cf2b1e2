import Catalog
import Hardening

extension Catalogue {
    static let openclawProxyTrust: [Control] = [
        .field(
            .openclaw,
            "trust-exact-proxies",
            .openclawGateway,
            .trustsEveryProxy,
            .is(false),
            title: "gateway.trustedProxies names exact addresses",
            rationale:
                "Whoever counts as a proxy writes any client address and identity into a header and is believed.",
            .critical,
            [Reference("OpenClaw documentation", "gateway.trustedProxies")],
            remedy: "openclaw config set gateway.trustedProxies '[\"127.0.0.1\"]' --strict-json",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "name-proxies-by-address",
            .openclawGateway,
            .unusableProxies,
            .is([]),
            title: "gateway.trustedProxies holds addresses and nothing else",
            rationale:
                "An entry that is no address matches nobody, so whoever comes through the proxy passes for the proxy itself.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.trustedProxies")],
            remedy: "openclaw config set gateway.trustedProxies '[\"PROXY_ADDRESS\"]' --strict-json",
            good: [],
            bad: ["any"]
        ),
        .field(
            .openclaw,
            "ignore-real-ip-header",
            .openclawGateway,
            .realIPFallback,
            .is(false),
            title: "X-Real-IP is not believed",
            rationale: "A client that sends the header itself looks like loopback and skips what outsiders must pass.",
            .high,
            [.openclaw("gateway.real_ip_fallback_enabled")],
            remedy: "openclaw config set gateway.allowRealIpFallback false",
            good: false,
            bad: true
        ),
        .forbid(
            .openclaw,
            "name-proxies-of-trusted-proxy-mode",
            .openclawGateway,
            where: .gatewayUsesTrustedProxy == true && .trustedProxies == [],
            title: "Trusted-proxy mode names the proxies it trusts",
            rationale: "With no proxy named the mode either refuses everybody or believes headers from anywhere.",
            .critical,
            [.openclaw("gateway.trusted_proxy_no_proxies"), .openclaw("gateway.trusted_proxy_auth")],
            remedy: "openclaw config set gateway.trustedProxies '[\"PROXY_ADDRESS\"]' --strict-json",
            good: [.gatewayUsesTrustedProxy: true, .trustedProxies: ["10.0.0.2"]],
            [.gatewayUsesTrustedProxy: false, .trustedProxies: []],
            bad: [.gatewayUsesTrustedProxy: true, .trustedProxies: []]
        ),
        .forbid(
            .openclaw,
            "name-user-header-of-trusted-proxy-mode",
            .openclawGateway,
            where: .gatewayUsesTrustedProxy == true && .trustedProxyUserHeader == .unset,
            title: "Trusted-proxy mode names the header that carries the user",
            rationale: "Without it nobody is told apart, and whoever the proxy lets through is the operator.",
            .high,
            [.openclaw("gateway.trusted_proxy_no_user_header")],
            remedy: "openclaw config set gateway.auth.trustedProxy.userHeader X-Forwarded-User",
            good: [.gatewayUsesTrustedProxy: true, .trustedProxyUserHeader: "X-Forwarded-User"],
            bad: [.gatewayUsesTrustedProxy: true, .trustedProxyUserHeader: .unset]
        ),
        .forbid(
            .openclaw,
            "list-users-of-trusted-proxy-mode",
            .openclawGateway,
            where: .gatewayUsesTrustedProxy == true && .trustedProxyUsers == [],
            title: "Trusted-proxy mode lists the users it accepts",
            rationale: "Every account of the identity provider, a guest's too, is then an operator of the gateway.",
            .medium,
            [.openclaw("gateway.trusted_proxy_no_allowlist")],
            remedy: "openclaw config set gateway.auth.trustedProxy.allowUsers '[\"you@example.org\"]' --strict-json",
            good: [.gatewayUsesTrustedProxy: true, .trustedProxyUsers: ["me"]],
            bad: [.gatewayUsesTrustedProxy: true, .trustedProxyUsers: []]
        ),
        .forbid(
            .openclaw,
            "refuse-identity-from-loopback",
            .openclawGateway,
            where: .gatewayUsesTrustedProxy == true && .trustedProxyLoopback == true,
            title: "Identity headers from loopback are refused",
            rationale: "Any local process, one the agent started too, forges the header and becomes the operator.",
            .high,
            [.openclaw("gateway.trusted_proxy_allow_loopback"), Reference("GHSA-rggc-m335-3wvj", "")],
            remedy: "openclaw config set gateway.auth.trustedProxy.allowLoopback false",
            good: [.gatewayUsesTrustedProxy: true, .trustedProxyLoopback: false],
            bad: [.gatewayUsesTrustedProxy: true, .trustedProxyLoopback: true]
        ),
        .field(
            .openclaw,
            "approve-devices-by-hand",
            .openclawGateway,
            .trustedProxyAutoApproves,
            .is(false),
            title: "New devices are approved by a person",
            rationale:
                "Whoever gets past the proxy once has a paired device that stays, without anybody having said yes.",
            .high,
            [
                .openclaw("gateway.trusted_proxy_device_auto_approve"),
                .openclaw("gateway.trusted_proxy_device_auto_approve_admin"),
            ],
            remedy: "openclaw config set gateway.auth.trustedProxy.deviceAutoApprove.enabled false",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "pair-nodes-by-hand",
            .openclawGateway,
            .nodeAutoApprovals,
            .is([]),
            title: "No network's nodes are paired by themselves",
            rationale: "A machine on that network becomes a node of the gateway and receives what the agent does.",
            .high,
            [Reference("OpenClaw documentation", "gateway.nodes.pairing")],
            remedy: "openclaw config set gateway.nodes.pairing.autoApproveCidrs '[]' --strict-json",
            good: [],
            bad: ["10.0.0.0/8"]
        ),
    ]
}
