import Hardening

extension Catalogue {
    static func ssh(_ profile: Profile) -> [Control] {
        [
            .acceptHarmlessEnvironment,
            .askForPassword,
            .denyAgentForwarding,
            .denyHostBased,
            .denyKeyboardInteractive,
            .denyPasswords,
            .denyTunnels,
            .denyX11,
            .denyEmptyPasswords,
            .denyUserEnvironment,
            .holdOwnPort(profile),
            .acceptConfiguration,
            .denyGatewayPorts,
            .oneSuperuser,
            .keepPortForRoot(profile),
            .keepStrictModes,
            .letStrictSettingsWin,
            .limitTries(profile),
            .limitGraceTime(profile),
            .limitForwarding,
            .limitStartups,
            .listenOnPort(profile),
            .lockEmptyAccounts,
            .logLogins,
            .protectAuthorizedKeys,
            .protectHostKeys,
            .replaceWeakHostKeys,
            .replaceWeakUserKeys,
            .restrictRoot(profile),
            .usePAM,
            .useSoundCiphers,
            .useSoundHostKeyAlgorithms,
            .useSoundKeyExchange,
            .useSoundMACs,
            .useSoundUserKeyAlgorithms,
        ]
    }
}
