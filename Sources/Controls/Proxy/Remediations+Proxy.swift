import Hardening

extension Catalogue {
    static func proxyRemediations(_ profile: Profile) -> [Remediation] {
        site(profile) + proxyTrustWays(profile) + [
            hsts(profile),
            .person(
                "proxy.bind-gateway-locally",
                "The gateway's own bind and the port that its container publishes decide this: openclaw.json and the "
                    + "compose file, whose controls say what to do."
            ),
            .person(
                "proxy.show-trusted-certificate",
                "Let the name's A and AAAA records point to this server, with ports 80 and 443 open to the world; Caddy "
                    + "then gets the certificate by itself. Why it has none: journalctl -u caddy"
            ),
            .person(
                "proxy.renew-certificates",
                "Caddy renews by itself; why it could not: journalctl -u caddy. Another proxy: see its own renewal timer."
            ),
            .person(
                "proxy.tell-real-client",
                "nginx: proxy_set_header X-Forwarded-For $remote_addr; Caddy: take 0.0.0.0/0 out of trusted_proxies."
            ),
            .person(
                "proxy.reach-gateway-locally",
                "The proxy was told to reach the gateway over the network. Move it to the gateway's server, or join both "
                    + "by a tunnel, and let it connect to 127.0.0.1."
            ),
        ]
    }

    /// Controls that the site Nacre writes for Caddy puts in place, all at once.
    private static let siteControls = [
        "proxy.serve-through-proxy", "proxy.hide-admin-endpoint", "proxy.keep-admin-from-accounts",
        "proxy.redirect-to-https", "proxy.refuse-legacy-tls", "proxy.stop-sniffing", "proxy.forbid-framing",
        "proxy.leave-xss-filter-off", "proxy.hide-version", "proxy.start-proxy-at-boot",
    ]

    static let siteFacts: Set<Resource> = GatewayTrust.facts.union([
        .facts(.proxyServers), .file(CaddySite.path),
    ])

    private static func site(_ profile: Profile) -> [Remediation] {
        // Where the proxy stands elsewhere, no control asks for one here.
        siteControls.filter { profile.proxy.runsHere || $0 != "proxy.serve-through-proxy" }.map { control in
            Remediation(control, needs: siteFacts) { snapshot in
                if let why = siteObstacle(profile, snapshot) { return .advise(why) }
                let way = ProxyWay(snapshot)
                let trust = GatewayTrust(snapshot, for: profile, over: way)
                if let why = trust.hindrance { return .advise(why) }
                return .amend(proxyAmendments(profile, way) + trust.amendments)
            }
        }
    }

    /// Why Nacre does not write a site here; none where it does.
    static func siteObstacle(_ profile: Profile, _ snapshot: Snapshot) -> String? {
        guard profile.proxy.runsHere else {
            return "By the profile \(profile.name) the proxy stands in front of this server, at the hoster's: there."
        }
        guard !profile.proxy.domains.isEmpty else {
            return
                "Only you know the name by which the server is reached. Write proxy: {domains: [claw.example.org]} into "
                + "/etc/nacre/profile.yaml, which is read by itself and begins with extends: standalone (or managed), and "
                + "apply; Nacre then sets up Caddy with TLS."
        }
        if case .state(.records(let servers)) = snapshot[.facts(.proxyServers)],
            let other = servers.first(where: { $0[.proxyProgram] != "caddy" && $0[.proxyRuns] == true })
        {
            return "\(other.name) already serves the web here; nacre explain says what to set in it."
        }
        if case .state(.file(let file)) = snapshot[.file(CaddySite.path)], !CaddySite.isReplaceable(file.text ?? "") {
            return "\(CaddySite.path) is your own. nacre explain says which lines to put into it."
        }
        return nil
    }

    static func amendments(_ profile: Profile, hsts: Int, _ way: ProxyWay) -> [Amendment] {
        let site = CaddySite(
            domains: profile.proxy.domains,
            upstream: way.upstream(profile),
            hstsMaxAge: hsts
        )
        let dropIn = "# Written by Nacre.\n[Service]\n# For the socket of the admin endpoint.\nRuntimeDirectory=caddy\n"
        let names = profile.proxy.domains.joined(separator: ", ")
        return [
            .package("caddy"),
            Amendment(.file(CaddySite.path), "Caddy serves \(names) with TLS", activation: .caddy, amend: site.amend)
                .requiring("caddy"),
            Amendment(
                .directory("/etc/systemd/system/caddy.service.d"),
                "settings of Caddy's service",
                activation: .caddy
            ) { state in if case .permissions = state { state } else { .permissions(.init(mode: 0o755)) } },
            Amendment(.file(CaddySite.unitDropIn), "Caddy's service has a directory for its socket", activation: .caddy)
            {
                _ in .file(.init(Array(dropIn.utf8), mode: 0o644))
            },
            .unitRuns("caddy.service", activation: .caddy).requiring("caddy"),
        ]
    }

    /// HSTS goes up one step with an apply, once the step before has been in force for its own length.
    private static func hsts(_ profile: Profile) -> Remediation {
        let steps = CaddySite.steps(to: profile.proxy.hstsMaxAge)
        return Remediation("proxy.announce-hsts", needs: siteFacts) { snapshot in
            if let why = siteObstacle(profile, snapshot) { return .advise(why) }
            let way = ProxyWay(snapshot)
            let trust = GatewayTrust(snapshot, for: profile, over: way)
            if let why = trust.hindrance { return .advise(why) }
            guard case .state(.file(let file)) = snapshot[.file(CaddySite.path)], let text = file.text,
                CaddySite.isOwn(text), let made = CaddySite.promised(in: text)
            else {
                let first = amendments(profile, hsts: steps[0], way) + way.amendments + trust.amendments
                return .begin(first, rest(steps, from: steps[0]))
            }
            guard let next = steps.first(where: { $0 > made }) else {
                return .advise("\(CaddySite.path) promises it, and browsers do not see it: systemctl reload caddy")
            }
            guard case .number(let age) = caddy(snapshot)[.proxyConfigurationAge], age >= min(made, 2_592_000) else {
                return .advise(rest(steps, from: made))
            }
            let raised = amendments(profile, hsts: next, way) + way.amendments + trust.amendments
            return next == steps.last ? .amend(raised) : .begin(raised, rest(steps, from: next))
        }
    }

    private static func rest(_ steps: [Int], from made: Int) -> String {
        let to = steps.filter { $0 > made }.map(span).joined(separator: ", then ")
        return
            "Browsers are promised \(span(made)). A promise cannot be taken back before its end, so that it is raised "
            + "in steps: apply again when \(span(made)) have passed and every page works (\(to))."
    }

    private static func span(_ seconds: Int) -> String {
        if seconds >= 86400 { return seconds < 172_800 ? "a day" : "\(seconds / 86400) days" }
        return "\(seconds / 60) minutes"
    }

    private static func caddy(_ snapshot: Snapshot) -> Record {
        snapshot.records(.proxyServers).first { $0[.proxyProgram] == "caddy" } ?? Record("no Caddy")
    }
}
