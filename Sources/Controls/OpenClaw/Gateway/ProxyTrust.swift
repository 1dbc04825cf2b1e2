import Catalog
import Documents
import Hardening

extension ControlList {
    static let openclawProxyTrust: [Control] = [
        .field(
            .openclaw,
            "trust-exact-proxies",
            .openclawGateway,
            .trustsEveryProxy,
            .is(false),
            title: "gateway.trustedProxies names exact addresses",
            fault: "gateway.trustedProxies trusts wide networks",
            rationale: "Whoever counts as a proxy can forge any client address and identity in a header.",
            .critical,
            [Reference("OpenClaw documentation", "gateway.trustedProxies")],
            fix: .openclaw(
                byHand: "`openclaw config set gateway.trustedProxies '[\"127.0.0.1\"]' --strict-json`",
                reading: CaddySite.needs
            ) { $0.trustExactProxies },
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "list-proxies-by-address",
            .openclawGateway,
            .unusableProxies,
            .is([]),
            title: "gateway.trustedProxies holds only addresses",
            fault: "gateway.trustedProxies has entries that are not addresses",
            rationale:
                "An entry that is not an address matches nothing, so whoever comes through the proxy is taken for the proxy itself.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.trustedProxies")],
            fix: .openclaw(byHand: "list the proxy's address, as the gateway sees it, in gateway.trustedProxies") {
                $0.dropUnusableProxies
            },
            good: [],
            bad: ["any"]
        ),
        .field(
            .openclaw,
            "ignore-real-ip-header",
            .openclawGateway,
            .realIPFallback,
            .is(false),
            title: "X-Real-IP header is not trusted",
            fault: "X-Real-IP header is trusted",
            rationale: "A client that sends the header itself looks like loopback and skips what outsiders must pass.",
            .high,
            [.openclaw("gateway.real_ip_fallback_enabled")],
            fix: .openclaw(
                .replace("gateway.allowRealIpFallback", true, by: false),
                byHand: "`openclaw config set gateway.allowRealIpFallback false`"
            ),
            good: false,
            bad: true
        ),
        .forbid(
            .openclaw,
            "list-proxies-for-trusted-proxy-mode",
            .openclawGateway,
            where: .gatewayUsesTrustedProxy == true && .trustedProxies == [],
            title: "Trusted-proxy mode has a list of trusted proxies",
            fault: "Trusted-proxy mode has no list of trusted proxies",
            rationale: "Without a list the mode either refuses everybody or trusts headers from anywhere.",
            .critical,
            [.openclaw("gateway.trusted_proxy_no_proxies"), .openclaw("gateway.trusted_proxy_auth")],
            fix: .manual(
                "list the proxy's address, as the gateway sees it, in gateway.trustedProxies",
                because: "Only you know the proxy's address."
            ),
            good: [.gatewayUsesTrustedProxy: true, .trustedProxies: ["10.0.0.2"]],
            [.gatewayUsesTrustedProxy: false, .trustedProxies: []],
            bad: [.gatewayUsesTrustedProxy: true, .trustedProxies: []]
        ),
        .forbid(
            .openclaw,
            "set-user-header-for-trusted-proxy-mode",
            .openclawGateway,
            where: .gatewayUsesTrustedProxy == true && .trustedProxyUserHeader == .unset,
            title: "Trusted-proxy mode has a user header",
            fault: "Trusted-proxy mode has no user header",
            rationale: "Without it users cannot be distinguished, and whoever the proxy lets through is the operator.",
            .high,
            [.openclaw("gateway.trusted_proxy_no_user_header")],
            fix: .manual(
                "`openclaw config set gateway.auth.trustedProxy.userHeader X-Forwarded-User`",
                because: "Only you know which header the proxy puts the user in."
            ),
            good: [.gatewayUsesTrustedProxy: true, .trustedProxyUserHeader: "X-Forwarded-User"],
            bad: [.gatewayUsesTrustedProxy: true, .trustedProxyUserHeader: .unset]
        ),
        .forbid(
            .openclaw,
            "list-users-for-trusted-proxy-mode",
            .openclawGateway,
            where: .gatewayUsesTrustedProxy == true && .trustedProxyUsers == [],
            title: "Trusted-proxy mode has a list of allowed users",
            fault: "Trusted-proxy mode accepts every user",
            rationale: "Every account of the identity provider, including guests, is then an operator of the gateway.",
            .medium,
            [.openclaw("gateway.trusted_proxy_no_allowlist")],
            fix: .manual(
                "list who may log in, as the proxy names them, in gateway.auth.trustedProxy.allowUsers",
                because: "You decide who may use the gateway."
            ),
            good: [.gatewayUsesTrustedProxy: true, .trustedProxyUsers: ["me"]],
            bad: [.gatewayUsesTrustedProxy: true, .trustedProxyUsers: []]
        ),
        .forbid(
            .openclaw,
            "refuse-identity-from-loopback",
            .openclawGateway,
            where: .gatewayUsesTrustedProxy == true && .trustedProxyLoopback == true,
            title: "Identity headers from loopback are refused",
            fault: "Identity headers from loopback are trusted",
            rationale:
                "Any local process, including one that the agent started, forges the header and becomes the operator.",
            .high,
            [.openclaw("gateway.trusted_proxy_allow_loopback"), Reference("GHSA-rggc-m335-3wvj", "")],
            fix: .openclaw(byHand: "`openclaw config set gateway.auth.trustedProxy.allowLoopback false`") {
                $0.refuseLoopbackIdentity
            },
            good: [.gatewayUsesTrustedProxy: true, .trustedProxyLoopback: false],
            bad: [.gatewayUsesTrustedProxy: true, .trustedProxyLoopback: true]
        ),
        .field(
            .openclaw,
            "approve-devices-by-hand",
            .openclawGateway,
            .trustedProxyAutoApproves,
            .is(false),
            title: "New devices behind the trusted proxy are approved by a person",
            fault: "New devices behind the trusted proxy are approved automatically",
            rationale: "Whoever gets past the proxy once has a paired device permanently, without anybody's approval.",
            .high,
            [
                .openclaw("gateway.trusted_proxy_device_auto_approve"),
                .openclaw("gateway.trusted_proxy_device_auto_approve_admin"),
            ],
            fix: .openclaw(
                .replace("gateway.auth.trustedProxy.deviceAutoApprove.enabled", true, by: false),
                byHand: "`openclaw config set gateway.auth.trustedProxy.deviceAutoApprove.enabled false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "pair-nodes-by-hand",
            .openclawGateway,
            .nodeAutoApprovals,
            .is([]),
            title: "Nodes are not paired automatically by their network",
            fault: "Nodes of some networks are paired automatically",
            rationale: "A machine on that network becomes a node of the gateway and receives what the agent does.",
            .high,
            [Reference("OpenClaw documentation", "gateway.nodes.pairing")],
            fix: .openclaw(
                .unset("gateway.nodes.pairing.autoApproveCidrs"),
                byHand: "`openclaw config set gateway.nodes.pairing.autoApproveCidrs '[]' --strict-json`"
            ),
            good: [],
            bad: ["10.0.0.0/8"]
        ),
    ]
}
