import Catalog
import Hardening

extension Catalogue {
    static let openclawEndpoints: [Control] = [
        .forbid(
            .openclaw,
            "close-unused-http-endpoints",
            .openclawGateway,
            where: .gatewayIsExposed == true && (.chatCompletions == true || .responsesEndpoint == true),
            title: "An exposed gateway offers no OpenAI-compatible endpoints",
            rationale:
                "One bearer token runs the agent with all its tools, from any HTTP client, without a paired device.",
            .medium,
            [.openclaw("gateway.http.no_auth")],
            remedy:
                "openclaw config set gateway.http.endpoints.chatCompletions.enabled false; openclaw config set gateway.http.endpoints.responses.enabled false",
            good: [.gatewayIsExposed: true, .chatCompletions: false, .responsesEndpoint: false],
            bad: [.gatewayIsExposed: true, .chatCompletions: true, .responsesEndpoint: false]
        ),
        .field(
            .openclaw,
            "fetch-no-urls-for-clients",
            .openclawGateway,
            .endpointsFetchURLs,
            .is([]),
            title: "HTTP endpoints fetch no addresses for their callers",
            rationale: "A caller makes the gateway fetch internal addresses, the cloud's metadata service among them.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.http.endpoints")],
            remedy:
                "openclaw config set gateway.http.endpoints.responses.images.allowUrl false; openclaw config set gateway.http.endpoints.responses.files.allowUrl false; of chatCompletions likewise images",
            good: [],
            bad: ["responses.files"]
        ),
        .field(
            .openclaw,
            "choose-session-keys-here",
            .openclawGateway,
            .sessionKeyOverride,
            .is(false),
            title: "HTTP callers do not choose their session",
            rationale: "A caller names another person's session, reads it and speaks in it.",
            .medium,
            [.openclaw("gateway.http.session_key_override_enabled")],
            remedy: "openclaw config set gateway.http.allowSessionKeyOverride false",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "keep-http-tool-denials",
            .openclawGateway,
            .httpTools,
            .is([]),
            title: "Tools that are denied over HTTP stay denied",
            rationale: "With the token anybody runs commands by one POST to /tools/invoke, and no model says no.",
            .high,
            [.openclaw("gateway.tools_invoke_http.dangerous_allow")],
            remedy: "openclaw config unset gateway.tools.allow",
            good: [],
            bad: ["exec"]
        ),
        .field(
            .openclaw,
            "deny-tools-over-http",
            .openclawGateway,
            .httpReachableTools,
            .is([]),
            title: "Whoever has the token does not use tools that read or send over HTTP",
            rationale:
                "POST /tools/invoke is always on: one leaked token fetches, sends and searches what the agent remembers, and no model says no.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.tools")],
            remedy:
                "openclaw config set gateway.tools.deny '[\"browser\",\"web_fetch\",\"message\",\"memory_search\",\"secrets\"]' --strict-json",
            good: [],
            bad: ["message"]
        ),
        .field(
            .openclaw,
            "deny-dangerous-node-commands",
            .openclawGateway,
            .nodeCommands,
            .is([]),
            title: "Paired devices do not offer camera, screen, messages or commands",
            rationale: "An injected instruction takes pictures, records the screen or sends messages from a phone.",
            .high,
            [.openclaw("gateway.nodes.allow_commands_dangerous")],
            remedy: "remove them from gateway.nodes.commands.allow (gateway.nodes.allowCommands in older versions)",
            good: [],
            bad: ["camera.snap"]
        ),
        .field(
            .openclaw,
            "deny-node-commands-by-name",
            .openclawGateway,
            .nodeDeniesIneffective,
            .is([]),
            title: "Denied node commands are exact names",
            rationale: "A pattern matches no command, so what the list was meant to deny is still allowed.",
            .medium,
            [.openclaw("gateway.nodes.deny_commands_ineffective")],
            remedy: "write each command's exact name, such as camera.snap",
            good: [],
            bad: ["camera.*"]
        ),
        .forbid(
            .openclaw,
            "keep-browsers-of-devices-out",
            .openclawGateway,
            where: .browserIsReachable == true && .nodeBrowser == "auto",
            title: "The agent's browser is not one of a paired device",
            rationale: "The agent drives the browser in which its owner is logged in everywhere.",
            .low,
            [Reference("OpenClaw documentation", "gateway.nodes.browser")],
            remedy: "openclaw config set gateway.nodes.browser.mode off",
            good: [.browserIsReachable: true, .nodeBrowser: "off"],
            [.browserIsReachable: false, .nodeBrowser: "auto"],
            bad: [.browserIsReachable: true, .nodeBrowser: "auto"]
        ),
        .forbid(
            .openclaw,
            "turn-off-gateway-terminal",
            .openclawGateway,
            where: .gatewayTerminal == true,
            title: "The gateway offers no terminal",
            rationale: "Whoever gets one session of the control UI has a shell on the server.",
            .high,
            [Reference("OpenClaw documentation", "gateway.terminal")],
            remedy: "openclaw config set gateway.terminal.enabled false",
            good: [.gatewayTerminal: false],
            bad: [.gatewayTerminal: true]
        ),
        .forbid(
            .openclaw,
            "promise-encryption",
            .openclawGateway,
            where: .gatewayTLS == true && (.gatewayHSTS == .unset || .gatewayHSTS == false),
            title: "A gateway that speaks TLS itself tells browsers to insist on it",
            rationale: "The first visit by http:// is answered by whoever is on the way, who keeps the token.",
            .low,
            [Reference("OpenClaw documentation", "gateway.http.securityHeaders")],
            remedy: "openclaw config set gateway.http.securityHeaders.strictTransportSecurity 'max-age=31536000'",
            good: [.gatewayTLS: true, .gatewayHSTS: "max-age=31536000"],
            [.gatewayTLS: false, .gatewayHSTS: .unset],
            bad: [.gatewayTLS: true, .gatewayHSTS: .unset]
        ),
        .field(
            .openclaw,
            "encrypt-remote-gateway",
            .openclawGateway,
            .remoteIsPlain,
            .is(false),
            title: "A remote gateway is reached with encryption",
            rationale: "The token and every conversation cross the network in the clear.",
            .high,
            [Reference("OpenClaw documentation", "gateway.remote.url")],
            remedy: "use wss:// in gateway.remote.url",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "set-gateway-mode",
            .openclawGateway,
            .gatewayMode,
            .isOne(of: "local", "remote"),
            title: "gateway.mode is set",
            rationale:
                "Without it the gateway starts only with --allow-unconfigured, which skips the set-up's safe choices.",
            .low,
            [Reference("OpenClaw documentation", "gateway.mode")],
            remedy: "openclaw config set gateway.mode local",
            good: "local",
            bad: .unset
        ),
    ]
}
