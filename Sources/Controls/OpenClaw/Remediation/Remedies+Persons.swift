extension OpenClawErrand {
    /// What only a person can do, because it needs what only they know, or cannot be undone.
    static let all: [OpenClawErrand] = installation + starting + secrets + proxies + extensions + judgement

    private static let update =
        "An update cannot be taken back where it migrates the state. Back the state directory up, then run openclaw update, or take a newer image tag: 2026.9.4 or later."

    private static let installation: [OpenClawErrand] = [
        .person("run-a-current-version", update),
        .person("leave-versions-with-takeover", update),
        .person("stay-supported", update),
        .person(
            "run-version-of-state",
            "Which of the two was meant is for you to say, and a database cannot be set back. Install the version that wrote it, or restore the state directory's copy from before the update."
        ),
        .person(
            "stay-up",
            "Why it ends stands in its log: journalctl -u UNIT, or docker logs NAME. Mend that first, so that what a change does to it can be seen."
        ),
        .person(
            "run-on-accepted-node",
            "Which other programs need the Node that is there is for you to say. Install Node 24.16 or later beside it, name it in the unit's ExecStart=, or take an image that has it."
        ),
        .person(
            "run-on-safe-sqlite",
            "The system's SQLite comes with the distribution, and other programs use it. Take a Node from nodejs.org or NodeSource, which brings its own, or one of a newer distribution."
        ),
        .person("fix-severe-advisories", update),
        .person("fix-other-advisories", update),
        .person(
            "fix-configuration-errors",
            "What was meant cannot be told from what does not parse. Run openclaw config validate, and correct the place it names."
        ),
        .person(
            "keep-configuration-accepted",
            "What was meant is for you to say. Correct what the evidence names, and run openclaw config validate before the next start: until then nothing shows, and then the gateway stays down."
        ),
        .person(
            "use-known-keys",
            "The key may be misspelt, of another version, or a plugin's. Correct it, or let openclaw doctor --fix remove it."
        ),
        .person(
            "use-accepted-values",
            "Which of the accepted values was meant is for you to say. The evidence names them."
        ),
        .person(
            "use-plain-configuration-file",
            "Whatever made the link, a dotfile manager for one, would make it again. Replace it by the file, or point OPENCLAW_CONFIG_PATH at the real one."
        ),
        .person(
            "use-plain-state-directory",
            "Moving the directory needs the gateway stopped. Move it to its place, or set OPENCLAW_STATE_DIR to the real one."
        ),
        .person(
            "keep-state-off-synced-folders",
            "The copies that exist are at another company, out of reach from here. Move the directory, set OPENCLAW_STATE_DIR, delete the copies and rotate the keys."
        ),
    ]

    private static let starting: [OpenClawErrand] = [
        .person(
            "start-without-weakening-switches",
            "What it was turned on for is for you to say, and it stands in a unit, a compose file or .env. Take it out there, and restart the gateway."
        ),
        .person(
            "run-from-system-unit",
            "openclaw update and its doctor look after the user's unit and not after one of the system, so whether you give that up is for you to say. Copy its ExecStart= and Environment= into a unit in /etc/systemd/system with User=, add OPENCLAW_SERVICE_REPAIR_POLICY=external, and run openclaw gateway uninstall."
        ),
        .person(
            "run-unit-as-account",
            "What it may read and write then is for you to say. Make an account for it, move the state directory there, give it to that account, and name it by User= in the unit."
        ),
        .person(
            "start-no-gateway-as-root",
            "What it may read and write then is for you to say, and whoever started it has to end it. Make an account for it, move the state directory there, give it to that account, and run openclaw gateway install as that account."
        ),
        .person(
            "keep-account-from-root",
            "What else the account is used for cannot be told: sudo gpasswd -d ACCOUNT GROUP, or take it out of the sudo rule. What runs keeps its groups until it is started anew."
        ),
        .person(
            "repair-without-agents",
            "Whether systemd restarts the gateway well enough is for you to say. Then set OPENCLAW_SERVICE_REPAIR_POLICY=external in its environment, or take the agents off its program path."
        ),
        .person(
            "pair-local-devices-by-hand",
            "The next device, your own through a tunnel among them, would wait for somebody who is paired already. Approve one device you keep, then set gateway.nodes.pairing.autoApproveLocal to false."
        ),
        .person(
            "approve-no-tools-for-good",
            "Which of these answers you still stand by is for you to say, and OpenClaw alone writes them. Take the others out of mcpTools in openclaw approvals get --json, and openclaw approvals set --file FILE."
        ),
        .person(
            "schedule-no-commands",
            "Which of them you planned is for you to say. See openclaw cron list, and openclaw cron rm ID for each of the others; from the rest of them make a timer of systemd, which is seen."
        ),
        .person(
            "choose-owner-before-pairing",
            "Who the owner is only you know. Set commands.ownerAllowFrom to [\"CHANNEL:YOUR_ID\"] before you approve anybody."
        ),
    ]

    private static let token =
        "Every client has to be given the new token, and is cut off until then."

    private static let environment =
        "The secret has lain in a file that is copied, so it is to be rotated at its issuer, not only moved."

    private static let secrets: [OpenClawErrand] = [
        .person(
            "require-gateway-authentication",
            "\(token) Put OPENCLAW_GATEWAY_TOKEN with openssl rand -hex 32 into .env of the state directory, mode 600, and set gateway.auth.mode to token."
        ),
        .person(
            "use-long-gateway-token",
            "\(token) Set OPENCLAW_GATEWAY_TOKEN to what openssl rand -hex 32 prints in .env of the state directory, take it out of the compose file or unit, which win over it, and start the gateway anew."
        ),
        .person(
            "choose-random-gateway-token",
            "\(token) Set OPENCLAW_GATEWAY_TOKEN to what openssl rand -hex 32 prints in .env of the state directory, take it out of the compose file or unit, which win over it, and start the gateway anew."
        ),
        .person(
            "use-long-hooks-token",
            "Every sender of a webhook has to be given the new token. Set hooks.token to \"${OPENCLAW_HOOKS_TOKEN}\", and the value in the environment."
        ),
        .person(
            "use-own-hooks-token",
            "Every sender of a webhook holds the gateway's token now, so both are to be replaced. Set hooks.token to \"${OPENCLAW_HOOKS_TOKEN}\", and rotate the gateway's."
        ),
        .person(
            "keep-secrets-out-of-env-block",
            "\(environment) Move the variables to .env in the state directory, mode 600."
        ),
        .person(
            "check-webhook-secret",
            "The channel's provider has to be told the same secret. Set webhookSecret there and here."
        ),
        .person(
            "sign-cron-webhooks",
            "The receiver has to be told the same token. Set cron.webhookToken to \"${CRON_WEBHOOK_TOKEN}\", and the value in the environment."
        ),
        .person(
            "ask-tailnet-for-token",
            "Devices of the tailnet that have no token are cut off. Give it to them, then set gateway.auth.allowTailscale to false."
        ),
    ]

    private static let proxies: [OpenClawErrand] = [
        .person(
            "name-proxies-of-trusted-proxy-mode",
            "The proxy's address is for you to name: openclaw config set gateway.trustedProxies '[\"ADDRESS\"]' --strict-json"
        ),
        .person(
            "name-user-header-of-trusted-proxy-mode",
            "Which header the proxy puts the user in is for you to name, in gateway.auth.trustedProxy.userHeader."
        ),
        .person(
            "list-users-of-trusted-proxy-mode",
            "Who may use the gateway is for you to say, in gateway.auth.trustedProxy.allowUsers."
        ),
        .person(
            "encrypt-remote-gateway",
            "The gateway on the other machine has to offer TLS first. Then use wss:// in gateway.remote.url."
        ),
        .person(
            "encrypt-browser-control",
            "The browser's machine has to offer TLS first. Then use wss:// or https:// in browser.profiles.NAME.cdpUrl."
        ),
        .person(
            "control-no-browser-on-private-hosts",
            "Whether that browser is needed is for you to say. Remove its cdpUrl, or reach it by a tunnel to loopback."
        ),
        .person(
            "encrypt-mcp-servers",
            "The server on the other machine has to offer TLS first. Then use https:// in mcp.servers.NAME.url."
        ),
        .person(
            "encrypt-model-traffic",
            "The model's server has to offer TLS that can be checked. Then use https://, without insecureSkipVerify."
        ),
        .person(
            "give-hooks-a-path",
            "Every sender has to be told the new address. Set hooks.path to /hooks when they have been."
        ),
        .person(
            "keep-hook-transforms-inside",
            "The code has to be looked at and moved. Put it below the state directory, and set hooks.transformsDir to it."
        ),
    ]

    private static let extensions: [OpenClawErrand] = [
        .person(
            "list-allowed-plugins",
            "Which plugins you trust with every key is for you to say, in plugins.allow; remove the others."
        ),
        .person(
            "pin-extension-versions",
            "Which version you looked at is for you to say: openclaw plugins install NAME@EXACT.VERSION"
        ),
        .person(
            "record-extension-hashes",
            "The hash is recorded by installing again, from the registry: openclaw plugins update NAME"
        ),
        .person(
            "keep-installed-versions",
            "Look at what changed in the directory before anything is installed over it: openclaw plugins update NAME"
        ),
        .person(
            "start-plugins-in-their-directory",
            "Removing a plugin cannot be undone by Nacre. Look at it, and remove it."
        ),
        .person(
            "keep-skills-inside",
            "What the link leads to has to be looked at. Replace the link by a copy of the skill."
        ),
        .person(
            "load-plugins-from-own-directory",
            "Plugins that are loaded from there would be gone. Move those you trust into extensions, then empty plugins.load.paths."
        ),
        .person(
            "keep-prompts-from-plugins",
            "A plugin whose purpose that is would stop working. Where it is not, remove allowPromptInjection and allowConversationAccess from its hooks."
        ),
        .person(
            "load-skills-from-own-directories",
            "Skills that are loaded from there would be gone. Move those you trust into skills, then empty skills.load.extraDirs."
        ),
        .person(
            "check-installs",
            "Which program checks is for you to choose. Set security.installPolicy with enabled true and its command in exec."
        ),
    ]

    private static let judgement: [OpenClawErrand] = [
        .person(
            "keep-default-redaction",
            "Your own patterns mask what the built-in ones do not know. Repeat the built-in ones beside them in logging.redactPatterns."
        ),
        .person(
            "import-no-shell-environment",
            "A key that the gateway takes from the login shell would be missing. Put those it needs into .env, then set env.shellEnv.enabled to false."
        ),
        .person(
            "check-secret-paths",
            "A provider whose path fails the check would give no secrets, and the gateway would not start. Correct the path, then remove allowInsecurePath and allowSymlinkCommand."
        ),
        .person(
            "deny-node-commands-by-name",
            "Which commands the pattern was meant for is for you to say. Write each one's exact name, such as camera.snap."
        ),
        .person(
            "list-senders-by-identifier",
            "Whose identifier belongs to a name only you know. Use the channel's numeric identifiers in allowFrom."
        ),
        .person(
            "name-senders-in-groups",
            "Who may speak to the agent is for you to say, in groupAllowFrom, or in the group's users or roles."
        ),
        .person(
            "replace-old-models",
            "Which model you use, and pay for, is for you to choose, in agents.defaults.model."
        ),
        .person(
            "use-strong-models-with-tools",
            "Which model you use, and pay for, is for you to choose; or set agents.defaults.sandbox.mode to all, where Docker is there for it."
        ),
        .person(
            "look-up-names-here",
            "Where the proxy is the only way out, nothing could be fetched any more. Else set tools.web.fetch.useTrustedEnvProxy to false."
        ),
        .person(
            "turn-on-configured-sandbox",
            "A sandbox needs its image, and a Docker that the gateway may use; without them no tool works. With them, set agents.defaults.sandbox.mode to all."
        ),
        .person(
            "mount-absolute-paths-in-sandbox",
            "What the relative path was meant for is for you to say. Name its absolute path in binds."
        ),
    ]
}
