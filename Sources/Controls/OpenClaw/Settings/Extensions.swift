import Catalog
import Documents
import Hardening

extension ControlList {
    static let openclawExtensions: [Control] = [
        .forbid(
            .openclaw,
            "list-allowed-plugins",
            .openclawPlugins,
            where: .pluginKind == "plugin" && .isAllowListed == false,
            title: "Installed plugins are on the list of allowed plugins",
            fault: "An installed plugin is not on the list of allowed plugins",
            rationale:
                "A plugin runs inside the gateway with all its keys, and is loaded automatically where no list restricts it.",
            .high,
            [.openclaw("plugins.extensions_no_allowlist")],
            fix: .manual(
                "list the plugins that you use in plugins.allow, or remove the plugin",
                because: "You decide which plugins you trust with every key."
            ),
            good: [.pluginKind: "plugin", .isAllowListed: true],
            bad: [.pluginKind: "plugin", .isAllowListed: false]
        ),
        .forbid(
            .openclaw,
            "pin-extension-versions",
            .openclawPlugins,
            where: .isFloating == true,
            title: "Plugins and hook packs are installed by exact version",
            fault: "Plugins or hook packs are installed without an exact version",
            rationale:
                "The next install takes whatever the publisher, or who took over their account, has published since.",
            .medium,
            [.openclaw("plugins.installs_unpinned_npm_specs"), .openclaw("hooks.installs_unpinned_npm_specs")],
            fix: .manual(
                "install it anew with openclaw plugins install, with @ and an exact version behind the name",
                because: "Only you know which version you reviewed."
            ),
            good: [.pluginKind: "plugin", .isFloating: false],
            bad: [.pluginKind: "plugin", .isFloating: true]
        ),
        .forbid(
            .openclaw,
            "record-extension-hashes",
            .openclawPlugins,
            where: .hasIntegrity == false,
            title: "Hashes of plugins and hook packs are recorded",
            fault: "Hashes of some plugins or hook packs are not recorded",
            rationale: "A package that was replaced in transit, or at the registry, goes unnoticed.",
            .low,
            [.openclaw("plugins.installs_missing_integrity"), .openclaw("hooks.installs_missing_integrity")],
            fix: .manual(
                "`openclaw plugins update {EXTENSION}`, which records the hash",
                because: "The hash is recorded only by installing again from the registry."
            ),
            good: [.pluginKind: "plugin", .hasIntegrity: true],
            bad: [.pluginKind: "plugin", .hasIntegrity: false]
        ),
        .forbid(
            .openclaw,
            "keep-installed-versions",
            .openclawPlugins,
            where: .differsFromRecord == true,
            title: "Plugins and hook packs have the version that was installed",
            fault: "Plugins or hook packs have another version than was installed",
            rationale: "Somebody replaced the code in the directory after it was reviewed.",
            .medium,
            [.openclaw("plugins.installs_version_drift"), .openclaw("hooks.installs_version_drift")],
            fix: .manual(
                "Look at what changed in its directory, then: `openclaw plugins update {EXTENSION}`",
                because: "What changed in the directory has to be reviewed before anything is installed over it."
            ),
            good: [.pluginKind: "plugin", .differsFromRecord: false],
            bad: [.pluginKind: "plugin", .differsFromRecord: true]
        ),
        .forbid(
            .openclaw,
            "confine-plugin-entry-points",
            .openclawPlugins,
            where: .pluginKind == "plugin" && .strayEntries != [],
            title: "Plugin entry points are inside the plugin's directory",
            fault: "A plugin has entry points outside its directory, or hidden ones",
            rationale: "The gateway runs code where nobody looks, or where somebody else writes.",
            .high,
            [.openclaw("plugins.code_safety.entry_escape"), .openclaw("plugins.code_safety.entry_path")],
            fix: .manual(
                "look at the plugin, and remove it; its package.json names a file outside or hidden in openclaw.extensions",
                because: "Nacre cannot undo the removal of a plugin."
            ),
            good: [.pluginKind: "plugin", .strayEntries: []],
            bad: [.pluginKind: "plugin", .strayEntries: ["../../x.js"]]
        ),
        .forbid(
            .openclaw,
            "protect-extension-directories",
            .openclawPlugins,
            where: .isWritableByOthers == true,
            title: "Plugins and skills are not writable by other accounts",
            fault: "Plugins or skills are writable by other accounts",
            rationale: "Another account on the server changes a file there, and its code runs in the gateway.",
            .high,
            [Reference("OpenClaw documentation", "plugins")],
            fix: .openclaw(byHand: "`sudo chmod -R go-w {PATH}`") { $0.protectExtensions },
            good: [.pluginKind: "skill", .isWritableByOthers: false],
            bad: [.pluginKind: "skill", .isWritableByOthers: true]
        ),
        .forbid(
            .openclaw,
            "remove-escaping-skill-links",
            .openclawPlugins,
            where: .leavesWorkspace == true,
            title: "Skills are not links that lead out of OpenClaw's directory",
            fault: "A skill is a link that leads out of OpenClaw's directory",
            rationale: "Whoever can write at the link's target writes instructions that the agent obeys.",
            .medium,
            [.openclaw("skills.workspace.symlink_escape")],
            fix: .manual(
                "replace the link by a copy of the skill",
                because: "What the link leads to has to be reviewed first."
            ),
            good: [.pluginKind: "skill", .leavesWorkspace: false],
            bad: [.pluginKind: "skill", .leavesWorkspace: true]
        ),
        .field(
            .openclaw,
            "load-plugins-from-own-directory",
            .openclawSettings,
            .pluginLoadPaths,
            .is([]),
            title: "Plugins are loaded from OpenClaw's own directories only",
            fault: "Plugins are loaded from extra directories",
            rationale: "Whoever can write to an extra directory runs code in the gateway at its next start.",
            .medium,
            [Reference("OpenClaw documentation", "plugins.load.paths")],
            fix: .manual(
                "move the plugins that you trust into extensions, then: `openclaw config set "
                    + "plugins.load.paths '[]' --strict-json`",
                because: "Plugins that are loaded from there would be gone."
            ),
            good: [],
            bad: ["/tmp/plugins"]
        ),
        .field(
            .openclaw,
            "deny-plugin-prompt-access",
            .openclawSettings,
            .pluginsWithPromptAccess,
            .is([]),
            title: "Plugins cannot change prompts or read conversations",
            fault: "Plugins can change prompts or read conversations",
            rationale: "Such a plugin speaks to the model in the operator's name, and reads everything that is said.",
            .medium,
            [Reference("OpenClaw documentation", "plugins.entries.*.hooks")],
            fix: .manual(
                "`openclaw config set plugins.entries.{EXTENSION}.hooks.allowPromptInjection false`; "
                    + "`openclaw config set plugins.entries.{EXTENSION}.hooks.allowConversationAccess false`; "
                    + "where they are not set, hooks may do both",
                because: "A plugin whose purpose needs this access would stop working."
            ),
            good: [],
            bad: ["memory-plus"]
        ),
        .field(
            .openclaw,
            "require-approval-for-plugin-actions",
            .openclawSettings,
            .pluginsApproveAll,
            .is([]),
            title: "Plugins do not approve all actions automatically",
            fault: "A plugin approves all actions automatically",
            rationale: "The harness behind the plugin runs commands and writes files without anybody being asked.",
            .high,
            [.openclaw("config.insecure_or_dangerous_flags")],
            fix: .openclaw(
                .replace("plugins.entries.*.config.permissionMode", "approve-all", by: "approve-reads"),
                byHand: "`openclaw config set plugins.entries.acpx.config.permissionMode approve-reads`"
            ),
            good: [],
            bad: ["acpx"]
        ),
        .field(
            .openclaw,
            "disable-skill-uploads",
            .openclawSettings,
            .skillArchives,
            .is(false),
            title: "Skills cannot be installed from uploaded archives",
            fault: "Skills can be installed from uploaded archives",
            rationale: "Somebody in a chat uploads an archive, and its instructions become the agent's own.",
            .high,
            [Reference("OpenClaw documentation", "skills.install.allowUploadedArchives")],
            fix: .openclaw(
                .replace("skills.install.allowUploadedArchives", true, by: false),
                byHand: "`openclaw config set skills.install.allowUploadedArchives false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "disable-autonomous-skills",
            .openclawSettings,
            .skillWorkshop,
            .isOne(of: "off", "propose"),
            title: "Agents do not write skills on their own",
            fault: "Agents write skills on their own",
            rationale: "An injected instruction becomes a skill, and stays after the conversation is over.",
            .medium,
            [Reference("OpenClaw documentation", "skills.workshop")],
            fix: .openclaw(
                .set("skills.workshop.autonomous.mode", to: "off", orOne: "propose"),
                byHand: "`openclaw config set skills.workshop.autonomous.mode off`",
                cost: "skills that agents write for themselves"
            ),
            good: "off",
            bad: "auto"
        ),
        .field(
            .openclaw,
            "approve-written-skills",
            .openclawSettings,
            .skillWorkshopApproval,
            .is("pending"),
            title: "Skills that agents write require approval",
            fault: "Skills that agents write do not require approval",
            rationale: "An injected instruction becomes a skill that the agent obeys in every later conversation.",
            .medium,
            [Reference("OpenClaw documentation", "skills.workshop")],
            fix: .openclaw(
                .set("skills.workshop.approvalPolicy", to: "pending"),
                byHand: "`openclaw config set skills.workshop.approvalPolicy pending`"
            ),
            good: "pending",
            bad: "auto"
        ),
        .field(
            .openclaw,
            "load-skills-from-own-directories",
            .openclawSettings,
            .skillExtraDirectories,
            .is([]),
            title: "Skills are loaded from OpenClaw's own directories only",
            fault: "Skills are loaded from extra directories",
            rationale: "Whoever can write to an extra directory writes instructions that the agent obeys.",
            .low,
            [Reference("OpenClaw documentation", "skills.load.extraDirs")],
            fix: .manual(
                "move the skills that you trust into skills, then: `openclaw config set "
                    + "skills.load.extraDirs '[]' --strict-json`",
                because: "Skills that are loaded from there would be gone."
            ),
            good: [],
            bad: ["/srv/skills"]
        ),
        .field(
            .openclaw,
            "set-install-policy",
            .openclawSettings,
            .installPolicy,
            .is(true),
            // Versions without the key have nothing to set.
            where: Field.installPolicy.isSet,
            title: "An install policy checks skills and plugins",
            fault: "No install policy checks skills and plugins",
            rationale: "A skill or plugin with a convincing page is installed, and nobody has looked inside.",
            .low,
            [Reference("OpenClaw documentation", "security.installPolicy")],
            fix: .manual(
                "set security.installPolicy with enabled true and the scanner's command in exec",
                because: "You choose the program that checks."
            ),
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "keep-secrets-out-of-mcp-settings",
            .openclawSettings,
            .mcpSecrets,
            .is([]),
            title: "Settings of MCP servers hold no secrets",
            fault: "Settings of MCP servers hold secrets",
            rationale: "The keys of other services are in a file that is copied, shown, and read by the agent.",
            .medium,
            [Reference("OpenClaw documentation", "mcp.servers")],
            fix: .movingSecrets(
                of: "server",
                byHand:
                    "write a variable such as \"${MCP_TOKEN}\" in env and headers, and its value into the environment of the gateway"
            ),
            good: [],
            bad: ["github"]
        ),
        .field(
            .openclaw,
            "disable-mcp-apps",
            .openclawSettings,
            .mcpApps,
            .is(false),
            title: "MCP apps are disabled in the control UI",
            fault: "MCP apps are enabled in the control UI",
            rationale: "Whoever has the server shows a page inside the window that the operator trusts.",
            .medium,
            [.openclaw("mcp.apps.enabled")],
            fix: .openclaw(
                .replace("mcp.apps.enabled", true, by: false),
                byHand: "`openclaw config set mcp.apps.enabled false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "encrypt-mcp-servers",
            .openclawSettings,
            .mcpPlain,
            .is([]),
            title: "Connections to remote MCP servers are encrypted",
            fault: "Connections to remote MCP servers are not encrypted",
            rationale: "Whoever is on the network path answers in the server's name, and the agent acts on it.",
            .medium,
            [Reference("OpenClaw documentation", "mcp.servers")],
            fix: .manual(
                "use https:// in url of the servers below mcp.servers that the evidence names",
                because: "The server on the other machine has to offer TLS first."
            ),
            good: [],
            bad: ["search"]
        ),
    ]
}
