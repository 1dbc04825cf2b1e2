import Documents
import Hardening

extension OpenClawFault {
    /// The control UI names the origins it answers.
    var setOrigins: OpenClawChange {
        guard let origins else { return Self.unknownName }
        return .rules([.set(Self.allowedOrigins, to: origins)])
    }

    /// The control UI does not answer every origin.
    var removeWildcardOrigin: OpenClawChange {
        let pattern = ConfigurationPattern(Self.allowedOrigins)
        if let origins { return .rules([.include(origins.texts, in: pattern), .exclude(["*"], from: pattern)]) }
        guard gateway[.controlUIOrigins].items != ["*"] else { return Self.unknownName }
        return .rules([.exclude(["*"], from: pattern)])
    }

    /// No Host header stands for an origin.
    var leaveHostFallback: OpenClawChange {
        // Without origins of its own an exposed gateway refuses to start.
        guard let named = originsBeforeFallbackGoes else { return Self.unknownName }
        return .rules(named + [.unset("gateway.controlUi.\(Self.hostFallback)")])
    }

    /// No switch that is called dangerous is on.
    var unsetDangerousSwitches: OpenClawChange {
        let flags = items(.dangerousFlags)
        let dropsFallback = flags.contains("gateway.controlUi.\(Self.hostFallback)")
        guard let named = dropsFallback ? originsBeforeFallbackGoes : [] else {
            return .manual(
                "name the control UI's origin in gateway.controlUi.allowedOrigins, then unset \(flags.joined(separator: ", "))",
                because: "Without gateway.controlUi.allowedOrigins an exposed gateway refuses to start."
            )
        }
        return .rules(named + [.unset(ConfigurationPattern("**"), keyed: "dangerously")])
    }

    /// What is set before the Host header stops to count; none where that is not known.
    private var originsBeforeFallbackGoes: [ConfigurationRule]? {
        let namesOrigins = !gateway[.controlUIOrigins].items.filter { $0 != "*" }.isEmpty
        return namesOrigins ? [] : origins.map { [.set(Self.allowedOrigins, to: $0)] }
    }

    private static let allowedOrigins = "gateway.controlUi.allowedOrigins"
    private static let hostFallback = "dangerouslyAllowHostHeaderOriginFallback"
    private static let unknownName = OpenClawChange.manual(
        "List the address of the page alone in gateway.controlUi.allowedOrigins, such as "
            + "https://claw.example.org: `openclaw config set gateway.controlUi.allowedOrigins {ORIGINS} "
            + "--strict-json`",
        because: "The name by which browsers reach the control UI is not in the profile (proxy.domains)."
    )

    /// The origins from which browsers use the control UI; none where only a person knows them.
    ///
    /// Those of the profile's names; without names those of this machine itself, where nothing but a tunnel or a browser
    /// on it is left to reach the gateway. OpenClaw writes the same two where it has to name some
    /// (`src/config/gateway-control-ui-origins.ts`): through a port that Docker forwards, its exemption for clients on
    /// loopback does not count.
    private var origins: JSONValue? {
        guard profile.proxy.domains.isEmpty else {
            return .array(profile.proxy.domains.map { .string("https://\($0)") })
        }
        guard isReachedOnLoopbackOnly else { return nil }
        let scheme = gateway[.gatewayTLS] == true ? "https" : "http"
        return .array(
            hostPorts.flatMap { port in
                ["localhost", "127.0.0.1"].map { .string("\(scheme)://\($0):\(port)") }
            }
        )
    }

    /// Whether nobody is in front of the gateway, and what the profile asks of its address leaves loopback only.
    private var isReachedOnLoopbackOnly: Bool {
        guard profile.proxy.runsHere, profile.firewall.trustedSources.isEmpty,
            gateway[.trustedProxies] == .list([]), gateway[.tailscaleMode] == "off", let routes,
            routes.allSatisfy({ $0[.leadsToGateway] == false })
        else { return false }
        // Elsewhere a container's port is reached by neighbors alone, whose name is not known.
        if site.isInContainer { return !published.isEmpty }
        return ["loopback", "auto", "lan"].contains(gateway[.gatewayBind].text ?? "")
    }

    private var published: [Record] {
        ports.filter {
            $0[.container].text == site.gateway.container && $0[.containerPort].number == site.gateway.port
        }
    }

    private var hostPorts: [Int] { ([site.gateway.port] + published.compactMap { $0[.hostPort].number }).uniqued }
}

extension ConfigurationRule {
    /// No switch whose key begins so is on, anywhere.
    fileprivate static func unset(_ pattern: ConfigurationPattern, keyed prefix: String) -> Self {
        Self(pattern, creates: false, "no \(prefix)… switch is on") { node in
            let keys = (node?.members ?? []).filter { $0.key.hasPrefix(prefix) && $0.value.flag == true }.map(\.key)
            return keys.isEmpty ? .keep : .edits(keys.map { .remove(at: [.key($0)]) })
        }
    }
}

extension JSONValue {
    fileprivate var texts: [String] {
        guard case .array(let items) = self else { return [] }
        return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}
