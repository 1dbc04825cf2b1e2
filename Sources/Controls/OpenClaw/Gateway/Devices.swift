import Catalog
import Documents
import Hardening

extension ControlList {
    /// What paired devices are given, and bring.
    static let openclawDevices: [Control] = [
        device(
            "pair-local-devices-by-hand",
            .nodeLocalApprovals,
            title: "Devices on this machine are paired by a person",
            fault: "Devices on this machine are paired automatically",
            rationale:
                "Whoever has the token and a tunnel, or an account here, becomes an operator permanently without a question.",
            fix: .manual(
                "approve one device you keep, then `openclaw config set "
                    + "gateway.nodes.pairing.autoApproveLocal false`",
                because:
                    "The next device, including your own through a tunnel, would wait for a device that is already paired."
            )
        ),
        device(
            "disable-ssh-pairing-verification",
            .nodeSSHVerification,
            title: "Gateway does not verify devices over SSH",
            fault: "Gateway logs in over SSH to devices that ask to be paired",
            rationale:
                "A stranger on the private network has the gateway open SSH to them, and is paired where a key fits.",
            fix: .openclaw(
                .set("gateway.nodes.pairing.sshVerify", to: false),
                byHand: "`openclaw config set gateway.nodes.pairing.sshVerify false`"
            )
        ),
        device(
            "disable-device-tools",
            .nodePluginTools,
            title: "Agents get no tools from paired devices",
            fault: "Agents get tools from paired devices",
            rationale: "Whoever has one of the devices offers tools to every agent, and reads what is given to them.",
            fix: .openclaw(
                .set("gateway.nodes.pluginTools.enabled", to: false),
                byHand: "`openclaw config set gateway.nodes.pluginTools.enabled false`"
            )
        ),
        device(
            "disable-device-skills",
            .nodeSkills,
            title: "Agents get no skills from paired devices",
            fault: "Agents get skills from paired devices",
            rationale:
                "Whoever has one of the devices writes instructions that every agent follows while it is connected.",
            fix: .openclaw(
                .set("gateway.nodes.allowSkills", to: false),
                byHand: "`openclaw config set gateway.nodes.allowSkills false`",
                cost: "skills that paired devices bring"
            )
        ),
        .field(
            .openclaw,
            "deny-device-desktops",
            .openclawGateway,
            .nodeDesktopCommands,
            .is([]),
            where: Field.nodeDesktopCommands.isSet,
            title: "Desktop commands of paired devices are denied",
            fault: "Desktop commands of paired devices are not denied",
            rationale:
                "OpenClaw does not count these among the dangerous commands: once a device is paired, the agent controls its screen and mouse.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.nodes.commands")],
            fix: .openclaw(byHand: ByHand.list("gateway.nodes.commands.deny", "computer.act", "desktop.stream")) {
                .rules([.include($0.items(.nodeDesktopCommands), in: "gateway.nodes.commands.deny")])
            },
            good: [],
            bad: ["computer.act"]
        ),
    ]

    private static func device(
        _ phrase: String,
        _ field: Field,
        title: String,
        fault: String,
        rationale: String,
        fix: Fix
    ) -> Control {
        .field(
            .openclaw,
            phrase,
            .openclawGateway,
            field,
            .is(false),
            // Versions without the key have nothing to set.
            where: field.isSet,
            title: title,
            fault: fault,
            rationale: rationale,
            .medium,
            [Reference("OpenClaw documentation", "\(field)")],
            fix: fix,
            good: false,
            bad: true
        )
    }
}
