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
            .acceptConfiguration,
            .denyGatewayPorts,
            .oneSuperuser,
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
