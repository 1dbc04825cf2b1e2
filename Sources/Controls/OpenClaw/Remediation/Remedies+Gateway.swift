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
        OpenClawRemedy("limit-gateway-attempts", .openclawGateway) { drift in
            var limit: [JSONValue.Member] = [
                .init("maxAttempts", 10), .init("windowMs", 60_000), .init("lockoutMs", 300_000),
            ]
            // Behind a proxy on this machine every request comes from loopback.
            if drift.trusts("127.0.0.1") { limit.append(.init("exemptLoopback", false)) }
            return .rules([.set("gateway.auth.rateLimit", to: .object(limit), keeping: true)])
        },
        .rules(
            "count-attempts-behind-proxy",
            .openclawGateway,
            .set("gateway.auth.rateLimit.exemptLoopback", to: false)
        ),
        // Devices of the tailnet would be let in by their name, which Funnel does not do.
        .rules(
            "avoid-tailscale-funnel",
            .openclawGateway,
            .replace("gateway.tailscale.mode", "funnel", by: "serve"),
            .set("gateway.auth.allowTailscale", to: false)
        ),
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
    ]

    /// In a container the gateway listens on the container's address, and what is published counts; so this is for hosts.
    private static let loopback: @Sendable (Drift) -> Way = { drift in
        let bind = drift.gateway[.gatewayBind].text ?? ""
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
        let away = drift.gateway[.trustedProxies].items.filter { !isLoopback($0) }
        if !away.isEmpty || (!drift.profile.proxy.runsHere && drift.gateway[.trustedProxies].items.isEmpty) {
            return .advice(
                "A proxy on another machine could not reach it on loopback. Let the firewall admit that machine alone, or bring the proxy here and set gateway.bind to loopback."
            )
        }
        return .rules([.set("gateway.bind", to: "loopback")])
    }

    static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }
}

extension OpenClawRemedy.Drift {
    func trusts(_ address: String) -> Bool { gateway[.trustedProxies].items.contains(address) }

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
