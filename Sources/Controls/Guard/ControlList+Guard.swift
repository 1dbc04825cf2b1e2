import Hardening

extension ControlList {
    static func `guard`(_ profile: Profile) -> [Control] {
        [.closeDirectWays, .keepModelKeysFromGateway, .routeModelsThroughGuard, .runGuard, .useEmbeddedRuntime]
    }
}
