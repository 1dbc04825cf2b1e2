import Hardening

extension Catalogue {
    static func kernel(_ profile: Profile) -> [Control] {
        [
            .synCookies
        ]
    }
}
