import Catalog
import Hardening

extension ControlList {
    /// The gateway that the profile names is there; nothing is asked where it names none.
    static func runGateway(_ profile: Profile) -> Control {
        let wanted = Record("gateway", [.openclawContainer: "openclaw-gateway", .openclawUnit: .unset])
        let isRun = Field.openclawContainer.isSet || Field.openclawUnit.isSet
        let present = Requirement.some(.openclaw, where: isRun, "a container or a unit runs a gateway", wanted: wanted)
        let unasked = Requirement(present.resource, present.summary, applies: { _ in false }, amend: { $0 })
        let isAsked = !profile.container.image.isEmpty
        return Control(
            .container,
            "run-gateway",
            title: "The gateway that the profile names is set up",
            fault: "The profile names an image, but no gateway is set up",
            rationale:
                "A gateway that is set up by hand starts with the image's defaults: published to everybody, with all capabilities, without limits.",
            severity: .medium,
            references: [Reference("OpenClaw documentation", "Docker"), Reference("CIS Docker 1.6", "5")],
            expects: [isAsked ? present : unasked],
            fix: .newGateway(profile),
            examples: isAsked
                ? [
                    .compliant("a gateway in a container", .openclaw, wanted), .drifted("none", [:]),
                    .drifted(
                        "state that nothing runs",
                        .openclaw,
                        Record("/opt/claw/state", [.openclawContainer: .unset, .openclawUnit: .unset])
                    ),
                ]
                : [.notApplicable("a profile that names no image, without a gateway")]
        )
    }
}
