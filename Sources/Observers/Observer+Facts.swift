import Catalog
import Hardening
import Surface

extension Observer {
    /// What is true of a subject: its records, or why they could not be determined.
    func facts(_ subject: Subject) async -> Observation {
        do throws(Unknown) {
            var records = try await records(of: subject)
            if subject.isOfInstallations {
                let hidden = await installations.hiddenRecords()
                if !hidden.isEmpty { records = (records ?? []) + hidden }
            }
            return .state(records.map { .records($0) } ?? .absent)
        } catch {
            return .unreadable(error)
        }
    }

    /// The records of a subject; nothing where there is nothing of the kind.
    private func records(of subject: Subject) async throws(Unknown) -> [Record]? {
        switch subject {
        case .accounts: try await accounts.accountRecords().get()
        case .logins: try await accounts.logins()
        case .sshServer: try await ssh.sshServer()
        case .sshSettings: try await ssh.sshSettings()
        case .sshDirectives: try await ssh.sshDirectives()
        case .hostKeys: try await ssh.hostKeys()
        case .authorizedKeys: try await ssh.authorizedKeys()
        case .sudoRules: try await accounts.sudoRules()
        case .operatorSession: try await session.operatorSession()
        case .fileSystems: try await session.fileSystems()
        case .bans: try await session.bans()
        case .firewallHooks: try await firewall.perFamily { $0.hooks }.records()
        case .firewallRules: try await firewall.firewallRules().records()
        case .egress: try await firewall.egress().records()
        case .forwardedInterfaces: try await firewall.forwardedInterfaces().records()
        case .firewallPersistence: try await firewall.firewallPersistence().records()
        case .listeners: try await sockets.listeners().records()
        case .fail2ban: try await intrusion.banDaemon()
        case .jails: try await intrusion.jails()
        case .updates: try await updates.updates()
        case .updateTimers: try await updates.updateTimers()
        case .updateOrigins: try await updates.updateOrigins()
        case .pendingUpdates: try await updates.pendingUpdates()
        case .release: try await updates.release()
        case .outdatedServices: try await updates.outdatedServices()
        case .dockerDaemon: try await docker.dockerDaemon()
        case .dockerSockets: try await docker.dockerSockets()
        case .dockerMembers: try await docker.dockerMembers()
        case .containers: try await containers.containers()
        case .publishedPorts: try await containers.publishedPorts()
        case .containerMounts: try await containers.containerMounts()
        case .containerEnvironment: try await containers.containerEnvironment()
        case .composeServices: try await compose.composeServices()
        case .composeProjects: try await compose.composeProjects()
        case .images: try await containers.images()
        case .otherContainers: try await containers.otherContainers()
        case .secretFiles: try await secrets.secretFiles()
        case .secretFindings: try await secrets.secretFindings()
        case .vaultSecrets: try await secrets.vaultSecrets()
        case .secretPrograms: try await vaultPrograms.secretPrograms()
        case .secretProviders: try await vaultPrograms.secretProviders()
        case .proxyServers: try await proxies.proxyServers()
        case .proxyRoutes: try await proxies.proxyRoutes()
        case .endpoints: try await proxies.endpoints()
        case .openclaw: try await installations.openclaw()
        case .openclawGateway: try await gateway.openclawGateway()
        case .openclawSettings: try await settings.openclawSettings()
        case .openclawChannels: try await settings.openclawChannels()
        case .openclawAgents: try await agents.openclawAgents()
        case .openclawFiles: try await installations.openclawFiles()
        case .openclawPlugins: try await plugins.openclawPlugins()
        case .openclawProblems: try await settings.openclawProblems()
        case .openclawAdvisories: try await runtime.openclawAdvisories()
        case .openclawUnits: try await gatewayUnits.openclawUnits()
        case .openclawLiterals: try await literals.openclawLiterals()
        case .agentGuard: try await models.agentGuard()
        case .modelRoutes: try await models.modelRoutes()
        case .chains: try await chains.chains()
        case .sysctlFiles: try await kernel.kernelParameters()
        case .trustedPlaces: try await trust.trustedPlaces()
        case .cloud: await cloud.cloud()
        }
    }
}

extension Observation {
    /// The records of a table; nothing where it is absent.
    fileprivate func records() throws(Unknown) -> [Record]? {
        switch self {
        case .unreadable(let why): throw why
        case .state(.absent): nil
        case .state(let state): state.records
        }
    }
}
