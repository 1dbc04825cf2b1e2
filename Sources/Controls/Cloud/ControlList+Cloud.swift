import Hardening

extension ControlList {
    static func cloud(_ profile: Profile) -> [Control] {
        [
            .blockMetadataFromContainers,
            .deleteFirstBootPasswords,
            .keepFirstBootDataPrivate,
            .keepPasswordLoginsOff,
        ]
    }
}
