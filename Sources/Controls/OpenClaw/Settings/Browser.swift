import Catalog
import Hardening

extension Catalogue {
    static let openclawBrowser: [Control] = [
        .forbid(
            .openclaw,
            "keep-browser-sandbox",
            .openclawSettings,
            where: .browser == true && .browserIsReachable == true && .browserNoSandbox == true,
            title: "The browser runs in its own sandbox",
            rationale: "One flaw in the browser, met on any page the agent opens, is a shell on the server.",
            .high,
            [Reference("OpenClaw documentation", "browser.noSandbox")],
            remedy: "openclaw config set browser.noSandbox false",
            good: [.browser: true, .browserIsReachable: true, .browserNoSandbox: false],
            bad: [.browser: true, .browserIsReachable: true, .browserNoSandbox: true]
        ),
        .forbid(
            .openclaw,
            "keep-browser-off-private-networks",
            .openclawSettings,
            where: .browser == true && .browserIsReachable == true && .browserPrivateNetwork == true,
            title: "The browser does not reach private networks",
            rationale:
                "A page tells the agent to open the cloud's metadata service or a router, and to repeat what it says.",
            .high,
            [Reference("OpenClaw documentation", "browser.ssrfPolicy")],
            remedy: "openclaw config set browser.ssrfPolicy.dangerouslyAllowPrivateNetwork false",
            good: [.browser: true, .browserIsReachable: true, .browserPrivateNetwork: false],
            [.browser: false, .browserIsReachable: true, .browserPrivateNetwork: true],
            [.browser: true, .browserIsReachable: false, .browserPrivateNetwork: true],
            bad: [.browser: true, .browserIsReachable: true, .browserPrivateNetwork: true]
        ),
        .forbid(
            .openclaw,
            "forbid-page-scripts-by-agent",
            .openclawSettings,
            where: .browser == true && .browserIsReachable == true && .browserEvaluate == true,
            title: "The agent does not run scripts of its own in pages",
            rationale:
                "An injected instruction runs a script in a page where somebody is logged in, and takes the session.",
            .low,
            [Reference("OpenClaw documentation", "browser.evaluateEnabled")],
            remedy: "openclaw config set browser.evaluateEnabled false",
            good: [.browser: true, .browserIsReachable: true, .browserEvaluate: false],
            bad: [.browser: true, .browserIsReachable: true, .browserEvaluate: true]
        ),
        .field(
            .openclaw,
            "encrypt-browser-control",
            .openclawSettings,
            .browserPlainCDP,
            .is([]),
            title: "Remote browsers are controlled with encryption",
            rationale: "Whoever listens on the way takes over a browser with logged-in sessions.",
            .medium,
            [.openclaw("browser.remote_cdp_http")],
            remedy: "use wss:// or https:// in browser.profiles.NAME.cdpUrl",
            good: [],
            bad: ["work"]
        ),
        .field(
            .openclaw,
            "control-no-browser-on-private-hosts",
            .openclawSettings,
            .browserPrivateCDP,
            .is([]),
            title: "No browser on a private address is under remote control",
            rationale:
                "The agent gets a browser inside another network, with that machine's sessions and its view of the inside.",
            .low,
            [.openclaw("browser.remote_cdp_private_host")],
            remedy: "remove browser.profiles.NAME.cdpUrl, or reach it by a tunnel to loopback",
            good: [],
            bad: ["work"]
        ),
        .field(
            .openclaw,
            "refuse-legacy-browser-relay",
            .openclawSettings,
            .browserLegacyRelay,
            .is(false),
            title: "The browser extension's relay refuses the old login",
            rationale: "The old tokens do not expire, and any local page or process that has one drives the browser.",
            .medium,
            [.openclaw("browser.extension_relay_legacy_auth")],
            remedy: "openclaw config set browser.extensionRelay.allowLegacyAuth false",
            good: false,
            bad: true
        ),
    ]
}
