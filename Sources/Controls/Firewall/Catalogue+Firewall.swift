import Hardening

extension Catalogue {
    static func firewall(_ profile: Profile) -> [Control] {
        let restricted: [Control] = profile.firewall.restrictedPorts.isEmpty ? [] : [.restrictProxyPorts(profile)]
        return [
            .avoidSharedLimiters
        ] + Control.blockEgress(profile) + [
            .closeGatewayPort(profile),
            .dropUnnamed("forward", "IPv4", profile),
            .dropUnnamed("forward", "IPv6", profile),
            .dropUnnamed("input", "IPv4", profile),
            .dropUnnamed("input", "IPv6", profile),
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
