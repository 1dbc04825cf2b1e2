import Hardening

extension Observer {
    /// Each layer has a function that names the observer of each of its subjects, in the folder of the layer.
    func facts(_ subject: Subject) async -> Observation {
        switch subject {
        case .accounts, .logins, .sshServer, .sshSettings, .sshDirectives, .hostKeys, .authorizedKeys, .sudoRules:
            await sshFacts(subject)
        case .operatorSession: await operatorSession()
        case .fileSystems: await fileSystems()
        case .bans: await bans()
        case .firewallHooks, .firewallRules, .firewallPersistence, .listeners, .egress, .forwardedInterfaces:
            await firewallFacts(subject)
        case .fail2ban, .jails:
            await intrusionFacts(subject)
        case .updates, .updateTimers, .updateOrigins, .pendingUpdates, .release:
            await updatesFacts(subject)
        case .dockerDaemon, .dockerSockets, .dockerMembers:
            await dockerFacts(subject)
        case .containers, .publishedPorts, .containerMounts, .containerEnvironment, .composeServices,
            .composeProjects, .images, .otherContainers:
            await containerFacts(subject)
        case .secretFiles, .secretFindings:
            await secretsFacts(subject)
        case .proxyServers, .endpoints, .proxyRoutes:
            await proxyFacts(subject)
        case .openclaw, .openclawGateway, .openclawChannels, .openclawAgents, .openclawSettings, .openclawProblems,
            .openclawFiles, .openclawPlugins, .openclawAdvisories, .openclawUnits, .openclawLiterals:
            await openclawFacts(subject)
        case .trustedPlaces: await trustedPlaces()
        case .chains:
            await chainsFacts(subject)
        case .sysctlFiles:
            await kernelFacts(subject)
        case .cloud:
            await cloudFacts(subject)
        }
    }
}
