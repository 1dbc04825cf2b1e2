import Catalog
import Hardening

extension Control {
    static func renewCertificates(_ profile: Profile) -> Control {
        let days = profile.proxy.certificateDays
        return Control(
            .proxy,
            "renew-certificates",
            title: "Certificates are renewed in time",
            fault: "A certificate was not renewed in time",
            rationale:
                "Automatic renewal happens weeks before the end; a certificate this old shows that it fails. Once "
                + "it ends, people click through the warning, and through an attacker's too.",
            severity: .medium,
            references: [Reference("Caddy: Automatic HTTPS", "renewal"), Reference("RFC 5280", "4.1.2.5")],
            expects: [
                .none(
                    .endpoints,
                    where: .servesTLS == true && .certificateDays < days && .certificateShare < 30,
                    "the certificate has \(days) days or 30 percent of its lifetime left"
                )
            ],
            fix: .manual(
                "Caddy says why: `sudo journalctl -u caddy --grep renew`; open port 80 or 443 to the "
                    + "certificate authority; for another proxy, check its own renewal timer",
                because: "A proxy renews by itself, and only its log shows why it did not."
            ),
            examples: [
                .compliant("fresh", .endpoints, .endpoint([.certificateDays: 60])),
                .compliant(
                    "one of six days, of which four are left",
                    .endpoints,
                    .endpoint([.certificateDays: 4, .certificateShare: 66])
                ),
                .drifted(
                    "ends soon",
                    .endpoints,
                    .endpoint([.certificateDays: .number(days - 1), .certificateShare: 14])
                ),
                .drifted("ended", .endpoints, .endpoint([.certificateDays: -3, .certificateShare: 0])),
                .unknown(
                    "could not be asked",
                    .endpoints,
                    .endpoint([
                        .certificateDays: .unknown(.notRunning("no answer")),
                        .certificateShare: .unknown(.notRunning("no answer")),
                    ])
                ),
            ]
        )
    }

    static let useTrustedCertificate = Control(
        .proxy,
        "use-trusted-certificate",
        title: "Browsers trust the certificate of every public name",
        fault: "Browsers do not trust the certificate of a public name",
        rationale:
            "People who are used to a warning do not notice when an attacker on the network path presents a certificate of their "
            + "own and reads the gateway's token.",
        severity: .high,
        references: [Reference("Caddy: Automatic HTTPS"), Reference("RFC 9525")],
        expects: [.each(.endpoints, where: .servesTLS == true, .certificateDistrust, .is(.unset))],
        fix: .manual(
            "point the name's A and AAAA records to this server, open ports 80 and 443 to the internet, "
                + "and remove tls internal; why there is no certificate is shown by `sudo journalctl -u caddy`",
            because:
                "Caddy gets a certificate by itself once the name leads to this server, and only you can change the name's DNS records."
        ),
        examples: [
            .compliant("trusted", .endpoints, .endpoint()),
            .drifted("self-signed", .endpoints, .endpoint([.certificateDistrust: "self-signed certificate"])),
            .drifted("of another name", .endpoints, .endpoint([.certificateDistrust: "hostname mismatch"])),
        ]
    )

    static let disableLegacyTLS = Control(
        .proxy,
        "disable-legacy-tls",
        title: "TLS 1.0 and 1.1 are disabled",
        fault: "TLS 1.0 or 1.1 is enabled",
        rationale:
            "Both rely on MD5 and SHA-1 and have known attacks; an attacker on the network path can downgrade a client to them.",
        severity: .medium,
        references: [Reference("RFC 8996"), Reference("ngx_http_ssl_module", "ssl_protocols")],
        expects: [.each(.endpoints, where: .servesTLS == true, .acceptsLegacyTLS, .is(false))],
        fix: .caddySite(
            byHand: "nginx: ssl_protocols TLSv1.2 TLSv1.3; (in Caddy remove a tls protocols line), then reload"
        ),
        examples: [
            .compliant("1.2 and 1.3", .endpoints, .endpoint()),
            .drifted("1.0 accepted", .endpoints, .endpoint([.acceptsLegacyTLS: true])),
        ]
    )

    static let redirectToHTTPS = Control(
        .proxy,
        "redirect-to-https",
        title: "Plain HTTP redirects to HTTPS and serves nothing itself",
        fault: "Plain HTTP serves content",
        rationale:
            "Whoever types the name without https:// sends the first request unencrypted, "
            + "with its cookies and tokens, and everyone on the network path reads it.",
        severity: .high,
        references: [Reference("Caddy: Automatic HTTPS"), Reference("RFC 9110", "4.2.2")],
        expects: [
            .none(.endpoints, where: .plainHTTP == "serves content", "plain HTTP redirects, refuses, or is closed")
        ],
        fix: .caddySite(
            byHand:
                "Caddy: name the site without http://. nginx: return 301 https://$host$request_uri; in the server of port 80"
        ),
        examples: [
            .compliant("redirects", .endpoints, .endpoint()),
            .compliant("closed", .endpoints, .endpoint([.plainHTTP: "nothing listens"])),
            .drifted("serves the page", .endpoints, .endpoint([.plainHTTP: "serves content"])),
            .unknown("no answer", .endpoints, .endpoint([.plainHTTP: .unknown(.timedOut("no answer within 2 s"))])),
        ]
    )
}

extension Record {
    /// An endpoint where all is well, with some fields changed.
    static func endpoint(_ changes: [Field: Value] = [:]) -> Record {
        Record(
            "gateway.example.org",
            [
                .servesTLS: true, .certificateDistrust: .unset, .certificateDays: 60, .certificateShare: 66,
                .acceptsLegacyTLS: false,
                .hstsMaxAge: 31_536_000, .stopsSniffing: true, .forbidsFraming: true, .filtersXSS: false,
                .tellsVersion: false, .plainHTTP: "redirects to HTTPS",
            ].merging(changes) { $1 }
        )
    }
}
