import Catalog
import Documents
import Hardening

extension ControlList {
    static let openclawEndpoints: [Control] = [
        .forbid(
            .openclaw,
            "disable-openai-endpoints",
            .openclawGateway,
            where: .gatewayIsExposed == true && (.chatCompletions == true || .responsesEndpoint == true),
            title: "OpenAI-compatible endpoints are disabled on an exposed gateway",
            fault: "OpenAI-compatible endpoints are enabled on an exposed gateway",
            rationale:
                "One bearer token runs the agent with all its tools, from any HTTP client, without a paired device.",
            .medium,
            [.openclaw("gateway.http.no_auth")],
            fix: .openclaw(
                .replace("gateway.http.endpoints.chatCompletions.enabled", true, by: false),
                .replace("gateway.http.endpoints.responses.enabled", true, by: false),
                byHand:
                    "`openclaw config set gateway.http.endpoints.chatCompletions.enabled false`; "
                    + "`openclaw config set gateway.http.endpoints.responses.enabled false`"
            ),
            good: [.gatewayIsExposed: true, .chatCompletions: false, .responsesEndpoint: false],
            bad: [.gatewayIsExposed: true, .chatCompletions: true, .responsesEndpoint: false]
        ),
        .field(
            .openclaw,
            "disable-endpoint-url-fetching",
            .openclawGateway,
            .endpointsFetchURLs,
            .is([]),
            title: "HTTP endpoints do not fetch URLs for their callers",
            fault: "HTTP endpoints fetch URLs for their callers",
            rationale: "A caller makes the gateway fetch internal addresses, including the cloud's metadata service.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.http.endpoints")],
            fix: .openclaw(
                .replace("gateway.http.endpoints.*.images.allowUrl", true, by: false),
                .replace("gateway.http.endpoints.*.files.allowUrl", true, by: false),
                byHand:
                    "`openclaw config set gateway.http.endpoints.responses.images.allowUrl false`; "
                    + "`openclaw config set gateway.http.endpoints.responses.files.allowUrl false`; "
                    + "`openclaw config set gateway.http.endpoints.chatCompletions.images.allowUrl false`"
            ),
            good: [],
            bad: ["responses.files"]
        ),
        .field(
            .openclaw,
            "disable-session-key-override",
            .openclawGateway,
            .sessionKeyOverride,
            .is(false),
            title: "HTTP callers cannot choose their session",
            fault: "HTTP callers can choose their session",
            rationale: "A caller names another person's session, reads it, and writes to it.",
            .medium,
            [.openclaw("gateway.http.session_key_override_enabled")],
            fix: .openclaw(
                .replace("gateway.http.allowSessionKeyOverride", true, by: false),
                byHand: "`openclaw config set gateway.http.allowSessionKeyOverride false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "keep-http-tool-denials",
            .openclawGateway,
            .httpTools,
            .is([]),
            title: "Tools that are denied over HTTP by default stay denied",
            fault: "Tools that are denied over HTTP by default are allowed",
            rationale: "With the token anybody runs commands by one POST to /tools/invoke, and no model refuses.",
            .high,
            [.openclaw("gateway.tools_invoke_http.dangerous_allow")],
            // The list only takes back what is denied by default.
            fix: .openclaw(.unset("gateway.tools.allow"), byHand: "`openclaw config unset gateway.tools.allow`"),
            good: [],
            bad: ["exec"]
        ),
        .field(
            .openclaw,
            "deny-tools-over-http",
            .openclawGateway,
            .httpReachableTools,
            .is([]),
            title: "Tools that read or send data are denied over HTTP",
            fault: "Tools that read or send data can be called over HTTP",
            rationale:
                "POST /tools/invoke is always on: with one leaked token anybody fetches, sends and searches what the agent remembers, and no model refuses.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.tools")],
            fix: .openclaw(
                byHand:
                    "`openclaw config set gateway.tools.deny "
                    + "'[\"browser\",\"web_fetch\",\"message\",\"memory_search\",\"secrets\"]' "
                    + "--strict-json`",
                cost: "tools that read or send, called over HTTP with the token"
            ) { .rules([.include($0.items(.httpReachableTools), in: "gateway.tools.deny")]) },
            good: [],
            bad: ["message"]
        ),
        .field(
            .openclaw,
            "deny-dangerous-node-commands",
            .openclawGateway,
            .nodeCommands,
            .is([]),
            title: "Camera, screen, messages and commands of paired devices are denied",
            fault: "Dangerous commands of paired devices are allowed",
            rationale: "An injected instruction takes pictures, records the screen or sends messages from a phone.",
            .high,
            [.openclaw("gateway.nodes.allow_commands_dangerous")],
            fix: .openclaw(
                byHand: "remove them from gateway.nodes.commands.allow (gateway.nodes.allowCommands in older versions)"
            ) { $0.denyNodeCommands },
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
            fault: "List of denied node commands has entries that match no command",
            rationale: "A pattern matches no command, so what the list was meant to deny is still allowed.",
            .medium,
            [.openclaw("gateway.nodes.deny_commands_ineffective")],
            fix: .manual(
                "write each command's exact name, such as camera.snap",
                because: "Only you know which commands the pattern was meant for."
            ),
            good: [],
            bad: ["camera.*"]
        ),
        .forbid(
            .openclaw,
            "disable-device-browsers",
            .openclawGateway,
            where: .browserIsReachable == true && .nodeBrowser == "auto",
            title: "Agents do not use browsers of paired devices",
            fault: "Agents may use browsers of paired devices",
            rationale: "The agent controls the browser in which its owner is logged in everywhere.",
            .low,
            [Reference("OpenClaw documentation", "gateway.nodes.browser")],
            fix: .openclaw(
                .set("gateway.nodes.browser.mode", to: "off"),
                byHand: "`openclaw config set gateway.nodes.browser.mode off`",
                cost: "the browser of a paired device, for agents"
            ),
            good: [.browserIsReachable: true, .nodeBrowser: "off"],
            [.browserIsReachable: false, .nodeBrowser: "auto"],
            bad: [.browserIsReachable: true, .nodeBrowser: "auto"]
        ),
        .forbid(
            .openclaw,
            "disable-gateway-terminal",
            .openclawGateway,
            where: .gatewayTerminal == true,
            title: "Gateway terminal is disabled",
            fault: "Gateway terminal is enabled",
            rationale: "Whoever gets one session of the control UI has a shell on the server.",
            .high,
            [Reference("OpenClaw documentation", "gateway.terminal")],
            fix: .openclaw(
                .set("gateway.terminal.enabled", to: false),
                byHand: "`openclaw config set gateway.terminal.enabled false`",
                cost: "the terminal in the control UI"
            ),
            good: [.gatewayTerminal: false],
            bad: [.gatewayTerminal: true]
        ),
        .forbid(
            .openclaw,
            "send-hsts-header",
            .openclawGateway,
            where: .gatewayTLS == true && (.gatewayHSTS == .unset || .gatewayHSTS == false),
            title: "A gateway with TLS sends the HSTS header",
            fault: "Gateway uses TLS without the HSTS header",
            rationale: "The first visit by http:// is answered by whoever is on the path, who keeps the token.",
            .low,
            [Reference("OpenClaw documentation", "gateway.http.securityHeaders")],
            // Raised in steps by a person: a browser remembers for as long as it was told.
            fix: .openclaw(
                .set("gateway.http.securityHeaders.strictTransportSecurity", to: "max-age=600"),
                byHand:
                    "`openclaw config set gateway.http.securityHeaders.strictTransportSecurity "
                    + "max-age=600`, raised in steps to max-age=31536000: browsers remember it that long"
            ),
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
            title: "Connection to the remote gateway is encrypted",
            fault: "Connection to the remote gateway is not encrypted",
            rationale: "The token and every conversation cross the network in clear text.",
            .high,
            [Reference("OpenClaw documentation", "gateway.remote.url")],
            fix: .manual(
                "use wss:// in gateway.remote.url",
                because: "The gateway on the other machine has to offer TLS first."
            ),
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
            fault: "gateway.mode is neither local nor remote",
            rationale:
                "Without it the gateway starts only with --allow-unconfigured, which skips the secure defaults of the setup.",
            .low,
            [Reference("OpenClaw documentation", "gateway.mode")],
            fix: .openclaw(
                .set("gateway.mode", to: "local", orOne: "remote"),
                byHand: "`openclaw config set gateway.mode local`"
            ),
            good: "local",
            bad: .unset
        ),
    ]
}
