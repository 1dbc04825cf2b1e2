import Hardening

extension Catalogue {
    static func chains(_ profile: Profile) -> [Control] {
        []
    }
}
