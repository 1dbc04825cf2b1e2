import Hardening

extension ControlList {
    static func container(_ profile: Profile) -> [Control] {
        ([runGateway(profile), keepConfigurationReadOnly(profile)] + containerIdentity + containerIsolation
            + containerLimits(profile) + containerHealth + containerExposure + otherContainers)
            .sorted { $0.id < $1.id }
    }
}
