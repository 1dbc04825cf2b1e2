import Catalog
import Documents
import Hardening

extension ControlList {
    static let openclawBrowser: [Control] = [
        .forbid(
            .openclaw,
            "keep-browser-sandbox",
            .openclawSettings,
            where: .browser == true && .browserIsReachable == true && .browserNoSandbox == true,
            title: "Browser sandbox is enabled",
            fault: "Browser sandbox is disabled",
            rationale: "One flaw in the browser, triggered by any page that the agent opens, is a shell on the server.",
            .high,
            [Reference("OpenClaw documentation", "browser.noSandbox")],
            fix: .openclaw(byHand: "`openclaw config set browser.noSandbox false`") { $0.enableBrowserSandbox },
            good: [.browser: true, .browserIsReachable: true, .browserNoSandbox: false],
            bad: [.browser: true, .browserIsReachable: true, .browserNoSandbox: true]
        ),
        .forbid(
            .openclaw,
            "keep-browser-off-private-networks",
            .openclawSettings,
            where: .browser == true && .browserIsReachable == true && .browserPrivateNetwork == true,
            title: "Browser cannot reach private networks",
            fault: "Browser can reach private networks",
            rationale:
                "A page tells the agent to open the cloud's metadata service or a router, and to repeat what it says.",
            .high,
            [Reference("OpenClaw documentation", "browser.ssrfPolicy")],
            // Either name that is true opens them.
            fix: .openclaw(
                .replace("browser.ssrfPolicy.allowPrivateNetwork", true, by: false),
                .set("browser.ssrfPolicy.dangerouslyAllowPrivateNetwork", to: false),
                byHand: "`openclaw config set browser.ssrfPolicy.dangerouslyAllowPrivateNetwork false`"
            ),
            good: [.browser: true, .browserIsReachable: true, .browserPrivateNetwork: false],
            [.browser: false, .browserIsReachable: true, .browserPrivateNetwork: true],
            [.browser: true, .browserIsReachable: false, .browserPrivateNetwork: true],
            bad: [.browser: true, .browserIsReachable: true, .browserPrivateNetwork: true]
        ),
        .forbid(
            .openclaw,
            "disable-browser-scripting",
            .openclawSettings,
            where: .browser == true && .browserIsReachable == true && .browserEvaluate == true,
            title: "Agents cannot run scripts in pages",
            fault: "Agents can run scripts in pages",
            rationale:
                "An injected instruction runs a script in a page where somebody is logged in, and takes the session.",
            .low,
            [Reference("OpenClaw documentation", "browser.evaluateEnabled")],
            fix: .openclaw(
                .set("browser.evaluateEnabled", to: false),
                byHand: "`openclaw config set browser.evaluateEnabled false`"
            ),
            good: [.browser: true, .browserIsReachable: true, .browserEvaluate: false],
            bad: [.browser: true, .browserIsReachable: true, .browserEvaluate: true]
        ),
        .field(
            .openclaw,
            "encrypt-browser-control",
            .openclawSettings,
            .browserPlainCDP,
            .is([]),
            title: "Control of remote browsers is encrypted",
            fault: "Control of remote browsers is not encrypted",
            rationale: "Whoever listens on the network takes over a browser with logged-in sessions.",
            .medium,
            [.openclaw("browser.remote_cdp_http")],
            fix: .manual(
                "use wss:// or https:// in cdpUrl of the browser profiles that the evidence names",
                because: "The browser's machine has to offer TLS first."
            ),
            good: [],
            bad: ["work"]
        ),
        .field(
            .openclaw,
            "remove-private-browser-endpoints",
            .openclawSettings,
            .browserPrivateCDP,
            .is([]),
            title: "No browser on a private address is controlled remotely",
            fault: "A browser on a private address is controlled remotely",
            rationale:
                "The agent gets a browser inside another network, with that machine's sessions and its access to that network.",
            .low,
            [.openclaw("browser.remote_cdp_private_host")],
            fix: .manual(
                "remove cdpUrl from the browser profiles that the evidence names, or reach it by a "
                    + "tunnel to loopback",
                because: "You decide whether that browser is needed."
            ),
            good: [],
            bad: ["work"]
        ),
        .field(
            .openclaw,
            "disable-legacy-browser-relay",
            .openclawSettings,
            .browserLegacyRelay,
            .is(false),
            title: "Browser relay does not accept legacy authentication",
            fault: "Browser relay accepts legacy authentication",
            rationale: "The old tokens do not expire, and any local page or process that has one controls the browser.",
            .medium,
            [.openclaw("browser.extension_relay_legacy_auth")],
            fix: .openclaw(
                .replace("browser.extensionRelay.allowLegacyAuth", true, by: false),
                byHand: "`openclaw config set browser.extensionRelay.allowLegacyAuth false`"
            ),
            good: false,
            bad: true
        ),
    ]
}
