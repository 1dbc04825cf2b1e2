/// A kind of effective state, observed as a table with one record for each thing of the kind.
///
/// The fields of each subject are declared in `Facts/`, one file a layer.
public enum Subject: String, CaseIterable, Codable, Hashable, Sendable {
    // ssh
    /// Accounts of the system.
    case accounts
    /// sshd's settings for one account from one address, and for each Match criterion.
    case logins
    /// The SSH server as a whole: version, ports really listened on, algorithms, start limits.
    case sshServer
    /// Lines of sshd's configuration that set a keyword which matters, in the order sshd reads them.
    case sshSettings
    /// Every line of sshd's configuration that sets something, in the order sshd reads them.
    case sshDirectives
    case hostKeys
    case authorizedKeys
    case sudoRules
    /// The SSH login that this program was started from; absent where it was not started over SSH.
    case operatorSession
    /// File systems that a change must be written to.
    case fileSystems
    /// Addresses that are banned now.
    case bans

    // firewall
    /// One record for each address family and hook (input, forward, output): what happens to a packet no rule names.
    case firewallHooks
    /// Rules of the live rulesets that accept, limit or drop in a way that matters.
    case firewallRules
    /// One record for each thing that loads rules at boot.
    case firewallPersistence
    /// Sockets that are listened on, by port, address and program.
    case listeners
    /// One record for each origin (host, containers), family and blocked destination port.
    case egress
    /// Interfaces with containers, guests or VPN peers behind them, and whether what these send is passed on now.
    case forwardedInterfaces

    // intrusion
    case fail2ban
    case jails

    // updates
    case updates
    case updateTimers
    /// Archives the machine installs from, and whether unattended-upgrades takes security fixes from them.
    case updateOrigins
    case pendingUpdates
    case release
    /// Units whose processes run programs or libraries that are no longer those on the disk.
    case outdatedServices

    // docker
    case dockerDaemon
    case dockerSockets
    /// Members of groups that are root in all but name.
    case dockerMembers

    // container
    /// OpenClaw's containers as the Docker daemon reports them.
    case containers
    case publishedPorts
    /// Containers of others than OpenClaw, and what of the server each of them has.
    case otherContainers
    case containerMounts
    /// Variables in a container's environment: names and what kind of secret they hold, never values.
    case containerEnvironment
    /// Services of compose files that define an OpenClaw container.
    case composeServices
    /// What it takes to change those services: looked at for a plan, not for an audit.
    case composeProjects
    /// Images that the Docker daemon has: looked at for a plan, not for an audit.
    case images

    // secrets
    /// Files and directories that hold secrets: modes and owners.
    case secretFiles
    /// Secrets found in places where they should not be: kind and place, never the value.
    case secretFindings
    /// What lies in the server's vault, by name: since when it is in force, never a value.
    case vaultSecrets
    /// The programs that enrolled gateways start to ask the vault, one record a client.
    case secretPrograms
    /// Programs that an openclaw.json names to be asked for secrets.
    case secretProviders

    // proxy
    case proxyServers
    /// What a TLS client sees at each public name: certificate, headers.
    case endpoints
    case proxyRoutes

    // openclaw
    /// OpenClaw installations: version, state directory, configuration file.
    case openclaw
    /// The gateway's effective settings, one record an installation.
    case openclawGateway
    /// Effective settings of each account of each channel.
    case openclawChannels
    /// Effective settings of each agent: tools, sandbox, skills.
    case openclawAgents
    /// Settings of the whole installation outside gateway, channels and agents.
    case openclawSettings
    /// Configuration keys the version does not know, and errors in the configuration.
    case openclawProblems
    case openclawFiles
    case openclawPlugins
    case openclawAdvisories
    /// What systemd does for the units that run gateways outside of containers.
    case openclawUnits
    /// Secrets that stand in files of the configuration, and the variables that could hold them instead; never the
    /// values. Looked at for a plan, not for an audit.
    case openclawLiterals

    /// What root reads or runs, and who else decides what stands there.
    case trustedPlaces

    // guard
    /// The guard between agents and model APIs: whether it is configured, and runs.
    case agentGuard
    /// Ways from agents to models that go around the guard, one record an installation.
    case modelRoutes

    // chains
    /// Paths from who can speak to an agent to what can leave or be done, one record a path.
    case chains

    // kernel
    /// Kernel parameters as files set them for the next boot.
    case sysctlFiles

    // cloud
    case cloud
}

extension Subject {
    /// What the subject is called in evidence: camel case taken apart.
    public var title: String {
        var words = ""
        for character in rawValue {
            if character.isUppercase { words += " " }
            words += character.lowercased()
        }
        return words
    }
}
