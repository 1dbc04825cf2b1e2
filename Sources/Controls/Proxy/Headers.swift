import Catalog
import Hardening

extension Control {
    static func announceHSTS(_ profile: Profile) -> Control {
        let age = profile.proxy.hstsMaxAge
        return Control(
            .proxy,
            "announce-hsts",
            title: "Browsers are told to use HTTPS only, for \(age / 86400) days",
            rationale:
                "Without it an attacker on the way answers the first plain request himself, and the browser never "
                + "gets to the redirect.",
            severity: .low,
            references: [Reference("RFC 6797", "6.1"), Reference("Caddy: header directive")],
            remedy:
                "Caddy: header Strict-Transport-Security \"max-age=600\", raised in steps to max-age=\(age) once all works; "
                + "add includeSubDomains only when every subdomain speaks HTTPS",
            expects: [.each(.endpoints, where: .servesTLS == true, .hstsMaxAge, .atLeast(age))],
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
        title: "Other sites cannot put the control page in a frame",
        rationale: "A page that shows the control UI invisibly under its own buttons makes you approve commands with "
            + "clicks you meant for something else.",
        severity: .medium,
        references: [Reference("CSP Level 3", "frame-ancestors"), Reference("OWASP Clickjacking Defense Cheat Sheet")],
        remedy:
            "Caddy: header Content-Security-Policy \"frame-ancestors 'none'\" and header X-Frame-Options DENY; keep a "
            + "policy that the gateway sends itself",
        expects: [.each(.endpoints, where: .servesTLS == true, .forbidsFraming, .is(true))],
        examples: [
            .compliant("forbidden", .endpoints, .endpoint()),
            .drifted("allowed", .endpoints, .endpoint([.forbidsFraming: false])),
        ]
    )

    static let stopSniffing = Control(
        .proxy,
        "stop-sniffing",
        title: "Browsers take the declared type of a file",
        rationale:
            "A file that an agent was sent and serves again as text is run as a script where the browser guesses "
            + "the type.",
        severity: .low,
        references: [Reference("Fetch Standard", "X-Content-Type-Options")],
        remedy:
            "Caddy: header X-Content-Type-Options nosniff; nginx: add_header X-Content-Type-Options nosniff always;",
        expects: [.each(.endpoints, where: .servesTLS == true, .stopsSniffing, .is(true))],
        examples: [
            .compliant("declared", .endpoints, .endpoint()),
            .drifted("guessed", .endpoints, .endpoint([.stopsSniffing: false])),
        ]
    )

    static let leaveXSSFilterOff = Control(
        .proxy,
        "leave-xss-filter-off",
        title: "The obsolete XSS filter is not switched on",
        rationale:
            "The filter of old browsers can be made to switch off single scripts of a page, which opens holes that "
            + "were not there without it.",
        severity: .low,
        references: [Reference("OWASP HTTP Headers Cheat Sheet", "X-XSS-Protection")],
        remedy: "Remove the X-XSS-Protection header, or send X-XSS-Protection: 0",
        expects: [.each(.endpoints, where: .servesTLS == true, .filtersXSS, .is(false))],
        examples: [
            .compliant("off", .endpoints, .endpoint()),
            .drifted("on", .endpoints, .endpoint([.filtersXSS: true])),
        ]
    )

    static let hideVersion = Control(
        .proxy,
        "hide-version",
        title: "Answers do not tell the server's version",
        rationale:
            "Scanners collect versions, and when the next hole is published the list of servers to attack is ready.",
        severity: .low,
        references: [Reference("ngx_http_core_module", "server_tokens"), Reference("RFC 9110", "10.2.4")],
        remedy: "nginx: server_tokens off; Caddy: header -Server, header -X-Powered-By",
        expects: [.each(.endpoints, where: .servesTLS == true, .tellsVersion, .is(false))],
        examples: [
            .compliant("name only", .endpoints, .endpoint()),
            .drifted("nginx/1.22.1", .endpoints, .endpoint([.tellsVersion: true])),
        ]
    )
}
