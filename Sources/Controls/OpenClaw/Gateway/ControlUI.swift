import Catalog
import Hardening

extension Catalogue {
    static let openclawControlUI: [Control] = [
        .forbid(
            .openclaw,
            "name-control-ui-origins",
            .openclawGateway,
            where: .controlUI == true && .gatewayIsExposed == true && .controlUIOrigins == [],
            title: "An exposed control UI names the origins it answers",
            rationale: "Any web page the operator opens can talk to the gateway with the operator's browser.",
            .high,
            [.openclaw("gateway.control_ui.allowed_origins_required")],
            remedy: "openclaw config set gateway.controlUi.allowedOrigins '[\"https://YOUR.NAME\"]' --strict-json",
            good: [.controlUI: true, .gatewayIsExposed: true, .controlUIOrigins: ["https://claw.example.org"]],
            [.controlUI: true, .gatewayIsExposed: false, .controlUIOrigins: []],
            bad: [.controlUI: true, .gatewayIsExposed: true, .controlUIOrigins: []]
        ),
        .field(
            .openclaw,
            "refuse-any-origin",
            .openclawGateway,
            .controlUIOrigins,
            .excludes(["*"]),
            title: "The control UI does not answer every origin",
            rationale: "With a star any web page the operator opens drives the gateway from inside their browser.",
            .high,
            [.openclaw("gateway.control_ui.allowed_origins_wildcard")],
            remedy: "openclaw config set gateway.controlUi.allowedOrigins '[\"https://YOUR.NAME\"]' --strict-json",
            good: ["https://claw.example.org"],
            bad: ["*"]
        ),
        .field(
            .openclaw,
            "check-origin-not-host",
            .openclawGateway,
            .controlUIHostFallback,
            .is(false),
            title: "The origin check does not fall back to the Host header",
            rationale: "DNS rebinding makes an attacker's page look like the gateway's own origin.",
            .high,
            [.openclaw("gateway.control_ui.host_header_origin_fallback")],
            remedy: "openclaw config unset gateway.controlUi.dangerouslyAllowHostHeaderOriginFallback",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "require-device-authentication",
            .openclawGateway,
            .controlUIDeviceAuthOff,
            .is(false),
            title: "The control UI checks the device",
            rationale: "A leaked token alone is then enough, from any browser in the world.",
            .critical,
            [.openclaw("gateway.control_ui.device_auth_disabled")],
            remedy: "openclaw config unset gateway.controlUi.dangerouslyDisableDeviceAuth",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "refuse-insecure-control-ui",
            .openclawGateway,
            .controlUIInsecureAuth,
            .is(false),
            title: "The control UI is not used over plain HTTP",
            rationale: "The token crosses the network in the clear, and whoever listens has the gateway.",
            .high,
            [.openclaw("gateway.control_ui.insecure_auth")],
            remedy: "openclaw config unset gateway.controlUi.allowInsecureAuth, and use HTTPS or an SSH tunnel",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "sandbox-embedded-pages",
            .openclawGateway,
            .controlUIEmbedSandbox,
            .isOne(of: "strict", "scripts"),
            title: "Pages embedded in the control UI are sandboxed",
            rationale: "A page the agent shows runs with the control UI's rights and uses the operator's session.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.controlUi.embedSandbox")],
            remedy: "openclaw config set gateway.controlUi.embedSandbox strict",
            good: "strict",
            bad: "trusted"
        ),
        .field(
            .openclaw,
            "embed-no-outside-pages",
            .openclawGateway,
            .controlUIExternalEmbeds,
            .is(false),
            title: "The control UI embeds no pages of other sites",
            rationale: "An injected instruction shows the operator a page of the attacker inside the trusted window.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.controlUi.allowExternalEmbedUrls")],
            remedy: "openclaw config set gateway.controlUi.allowExternalEmbedUrls false",
            good: false,
            bad: true
        ),
    ]
}
