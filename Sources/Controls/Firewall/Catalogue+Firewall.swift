import Hardening

extension Catalogue {
    static func firewall(_ profile: Profile) -> [Control] {
        [
            .avoidSharedLimiters,
            .blockChatFromContainers(profile),
            .blockChatFromHost(profile),
            .blockMailFromContainers(profile),
            .blockMailFromHost(profile),
            .closeGatewayPort(profile),
            .dropForwardIPv4,
            .dropForwardIPv6,
            .dropInputIPv4,
            .dropInputIPv6,
            .exposeIntendedPorts(profile),
            .filterPublishedPorts(profile),
            .leaveDockerRulesOut,
            .limitPerSource,
            .loadUFWRules,
            .neverAcceptByLimiter,
            .letNeighboursFindUs,
            .restoreRulesAtBoot,
            .storeDefaultDropIPv4,
            .storeDefaultDropIPv6,
            .trustNoPrivateRanges,
            .useOneBackend,
        ]
    }
}
