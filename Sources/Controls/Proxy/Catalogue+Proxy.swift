import Hardening

extension Catalogue {
    static func proxy(_ profile: Profile) -> [Control] {
        let own = profile.proxy.runsHere ? [Control.serveThroughProxy(profile)] : []
        return [
            .announceHSTS(profile),
            .bindGatewayLocally(profile),
            .comeFromOwnAddress,
            .forbidFraming,
            .hideAdminEndpoint,
            .hideVersion,
            .keepAdminFromAccounts,
            .leaveXSSFilterOff,
            .nameProxyToGateway,
            .protectProxyFiles,
            .reachGatewayLocally,
            .redirectToHTTPS,
            .refuseLegacyTLS,
            .renewCertificates(profile),
        ] + own + [
            .showTrustedCertificate,
            .startProxyAtBoot,
            .stopSniffing,
            .tellRealClient,
        ]
    }
}
