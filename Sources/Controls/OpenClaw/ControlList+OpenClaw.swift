import Hardening

extension ControlList {
    static func openclaw(_ profile: Profile) -> [Control] {
        let families = [
            openclawInstallation, openclawRuntime, openclawAuthentication, openclawProxyTrust, openclawControlUI,
            openclawEndpoints, openclawDevices, openclawStart, openclawUnit, openclawHooks, openclawBrowser,
            openclawExtensions, openclawPrivacy, openclawLogs, openclawSecretsInFile, openclawDirectMessages(profile),
            openclawGroups,
            openclawCommands,
            openclawTools(profile), openclawSandbox, openclawSandboxContainer,
        ]
        return families.flatMap { $0 }.sorted { $0.id < $1.id }
    }
}
