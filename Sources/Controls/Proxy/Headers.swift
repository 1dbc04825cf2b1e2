import Catalog
import Hardening

extension Control {
    static func enableHSTS(_ profile: Profile) -> Control {
        let age = profile.proxy.hstsMaxAge
        return Control(
            .proxy,
            "enable-hsts",
            title: "HSTS is enabled with a max-age of at least \(age) seconds",
            fault: "HSTS is missing, or its max-age is below \(age) seconds",
            rationale:
                "Without it an attacker on the network path answers the first plain request, and the browser never "
                + "gets to the redirect.",
            severity: .low,
            references: [Reference("RFC 6797", "6.1"), Reference("Caddy: header directive")],
            expects: [.each(.endpoints, where: .servesTLS == true, .hstsMaxAge, .atLeast(age))],
            fix: .hsts(
                byHand:
                    "Caddy: header Strict-Transport-Security \"max-age=600\", raised in steps to max-age=\(age) once all works; "
                    + "add includeSubDomains only when every subdomain speaks HTTPS"
            ),
            examples: [
                .compliant("for long enough", .endpoints, .endpoint([.hstsMaxAge: .number(age)])),
                .drifted("not at all", .endpoints, .endpoint([.hstsMaxAge: 0])),
                .drifted("for too short", .endpoints, .endpoint([.hstsMaxAge: .number(age - 1)])),
            ]
        )
    }

    static let forbidFraming = Control(
        .proxy,
        "forbid-framing",
        title: "Other sites cannot show pages of the proxy in a frame",
        fault: "Other sites can show pages of the proxy in a frame",
        rationale: "A page that shows the control UI invisibly under its own buttons makes you approve commands with "
            + "clicks you meant for something else.",
        severity: .medium,
        references: [Reference("CSP Level 3", "frame-ancestors"), Reference("OWASP Clickjacking Defense Cheat Sheet")],
        expects: [.each(.endpoints, where: .servesTLS == true, .forbidsFraming, .is(true))],
        fix: .caddySite(
            byHand:
                "Caddy: header Content-Security-Policy \"frame-ancestors 'none'\" and header X-Frame-Options DENY; keep a "
                + "policy that the gateway sends itself"
        ),
        examples: [
            .compliant("forbidden", .endpoints, .endpoint()),
            .drifted("allowed", .endpoints, .endpoint([.forbidsFraming: false])),
        ]
    )

    static let disableMIMESniffing = Control(
        .proxy,
        "disable-mime-sniffing",
        title: "MIME sniffing is disabled",
        fault: "MIME sniffing is not disabled",
        rationale:
            "A file that an agent was sent and serves again as text is run as a script where the browser guesses "
            + "the type.",
        severity: .low,
        references: [Reference("Fetch Standard", "X-Content-Type-Options")],
        expects: [.each(.endpoints, where: .servesTLS == true, .stopsSniffing, .is(true))],
        fix: .caddySite(
            byHand:
                "Caddy: header X-Content-Type-Options nosniff; nginx: add_header X-Content-Type-Options nosniff always;"
        ),
        examples: [
            .compliant("declared", .endpoints, .endpoint()),
            .drifted("guessed", .endpoints, .endpoint([.stopsSniffing: false])),
        ]
    )

    static let disableXSSFilter = Control(
        .proxy,
        "disable-xss-filter",
        title: "The obsolete XSS filter is disabled",
        fault: "The obsolete XSS filter is enabled",
        rationale:
            "The filter of old browsers can be made to turn off single scripts of a page, which opens holes that "
            + "were not there without it.",
        severity: .low,
        references: [Reference("OWASP HTTP Headers Cheat Sheet", "X-XSS-Protection")],
        expects: [.each(.endpoints, where: .servesTLS == true, .filtersXSS, .is(false))],
        fix: .caddySite(byHand: "Remove the X-XSS-Protection header, or send X-XSS-Protection: 0"),
        examples: [
            .compliant("off", .endpoints, .endpoint()),
            .drifted("on", .endpoints, .endpoint([.filtersXSS: true])),
        ]
    )

    static let hideVersion = Control(
        .proxy,
        "hide-version",
        title: "Responses do not reveal the server's version",
        fault: "Responses reveal the server's version",
        rationale:
            "Scanners collect versions, and when the next hole is published the list of servers to attack is ready.",
        severity: .low,
        references: [Reference("ngx_http_core_module", "server_tokens"), Reference("RFC 9110", "10.2.4")],
        expects: [.each(.endpoints, where: .servesTLS == true, .tellsVersion, .is(false))],
        fix: .caddySite(byHand: "nginx: server_tokens off; Caddy: header -Server, header -X-Powered-By"),
        examples: [
            .compliant("name only", .endpoints, .endpoint()),
            .drifted("nginx/1.22.1", .endpoints, .endpoint([.tellsVersion: true])),
        ]
    )
}
