import Hardening

extension ControlList {
    static func `guard`(_ profile: Profile) -> [Control] {
        [.keepModelKeysFromGateway, .routeModelsThroughGuard, .runGuard, .useEmbeddedRuntime]
    }
}
