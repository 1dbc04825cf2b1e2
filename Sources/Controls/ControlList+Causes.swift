public import Catalog
import Hardening

extension ControlList {
    /// What several controls may have in common; of two that fit a finding, the first counts.
    public static let causes: [Cause] = exposure + agents + upkeep + habits

    private static let exposure = [
        Cause(
            "gateway-exposed",
            "The gateway listens beyond this server",
            signs: ["proxy.bind-gateway-locally"],
            consequences: [
                "container.define-loopback-ports", "container.publish-gateway-on-loopback",
                "firewall.close-gateway-port",
                "openclaw.bind-gateway-to-loopback", "openclaw.encrypt-exposed-gateway",
                "openclaw.rate-limit-gateway-authentication",
            ]
        ),
        Cause(
            "no-firewall",
            "No firewall: whatever listens on this server answers the network",
            signs: ["firewall.drop-input-ipv4", "firewall.drop-input-ipv6"],
            consequences: [
                "firewall.allow-neighbor-discovery", "firewall.block-irc-from-containers",
                "firewall.block-irc-from-host",
                "firewall.block-smtp-from-containers", "firewall.block-smtp-from-host", "firewall.close-gateway-port",
                "firewall.close-unintended-ports", "firewall.drop-forward-ipv4", "firewall.drop-forward-ipv6",
                "firewall.filter-published-ports", "firewall.limit-connections-per-source", "firewall.load-ufw-rules",
                "firewall.restore-rules-at-boot", "firewall.store-default-drop-ipv4",
                "firewall.store-default-drop-ipv6",
            ]
        ),
        Cause(
            "token-guessable",
            "The gateway's token or password can be guessed",
            signs: ["openclaw.choose-random-gateway-token"],
            consequences: ["openclaw.use-long-gateway-token"]
        ),
        Cause(
            "control-ui-open",
            "OpenClaw's web page lets in more than its owner",
            atLeast: 2,
            of: [
                "openclaw.disable-host-header-fallback", "openclaw.disable-insecure-control-ui",
                "openclaw.remove-wildcard-origin", "openclaw.set-control-ui-origins",
            ]
        ),
    ]

    private static let agents = [
        Cause(
            "strangers-answered",
            "The agent answers strangers",
            atLeast: 2,
            of: [
                "openclaw.close-open-groups", "openclaw.hide-context-of-unlisted-senders",
                "openclaw.list-group-senders",
                "openclaw.remove-wildcard-group-senders", "openclaw.remove-wildcard-senders",
                "openclaw.restrict-direct-messages",
            ]
        ),
        Cause(
            "agents-run-commands",
            "What others write can make an agent run commands on this server",
            signs: ["chains.block-paths-to-commands"],
            consequences: [
                "chains.block-data-exfiltration", "chains.block-paths-to-configuration",
                "chains.block-paths-to-devices",
                "chains.block-paths-to-files", "chains.block-paths-to-schedules", "chains.block-paths-to-sessions",
                "openclaw.confine-files-to-workspace", "openclaw.deny-cron-tool", "openclaw.deny-gateway-tool",
                "openclaw.deny-nodes-tool", "openclaw.require-approval-for-commands", "openclaw.restrict-tools",
                "openclaw.sandbox-agents-with-commands",
            ]
        ),
        Cause(
            "engine-socket-mounted",
            "A container of OpenClaw can take over this server through its mounts",
            atLeast: 2,
            of: [
                "container.define-no-system-mounts", "container.mount-no-engine-socket",
                "container.mount-no-system-directories",
            ]
        ),
        Cause(
            "openclaw-files-open",
            "Other accounts can read OpenClaw's files",
            atLeast: 2,
            of: [
                "openclaw.protect-configuration", "openclaw.protect-credentials", "openclaw.protect-state-directory",
                "secrets.protect-environment-files",
            ]
        ),
        Cause(
            "secrets-in-plain-text",
            "Keys and passwords lie where more than the program that needs them reads them",
            atLeast: 2,
            of: [
                "container.keep-secrets-out-of-compose-files", "container.keep-secrets-out-of-environment",
                "openclaw.keep-channel-tokens-out-of-file", "openclaw.keep-gateway-token-out-of-file",
                "openclaw.keep-model-keys-out-of-file", "secrets.keep-secrets-out-of-compose-files",
                "secrets.keep-secrets-out-of-configuration", "secrets.keep-secrets-out-of-containers",
            ]
        ),
    ]

    private static let upkeep = [
        Cause(
            "updates-missing",
            "Nothing installs security fixes",
            signs: ["updates.install-unattended-upgrades"],
            consequences: [
                "updates.enable-daily-list-refresh", "updates.enable-daily-upgrades",
                "updates.enable-periodic-runs", "updates.keep-lists-fresh", "updates.keep-runs-succeeding",
                "updates.reboot-automatically", "updates.run-update-timers", "updates.start-update-timers",
                "updates.take-docker-fixes", "updates.take-security-fixes", "updates.take-third-party-fixes",
            ]
        ),
        Cause(
            "updates-off",
            "Security fixes are not installed by themselves",
            atLeast: 2,
            of: [
                "updates.enable-daily-list-refresh", "updates.enable-daily-upgrades", "updates.enable-periodic-runs",
                "updates.keep-lists-fresh", "updates.keep-runs-succeeding", "updates.run-update-timers",
                "updates.start-update-timers", "updates.take-security-fixes",
            ]
        ),
        Cause(
            "openclaw-old",
            "OpenClaw is an old version with known faults",
            atLeast: 2,
            of: [
                "openclaw.fix-one-click-takeover", "openclaw.fix-other-advisories", "openclaw.fix-severe-advisories",
                "openclaw.run-current-version", "openclaw.run-supported-release",
            ]
        ),
    ]
}
