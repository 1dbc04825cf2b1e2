import Hardening

extension Catalogue {
    static func container(_ profile: Profile) -> [Control] {
        ([runGateway(profile), readOnlyConfiguration(profile)] + containerIdentity + containerWalls
            + containerLimits(profile) + containerExposure + otherContainers)
            .sorted { $0.id < $1.id }
    }
}
