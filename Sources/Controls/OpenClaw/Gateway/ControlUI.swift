import Catalog
import Documents
import Hardening

extension ControlList {
    static let openclawControlUI: [Control] = [
        .forbid(
            .openclaw,
            "set-control-ui-origins",
            .openclawGateway,
            where: .controlUI == true && .gatewayIsExposed == true && .controlUIOrigins == [],
            title: "Exposed control UI has a list of allowed origins",
            fault: "Exposed control UI has no list of allowed origins",
            rationale: "Any web page that the operator opens can talk to the gateway through the operator's browser.",
            .high,
            [.openclaw("gateway.control_ui.allowed_origins_required")],
            fix: .openclaw(
                byHand: "List the address of the page alone in gateway.controlUi.allowedOrigins, such as "
                    + "https://claw.example.org: `openclaw config set gateway.controlUi.allowedOrigins "
                    + "{ORIGINS} --strict-json`"
            ) { $0.setOrigins },
            good: [.controlUI: true, .gatewayIsExposed: true, .controlUIOrigins: ["https://claw.example.org"]],
            [.controlUI: true, .gatewayIsExposed: false, .controlUIOrigins: []],
            bad: [.controlUI: true, .gatewayIsExposed: true, .controlUIOrigins: []]
        ),
        .field(
            .openclaw,
            "remove-wildcard-origin",
            .openclawGateway,
            .controlUIOrigins,
            .excludes(["*"]),
            title: "Control UI does not accept every origin",
            fault: "Control UI accepts every origin",
            rationale:
                "With a wildcard any web page that the operator opens controls the gateway from the operator's browser.",
            .high,
            [.openclaw("gateway.control_ui.allowed_origins_wildcard")],
            fix: .openclaw(
                byHand: "List the address of the page alone in gateway.controlUi.allowedOrigins, such as "
                    + "https://claw.example.org: `openclaw config set gateway.controlUi.allowedOrigins "
                    + "{ORIGINS} --strict-json`"
            ) { $0.removeWildcardOrigin },
            good: ["https://claw.example.org"],
            bad: ["*"]
        ),
        .field(
            .openclaw,
            "disable-host-header-fallback",
            .openclawGateway,
            .controlUIHostFallback,
            .is(false),
            title: "Origin check does not fall back to the Host header",
            fault: "Origin check falls back to the Host header",
            rationale: "DNS rebinding makes an attacker's page look like the gateway's own origin.",
            .high,
            [.openclaw("gateway.control_ui.host_header_origin_fallback")],
            fix: .openclaw(byHand: "`openclaw config unset gateway.controlUi.dangerouslyAllowHostHeaderOriginFallback`")
            {
                $0.leaveHostFallback
            },
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "require-device-authentication",
            .openclawGateway,
            .controlUIDeviceAuthOff,
            .is(false),
            title: "Control UI requires device authentication",
            fault: "Control UI accepts clients without device authentication",
            rationale: "A leaked token alone is then enough, from any browser in the world.",
            .critical,
            [.openclaw("gateway.control_ui.device_auth_disabled")],
            fix: .openclaw(
                .unset("gateway.controlUi.dangerouslyDisableDeviceAuth"),
                byHand: "`openclaw config unset gateway.controlUi.dangerouslyDisableDeviceAuth`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "disable-insecure-control-ui",
            .openclawGateway,
            .controlUIInsecureAuth,
            .is(false),
            title: "Control UI does not accept logins over plain HTTP",
            fault: "Control UI accepts logins over plain HTTP",
            rationale: "The token crosses the network in clear text, and whoever listens has the gateway.",
            .high,
            [.openclaw("gateway.control_ui.insecure_auth")],
            fix: .openclaw(
                .unset("gateway.controlUi.allowInsecureAuth"),
                byHand: "`openclaw config unset gateway.controlUi.allowInsecureAuth`, and use HTTPS or an SSH tunnel"
            ),
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
            fault: "Pages embedded in the control UI are not sandboxed",
            rationale: "A page the agent shows runs with the control UI's rights and uses the operator's session.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.controlUi.embedSandbox")],
            fix: .openclaw(
                .set("gateway.controlUi.embedSandbox", to: "strict", orOne: "scripts"),
                byHand: "`openclaw config set gateway.controlUi.embedSandbox strict`"
            ),
            good: "strict",
            bad: "trusted"
        ),
        .field(
            .openclaw,
            "disable-favicon-fetching",
            .openclawGateway,
            .controlUIFavicons,
            .is(false),
            where: Field.controlUIFavicons.isSet,
            title: "Gateway does not fetch favicons of sites named in messages",
            fault: "Gateway fetches favicons of sites named in messages",
            rationale:
                "An address in a message makes the gateway call it, which tells the site's owner when, and from where.",
            .low,
            [Reference("OpenClaw documentation", "gateway.controlUi.automaticallyFetchFavicons")],
            fix: .openclaw(
                .set("gateway.controlUi.automaticallyFetchFavicons", to: false),
                byHand: "`openclaw config set gateway.controlUi.automaticallyFetchFavicons false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "disable-external-embeds",
            .openclawGateway,
            .controlUIExternalEmbeds,
            .is(false),
            title: "Control UI does not embed pages of other sites",
            fault: "Control UI may embed pages of other sites",
            rationale: "An injected instruction shows the operator a page of the attacker inside the trusted window.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.controlUi.allowExternalEmbedUrls")],
            fix: .openclaw(
                .replace("gateway.controlUi.allowExternalEmbedUrls", true, by: false),
                byHand: "`openclaw config set gateway.controlUi.allowExternalEmbedUrls false`"
            ),
            good: false,
            bad: true
        ),
    ]
}
