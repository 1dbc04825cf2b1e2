import Hardening

extension Catalogue {
    static func proxy(_ profile: Profile) -> [Control] {
        []
    }
}
