import Hardening

extension ControlList {
    static func kernel(_ profile: Profile) -> [Control] {
        [
            .disableSendingRedirects,
            .enableSYNCookies,
            .filterReversePath,
            .hardenBPFJIT,
            .hideKernelPointers,
            .ignoreBogusICMPErrors,
            .ignoreBroadcastPings,
            .ignoreIPv4Redirects,
            .ignoreIPv6Redirects,
            .ignoreRouterAdvertisements,
            .keepForwardingForDocker,
            .keepPrivilegedDumpsPrivate,
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
            .restrictPerformanceEvents,
            .restrictSysRq,
            .restrictTracing,
            .restrictUserfaultfd,
        ]
    }
}
