import Hardening

extension Catalogue {
    static func intrusionRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}
