import Documents
import Hardening

extension OpenClawRemedy {
    static let gateway: [OpenClawRemedy] = [
        // What counts today is written down, so that nobody's secret changes.
        OpenClawRemedy("name-gateway-auth-mode", .openclawGateway) { drift in
            guard let mode = drift.gateway[.gatewayAuth].text else {
                return .advice("Which of token and password counts cannot be told; set gateway.auth.mode.")
            }
            return .rules([.set("gateway.auth.mode", to: .string(mode))])
        },
        // Behind a proxy on this machine every request comes from loopback.
        OpenClawRemedy("limit-gateway-attempts", .openclawGateway) { _ in
            let limit: JSONValue = [
                "maxAttempts": 10, "windowMs": 60_000, "lockoutMs": 300_000, "exemptLoopback": false,
            ]
            return .rules([.set("gateway.auth.rateLimit", to: limit, keeping: true)])
        },
        .rules(
            "count-attempts-behind-proxy",
            .openclawGateway,
            .set("gateway.auth.rateLimit.exemptLoopback", to: false)
        ),
        OpenClawRemedy("avoid-tailscale-funnel", .openclawGateway) { drift in
            // Devices of the tailnet would be let in by their name, which Funnel does not do.
            let serve: [ConfigurationRule] = [
                .replace("gateway.tailscale.mode", "funnel", by: "serve"),
                .set("gateway.auth.allowTailscale", to: false),
            ]
            let bind = drift.gateway[.gatewayBind].text ?? ""
            guard !drift.site.isInContainer, !["loopback", "auto"].contains(bind) else { return .rules(serve) }
            // Its address counts again, once Funnel is gone.
            guard case .rules(let rules) = loopback(drift) else { return loopback(drift) }
            return .rules(serve + rules)
        },
        OpenClawRemedy("bind-gateway-to-loopback", .openclawGateway, way: loopback),
        OpenClawRemedy("encrypt-exposed-gateway", .openclawGateway, way: loopback),
        .rules(
            "close-unused-http-endpoints",
            .openclawGateway,
            .replace("gateway.http.endpoints.chatCompletions.enabled", true, by: false),
            .replace("gateway.http.endpoints.responses.enabled", true, by: false)
        ),
        .rules(
            "fetch-no-urls-for-clients",
            .openclawGateway,
            .replace("gateway.http.endpoints.*.images.allowUrl", true, by: false),
            .replace("gateway.http.endpoints.*.files.allowUrl", true, by: false)
        ),
        .rules(
            "choose-session-keys-here",
            .openclawGateway,
            .replace("gateway.http.allowSessionKeyOverride", true, by: false)
        ),
        // The list only takes back what is denied by itself.
        .rules("keep-http-tool-denials", .openclawGateway, .unset("gateway.tools.allow")),
        OpenClawRemedy("deny-dangerous-node-commands", .openclawGateway) { drift in
            let commands = drift.items(.nodeCommands)
            return .rules(
                ["gateway.nodes.commands.allow", "gateway.nodes.allowCommands"].map {
                    .exclude(commands, from: ConfigurationPattern($0))
                }
            )
        },
        .rules("keep-browsers-of-devices-out", .openclawGateway, .set("gateway.nodes.browser.mode", to: "off")),
        .rules("turn-off-gateway-terminal", .openclawGateway, .set("gateway.terminal.enabled", to: false)),
        // Raised in steps by a person: a browser remembers for as long as it was told.
        .rules(
            "promise-encryption",
            .openclawGateway,
            .set("gateway.http.securityHeaders.strictTransportSecurity", to: "max-age=600")
        ),
        .rules("set-gateway-mode", .openclawGateway, .set("gateway.mode", to: "local", orOne: "remote")),
        .rules(
            "approve-devices-by-hand",
            .openclawGateway,
            .replace("gateway.auth.trustedProxy.deviceAutoApprove.enabled", true, by: false)
        ),
        .rules("pair-nodes-by-hand", .openclawGateway, .unset("gateway.nodes.pairing.autoApproveCidrs")),
        OpenClawRemedy("deny-tools-over-http", .openclawGateway) { drift in
            .rules([.include(drift.items(.httpReachableTools), in: ConfigurationPattern("gateway.tools.deny"))])
        },
    ]

    /// Their keys are there since 2026.8, as is what they turn off.
    static let devices: [OpenClawRemedy] = [
        .rules("leave-ssh-to-people", .openclawGateway, .set("gateway.nodes.pairing.sshVerify", to: false)),
        .rules("take-no-tools-from-devices", .openclawGateway, .set("gateway.nodes.pluginTools.enabled", to: false)),
        .rules("take-no-skills-from-devices", .openclawGateway, .set("gateway.nodes.allowSkills", to: false)),
        OpenClawRemedy("deny-desktops-of-devices", .openclawGateway) { drift in
            let commands = drift.items(.nodeDesktopCommands)
            return .rules([.include(commands, in: ConfigurationPattern("gateway.nodes.commands.deny"))])
        },
    ]

    /// In a container the gateway listens on the container's address, and what is published counts; so this is for hosts.
    private static let loopback: @Sendable (Drift) -> Way = { drift in
        let bind = drift.gateway[.gatewayBind].text ?? ""
        // What it was started with wins over the configuration, and nobody but who started it can take it back.
        if case .unknown(let why) = drift.gateway[.gatewayBind] {
            return .advice(
                "Its socket is open to the network, and \(why). End it, openclaw config set gateway.bind loopback, and start it without --bind, or as a service: openclaw gateway install."
            )
        }
        if let source = drift.gateway.origins[.gatewayBind]?.file, !drift.site.isConfiguration(source) {
            return .advice(
                "\(source) starts the gateway with --bind \(bind), which wins over openclaw.json; take it out there."
            )
        }
        if bind == "tailnet" {
            return .advice(
                "Devices of the tailnet would be cut off. Set gateway.tailscale.mode to serve, then gateway.bind to loopback."
            )
        }
        // What goes with the controls of trusted proxies says nothing of where the proxy is.
        let named = drift.gateway[.trustedProxies].items.filter { address in
            let isGoing = coversTooMuch(address) && drift.proxies == ["127.0.0.1"]
            return !isGoing && !drift.gateway[.unusableProxies].items.contains(address)
        }
        if named.contains(where: { !isLoopback($0) }) || (!drift.profile.proxy.runsHere && named.isEmpty) {
            return .advice(
                "A proxy on another machine could not reach it on loopback. Let the firewall admit that machine alone, or bring the proxy here and set gateway.bind to loopback."
            )
        }
        return .rules([.set("gateway.bind", to: "loopback")])
    }

    static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }
}

extension OpenClawRemedy.Drift {
    /// The items of a list in all records that drifted.
    func items(_ field: Field) -> [String] {
        var seen: Set<String> = []
        return records.flatMap { $0[field].items }.filter { seen.insert($0).inserted }
    }
}

extension OpenClawSite {
    func isConfiguration(_ path: String) -> Bool { path == configuration || includes.contains { $0.path == path } }
}

extension ConfigurationRule {
    /// The place has an object, where it has none; whatever one there is stays.
    fileprivate static func set(_ place: String, to value: JSONValue, keeping: Bool) -> Self {
        set(ConfigurationPattern(place), to: value, accepting: { keeping && $0.members != nil })
    }
}
