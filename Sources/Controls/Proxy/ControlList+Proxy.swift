import Hardening

extension ControlList {
    static func proxy(_ profile: Profile) -> [Control] {
        let own = profile.proxy.runsHere ? [Control.serveThroughProxy(profile)] : []
        let controls: [Control] = [
            .bindGatewayLocally(profile),
            .disableLegacyTLS,
            .disableMIMESniffing,
            .disableXSSFilter,
            .enableHSTS(profile),
            .forbidFraming,
            .giveProxyOwnAddress,
            .hideAdminEndpoint,
            .hideVersion,
            .keepAdminEndpointOffTCP,
            .overwriteXForwardedFor,
            .protectProxyFiles,
            .redirectToHTTPS,
            .renewCertificates(profile),
            .setTrustedProxies,
            .startProxyAtBoot,
            .useLocalUpstream,
            .useTrustedCertificate,
        ]
        return (own + controls).sorted { $0.id < $1.id }
    }
}
