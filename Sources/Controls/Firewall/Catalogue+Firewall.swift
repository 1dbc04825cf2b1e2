import Hardening

extension Catalogue {
    static func firewall(_ profile: Profile) -> [Control] {
        let restricted: [Control] = profile.firewall.restrictedPorts.isEmpty ? [] : [.restrictProxyPorts(profile)]
        return [
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
        ] + restricted + [
            .storeDefaultDropIPv4,
            .storeDefaultDropIPv6,
            .trustNoPrivateRanges,
            .useOneBackend,
        ]
    }
}
