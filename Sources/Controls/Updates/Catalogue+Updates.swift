import Hardening

extension Catalogue {
    static func updates(_ profile: Profile) -> [Control] {
        []
    }
}
