import Hardening

extension Catalogue {
    /// Every control of the layer is put in place by Nacre, or is an errand that a person is told of.
    static func openclawRemediations(_ profile: Profile) -> [Remediation] {
        let controls = Dictionary(openclaw(profile).map { ($0.id, $0) }) { first, _ in first }
        let remedies =
            OpenClawRemedy.gateway + OpenClawRemedy.devices + OpenClawRemedy.controlUI + OpenClawRemedy.proxyTrust
            + OpenClawRemedy.browser
            + OpenClawRemedy.settings + OpenClawRemedy.channels + OpenClawRemedy.agents(profile)
            + OpenClawRemedy.sandbox + OpenClawRemedy.privateFiles + OpenClawRemedy.unit
        let amending = remedies.compactMap { remedy in
            controls["\(Layer.openclaw.rawValue).\(remedy.phrase)"].map { Remediation(remedy, of: $0, profile) }
        }
        let errands = OpenClawErrand.all.compactMap { errand in
            controls["\(Layer.openclaw.rawValue).\(errand.phrase)"].map { Remediation.person($0.id, errand.why) }
        }
        return (amending + errands + movingSecrets).sorted { $0.control < $1.control }
    }

    private static let movingSecrets: [Remediation] = [
        ("keep-gateway-token-out-of-file", "gateway"), ("keep-channel-tokens-out-of-file", "channel"),
        ("keep-hooks-token-out-of-file", "hooks"), ("keep-model-keys-out-of-file", "model"),
        ("keep-secrets-out-of-mcp-settings", "server"), ("keep-other-secrets-out-of-file", "other"),
    ]
    .map { phrase, role in
        .movingSecrets(
            for: "\(Layer.openclaw.rawValue).\(phrase)",
            otherwise:
                "Write \"${NAME}\" in its place and NAME=value into the environment of the gateway, and replace the "
                + "secret at its issuer if the file was shared.",
            where: { $0[.literalRole] == .text(role) }
        )
    }
}
