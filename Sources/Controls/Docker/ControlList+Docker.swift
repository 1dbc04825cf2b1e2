import Hardening

extension ControlList {
    static func docker(_ profile: Profile) -> [Control] {
        (dockerSettings(profile) + dockerIsolation + dockerAccess + [.protectDaemonFiles]).sorted { $0.id < $1.id }
    }
}
