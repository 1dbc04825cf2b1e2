import Hardening

extension Fix {
    /// The site that Nacre writes for Caddy, which puts several controls in place at once.
    static func caddySite(byHand: String) -> Fix {
        Fix(byHand: byHand, needs: CaddySite.needs) { fault in
            if let blocker = CaddySite.blocker(fault.profile, fault.snapshot) { return .advise(blocker) }
            let connection = ProxyConnection(fault.snapshot)
            let trust = GatewayTrust(fault.snapshot, for: fault.profile, over: connection)
            if let blocker = trust.siteBlocker { return .advise(blocker) }
            return .amend(CaddySite.amendments(fault.profile, over: connection) + trust.amendments)
        }
    }
}

extension CaddySite {
    /// What must be observed to decide whether Nacre writes the site, and what stands in it.
    static let needs: Set<Resource> = GatewayTrust.facts.union([.facts(.proxyServers), .file(path)])

    /// Why Nacre does not write a site here; none where it does.
    static func blocker(_ profile: Profile, _ snapshot: Snapshot) -> String? {
        guard profile.proxy.runsHere else {
            return
                "By the profile \(profile.name) the proxy stands in front of this server, at the hoster's. Change it there."
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
        if case .state(.file(let file)) = snapshot[.file(path)], !isReplaceable(file.text ?? "") {
            return "\(path) is your own. nacre explain says which lines to put into it."
        }
        return nil
    }

    /// Caddy with its site, and what leads from it to the gateway; HSTS promises its first step, or what is named.
    static func amendments(
        _ profile: Profile,
        hsts: Int? = nil,
        over connection: ProxyConnection
    ) -> [Amendment] {
        let site = CaddySite(
            domains: profile.proxy.domains,
            upstream: connection.upstream(profile),
            hstsMaxAge: hsts ?? steps(to: profile.proxy.hstsMaxAge)[0]
        )
        let dropIn = "# Written by Nacre.\n[Service]\n# For the socket of the admin endpoint.\nRuntimeDirectory=caddy\n"
        let names = profile.proxy.domains.joined(separator: ", ")
        let caddy: [Amendment] = [
            .package("caddy"),
            Amendment(.file(path), "Caddy serves \(names) with TLS", activation: .caddy, amend: site.amend)
                .requiring("caddy"),
            Amendment(
                .directory("/etc/systemd/system/caddy.service.d"),
                "settings of Caddy's service",
                activation: .caddy
            ) { state in if case .permissions = state { state } else { .permissions(.init(mode: 0o755)) } },
            Amendment(.file(unitDropIn), "Caddy's service has a directory for its socket", activation: .caddy) { _ in
                .file(.init(Array(dropIn.utf8), mode: 0o644))
            },
            .unitRuns("caddy.service", activation: .caddy).requiring("caddy"),
        ]
        return caddy + connection.amendments
    }
}
