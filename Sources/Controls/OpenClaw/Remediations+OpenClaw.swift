import Hardening

extension Catalogue {
    /// Every control of the layer is put in place by Nacre, or is an errand that a person is told of.
    static func openclawRemediations(_ profile: Profile) -> [Remediation] {
        let controls = Dictionary(openclaw(profile).map { ($0.id, $0) }) { first, _ in first }
        let remedies =
            OpenClawRemedy.gateway + OpenClawRemedy.controlUI + OpenClawRemedy.proxyTrust + OpenClawRemedy.browser
            + OpenClawRemedy.settings + OpenClawRemedy.channels + OpenClawRemedy.agents(profile)
            + OpenClawRemedy.sandbox + OpenClawRemedy.privateFiles
        let amending = remedies.compactMap { remedy in
            controls["\(Layer.openclaw.rawValue).\(remedy.phrase)"].map { Remediation(remedy, of: $0, profile) }
        }
        let errands = OpenClawErrand.all.compactMap { errand in
            controls["\(Layer.openclaw.rawValue).\(errand.phrase)"].map { Remediation.person($0.id, errand.why) }
        }
        return (amending + errands).sorted { $0.control < $1.control }
    }
}
