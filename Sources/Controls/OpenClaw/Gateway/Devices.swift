import Catalog
import Hardening

extension Catalogue {
    /// What paired devices are given, and bring.
    static let openclawDevices: [Control] = [
        device(
            "pair-local-devices-by-hand",
            .nodeLocalApprovals,
            title: "A device that comes from this machine is paired by a person",
            rationale:
                "Whoever has the token and a tunnel, or an account here, is an operator for good without a question.",
            remedy: "openclaw config set gateway.nodes.pairing.autoApproveLocal false, with one device approved before"
        ),
        device(
            "leave-ssh-to-people",
            .nodeSSHVerification,
            title: "The gateway logs in to nobody who asks to be paired",
            rationale:
                "A stranger on the private network has the gateway open SSH to them, and is paired where a key fits.",
            remedy: "openclaw config set gateway.nodes.pairing.sshVerify false"
        ),
        device(
            "take-no-tools-from-devices",
            .nodePluginTools,
            title: "Agents get no tools from paired devices",
            rationale: "Whoever has one of the devices puts tools before every agent, and reads what is given to them.",
            remedy: "openclaw config set gateway.nodes.pluginTools.enabled false"
        ),
        device(
            "take-no-skills-from-devices",
            .nodeSkills,
            title: "Agents get no skills from paired devices",
            rationale:
                "Whoever has one of the devices writes instructions that every agent obeys while it is connected.",
            remedy: "openclaw config set gateway.nodes.allowSkills false"
        ),
        .field(
            .openclaw,
            "deny-desktops-of-devices",
            .openclawGateway,
            .nodeDesktopCommands,
            .is([]),
            where: Field.nodeDesktopCommands.isSet,
            title: "Paired devices do not offer their desktops",
            rationale:
                "OpenClaw does not count these among the dangerous commands: once paired, a device's screen and mouse are the agent's.",
            .medium,
            [Reference("OpenClaw documentation", "gateway.nodes.commands")],
            remedy: ByHand.list("gateway.nodes.commands.deny", "computer.act", "desktop.stream"),
            good: [],
            bad: ["computer.act"]
        ),
    ]

    private static func device(
        _ phrase: String,
        _ field: Field,
        title: String,
        rationale: String,
        remedy: String
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
            rationale: rationale,
            .medium,
            [Reference("OpenClaw documentation", "\(field)")],
            remedy: remedy,
            good: false,
            bad: true
        )
    }
}
