import Catalog
import Hardening

extension Observer {
    /// What is true of a subject: its records, or why they could not be determined.
    func facts(_ subject: Subject) async -> Observation {
        do throws(Unknown) {
            return .state(try await records(of: subject).map { .records($0) } ?? .absent)
        } catch {
            return .unreadable(error)
        }
    }

    /// The records of a subject; nothing where there is nothing of the kind.
    private func records(of subject: Subject) async throws(Unknown) -> [Record]? {
        switch subject {
        case .accounts: try await accounts()
        case .logins: try await logins()
        case .sshServer: try await sshServer()
        case .sshSettings: try await sshSettings()
        case .sshDirectives: try await sshDirectives()
        case .hostKeys: try await hostKeys()
        case .authorizedKeys: try await authorizedKeys()
        case .sudoRules: try await sudoRules()
        case .operatorSession: try await operatorSession()
        case .fileSystems: try await fileSystems()
        case .bans: try await bans()
        case .firewallHooks: try await perFamily { $0.hooks }.records()
        case .firewallRules: try await firewallRules().records()
        case .egress: try await egress().records()
        case .forwardedInterfaces: try await forwardedInterfaces().records()
        case .firewallPersistence: try await firewallPersistence().records()
        case .listeners: try await listeners().records()
        case .fail2ban: try await banDaemon()
        case .jails: try await jails()
        case .updates: try await updates()
        case .updateTimers: try await updateTimers()
        case .updateOrigins: try await updateOrigins()
        case .pendingUpdates: try await pendingUpdates()
        case .release: try await release()
        case .dockerDaemon: try await dockerDaemon()
        case .dockerSockets: try await dockerSockets()
        case .dockerMembers: try await dockerMembers()
        case .containers: try await containers()
        case .publishedPorts: try await publishedPorts()
        case .containerMounts: try await containerMounts()
        case .containerEnvironment: try await containerEnvironment()
        case .composeServices: try await composeServices()
        case .composeProjects: try await composeProjects()
        case .images: try await images()
        case .otherContainers: try await otherContainers()
        case .secretFiles: try await secretFiles()
        case .secretFindings: try await secretFindings()
        case .proxyServers: try await proxyServers()
        case .proxyRoutes: try await proxyRoutes()
        case .endpoints: try await endpoints()
        case .openclaw: try await openclaw()
        case .openclawGateway: try await openclawGateway()
        case .openclawSettings: try await openclawSettings()
        case .openclawChannels: try await openclawChannels()
        case .openclawAgents: try await openclawAgents()
        case .openclawFiles: try await openclawFiles()
        case .openclawPlugins: try await openclawPlugins()
        case .openclawProblems: try await openclawProblems()
        case .openclawAdvisories: try await openclawAdvisories()
        case .openclawUnits: try await openclawUnits()
        case .openclawLiterals: try await openclawLiterals()
        case .chains: try await chains()
        case .sysctlFiles: try await kernelParameters()
        case .trustedPlaces: try await trustedPlaces()
        case .cloud: await cloud()
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
