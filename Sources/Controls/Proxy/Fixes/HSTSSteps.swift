import Hardening

extension Fix {
    /// HSTS goes up one step with an apply, once the step before has been in force for its own length.
    static func hsts(byHand: String) -> Fix {
        Fix(byHand: byHand, needs: CaddySite.needs) { fault in
            let profile = fault.profile
            let snapshot = fault.snapshot
            let steps = CaddySite.steps(to: profile.proxy.hstsMaxAge)
            if let blocker = CaddySite.blocker(profile, snapshot) { return .advise(blocker) }
            let connection = ProxyConnection(snapshot)
            let trust = GatewayTrust(snapshot, for: profile, over: connection)
            if let blocker = trust.siteBlocker { return .advise(blocker) }
            guard case .state(.file(let file)) = snapshot[.file(CaddySite.path)], let text = file.text,
                CaddySite.isOwn(text), let made = CaddySite.promised(in: text)
            else {
                let first = CaddySite.amendments(profile, hsts: steps[0], over: connection) + trust.amendments
                return .begin(first, remaining(steps, from: steps[0]))
            }
            guard let next = steps.first(where: { $0 > made }) else {
                return .advise(
                    "\(CaddySite.path) has the header, but browsers do not get it. By hand: sudo systemctl reload caddy"
                )
            }
            let caddy = snapshot.records(.proxyServers).first { $0[.proxyProgram] == "caddy" } ?? Record("no Caddy")
            guard case .number(let age) = caddy[.proxyConfigurationAge], age >= min(made, 2_592_000) else {
                return .advise(remaining(steps, from: made))
            }
            let raised = CaddySite.amendments(profile, hsts: next, over: connection) + trust.amendments
            return next == steps.last ? .amend(raised) : .begin(raised, remaining(steps, from: next))
        }
    }

    private static func remaining(_ steps: [Int], from made: Int) -> String {
        let to = steps.filter { $0 > made }.map(span).joined(separator: ", then ")
        return
            "Browsers are promised \(span(made)). A promise cannot be taken back before its end, so it is raised in "
            + "steps: apply again when \(span(made)) have passed and every page works (\(to))."
    }

    private static func span(_ seconds: Int) -> String {
        if seconds >= 86400 { return seconds < 172_800 ? "a day" : "\(seconds / 86400) days" }
        return "\(seconds / 60) minutes"
    }
}
