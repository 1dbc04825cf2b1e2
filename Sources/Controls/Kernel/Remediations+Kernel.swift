import Hardening

extension Catalogue {
    static func kernelRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}
