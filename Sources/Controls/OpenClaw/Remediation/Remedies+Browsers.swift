import Documents
import Hardening

/// The control UI, the proxy in front, and the browser that agents use.
extension OpenClawRemedy {
    static let controlUI: [OpenClawRemedy] = [
        OpenClawRemedy("name-control-ui-origins", .openclawGateway) { drift in
            guard let origins = drift.origins else { return .advice(unknownName) }
            return .rules([.set("gateway.controlUi.allowedOrigins", to: origins)])
        },
        OpenClawRemedy("refuse-any-origin", .openclawGateway) { drift in
            let pattern = ConfigurationPattern("gateway.controlUi.allowedOrigins")
            if let origins = drift.origins {
                return .rules([.include(origins.texts, in: pattern), .exclude(["*"], from: pattern)])
            }
            guard drift.gateway[.controlUIOrigins].items != ["*"] else { return .advice(unknownName) }
            return .rules([.exclude(["*"], from: pattern)])
        },
        OpenClawRemedy("check-origin-not-host", .openclawGateway) { drift in
            // Without origins of its own an exposed gateway refuses to start.
            guard drift.namesOrigins || drift.origins != nil else { return .advice(unknownName) }
            let named =
                drift.namesOrigins ? [] : drift.origins.map { [ConfigurationRule.set(allowedOrigins, to: $0)] } ?? []
            return .rules(named + [.unset("gateway.controlUi.\(hostFallback)")])
        },
        .rules(
            "require-device-authentication",
            .openclawGateway,
            .unset("gateway.controlUi.dangerouslyDisableDeviceAuth")
        ),
        .rules("refuse-insecure-control-ui", .openclawGateway, .unset("gateway.controlUi.allowInsecureAuth")),
        .rules(
            "sandbox-embedded-pages",
            .openclawGateway,
            .set("gateway.controlUi.embedSandbox", to: "strict", orOne: "scripts")
        ),
        .rules(
            "embed-no-outside-pages",
            .openclawGateway,
            .replace("gateway.controlUi.allowExternalEmbedUrls", true, by: false)
        ),
        .rules(
            "fetch-no-icons-of-sites",
            .openclawGateway,
            .set("gateway.controlUi.automaticallyFetchFavicons", to: false)
        ),
    ]

    static let allowedOrigins = "gateway.controlUi.allowedOrigins"
    static let hostFallback = "dangerouslyAllowHostHeaderOriginFallback"

    private static let unknownName =
        "The name by which browsers reach the control UI is not in the profile (proxy.domains). Type: openclaw config set gateway.controlUi.allowedOrigins '[\"https://YOUR.NAME\"]' --strict-json"

    static let proxyTrust: [OpenClawRemedy] = [
        OpenClawRemedy("trust-exact-proxies", .openclawGateway, reading: Catalogue.siteFacts) { drift in
            guard let proxies = drift.proxies else {
                return .advice(
                    "The address the proxy comes from is not known here: the hoster's, or for a container the gateway of its network. Set gateway.trustedProxies to that address alone."
                )
            }
            let pattern = ConfigurationPattern("gateway.trustedProxies")
            let wide = ConfigurationRule(pattern, creates: false, "\(pattern) names no wide networks") { node in
                let items = node?.items ?? []
                let bad = items.indices.filter { items[$0].text.map(coversTooMuch) ?? false }
                return bad.isEmpty ? .keep : .without(bad)
            }
            // The limit would count nobody's attempts, now that loopback is what is trusted.
            let counts =
                proxies.contains("127.0.0.1") && drift.gateway[.gatewayRateLimit] == true
                ? [ConfigurationRule.set("gateway.auth.rateLimit.exemptLoopback", to: false)] : []
            let trust = ConfigurationRule.include(proxies, in: pattern).saying(drift.proxyWay.note(drift.site))
            let rules = [trust, wide] + counts
            guard case .network = drift.proxyWay, drift.site.hindrance(to: rules) == nil else { return .rules(rules) }
            return .amendments(Catalogue.proxyAmendments(drift.profile, drift.proxyWay) + drift.site.amendments(rules))
        },
        OpenClawRemedy("name-proxies-by-address", .openclawGateway) { drift in
            let unusable = drift.items(.unusableProxies)
            guard Set(drift.gateway[.trustedProxies].items) != Set(unusable) else {
                return .advice(
                    "The proxy's address is for you to name, in gateway.trustedProxies; what stands there is none."
                )
            }
            return .rules([.exclude(unusable, from: ConfigurationPattern("gateway.trustedProxies"))])
        },
        .rules("ignore-real-ip-header", .openclawGateway, .replace("gateway.allowRealIpFallback", true, by: false)),
        OpenClawRemedy("refuse-identity-from-loopback", .openclawGateway) { drift in
            guard !drift.gateway[.trustedProxies].items.contains(where: isLoopback) else {
                return .advice(
                    "The proxy itself comes from loopback, and everybody would be refused. Run gateway and proxy in containers of one network, name the proxy's address there, then set gateway.auth.trustedProxy.allowLoopback to false."
                )
            }
            return .rules([.replace("gateway.auth.trustedProxy.allowLoopback", true, by: false)])
        },
    ]

    /// As the control counts: `/0` to `/7` of IPv4, `/0` to `/15` of IPv6.
    static func coversTooMuch(_ text: String) -> Bool {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let length = Int(parts[1]) else { return text == "*" }
        return length < (text.contains(":") ? 16 : 8)
    }

    static let browser: [OpenClawRemedy] = [
        OpenClawRemedy("keep-browser-sandbox", .openclawSettings) { drift in
            guard !drift.site.isInContainer else {
                return .advice(
                    "Most containers do not let the browser make its sandbox, and it would not start. Run it in a sandbox of its own (agents.defaults.sandbox.browser), or allow user namespaces; then set browser.noSandbox to false."
                )
            }
            return .rules([.replace("browser.noSandbox", true, by: false)])
        },
        // Either name that is true opens them.
        .rules(
            "keep-browser-off-private-networks",
            .openclawSettings,
            .replace("browser.ssrfPolicy.allowPrivateNetwork", true, by: false),
            .set("browser.ssrfPolicy.dangerouslyAllowPrivateNetwork", to: false)
        ),
        .rules("forbid-page-scripts-by-agent", .openclawSettings, .set("browser.evaluateEnabled", to: false)),
        .rules(
            "refuse-legacy-browser-relay",
            .openclawSettings,
            .replace("browser.extensionRelay.allowLegacyAuth", true, by: false)
        ),
    ]
}

extension OpenClawRemedy.Drift {
    var namesOrigins: Bool { !gateway[.controlUIOrigins].items.filter { $0 != "*" }.isEmpty }

    /// Where the proxy in front comes from; none where that is not known.
    var proxies: [String]? {
        if !profile.firewall.trustedSources.isEmpty { return profile.firewall.trustedSources }
        guard profile.proxy.runsHere else { return nil }
        if site.isInContainer {
            let addresses = proxyWay.addresses(of: site)
            return addresses.isEmpty ? nil : addresses
        }
        return ["127.0.0.1"]
    }
}

extension JSONValue {
    fileprivate var texts: [String] {
        guard case .array(let items) = self else { return [] }
        return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}
