import Hardening

extension ControlList {
    static func firewall(_ profile: Profile) -> [Control] {
        let restricted: [Control] = profile.firewall.restrictedPorts.isEmpty ? [] : [.restrictProxyPorts(profile)]
        return [
            .allowNeighborDiscovery,
            .avoidSharedRateLimits,
            .avoidTrustingPrivateRanges,
        ] + Control.blockEgress(profile) + [
            .closeGatewayPort(profile),
            .closeUnintendedPorts(profile),
            .dropByDefault("forward", "IPv4", profile),
            .dropByDefault("forward", "IPv6", profile),
            .dropByDefault("input", "IPv4", profile),
            .dropByDefault("input", "IPv6", profile),
            .excludeDockerRules,
            .filterPublishedPorts(profile),
            .limitConnectionsPerSource,
            .loadUFWRules,
            .removeAcceptingRateLimits,
            .restoreRulesAtBoot(profile),
        ] + restricted + [
            .storeDefaultDropIPv4,
            .storeDefaultDropIPv6,
            .useOneBackend,
        ]
    }
}
