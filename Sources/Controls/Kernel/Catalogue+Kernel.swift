import Hardening

extension Catalogue {
    static func kernel(_ profile: Profile) -> [Control] {
        [
            .synCookies,
            .filterReversePath,
            .hardenBPF,
            .hidePointers,
            .ignoreBogusErrors,
            .ignoreBroadcastPings,
            .ignoreIPv4Redirects,
            .ignoreIPv6Redirects,
            .ignoreRouterAdvertisements,
            .keepForwarding,
            .dumpNoPrivileged,
            .logMartians,
            .protectFIFOs,
            .protectHardlinks,
            .protectLowMemory,
            .protectRegularFiles,
            .protectShellFiles,
            .protectStartupFiles,
            .protectSymlinks,
            .protectTimeWait,
            .randomizeAddresses,
            .refuseIPv4SourceRoutes,
            .refuseIPv6SourceRoutes,
            .restrictBPF,
            .restrictKernelLog,
            .restrictLineDisciplines,
            .restrictPerf,
            .restrictSysRq,
            .restrictTracing,
            .restrictUserfaultfd,
            .sendNoRedirects,
        ]
    }
}
