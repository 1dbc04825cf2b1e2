public import Surface

/// One that observes the subjects of one area.
///
/// What it needs to know of another area it asks that area's observer, by name: `docker.dockerContainers()`.
public protocol SubjectObserver: Sendable {
    var look: Look { get }
}

extension SubjectObserver {
    /// What is looked at.
    public var surface: any Surface { look.surface }
    var cache: Cache { look.cache }

    /// The names in a directory, read once.
    func listing(_ directory: String) async -> Reading<[String]> {
        await cache.value(for: directory) { await surface.entries(directory) }
    }
}

extension SubjectObserver {
    var chains: ChainsObserver { ChainsObserver(look: look) }
    var cloud: CloudObserver { CloudObserver(look: look) }
    /// Compose projects: their files, their services, and who may change them.
    public var compose: ComposeObserver { ComposeObserver(look: look) }
    var containers: ContainersObserver { ContainersObserver(look: look) }
    /// The Docker daemon: its settings, its sockets, and what it answers.
    public var docker: DockerObserver { DockerObserver(look: look) }
    /// Sockets that listen, and the processes that own them.
    public var sockets: SocketsObserver { SocketsObserver(look: look) }
    /// From where the firewall can be tried on the running system.
    public var proof: ProofObserver { ProofObserver(look: look) }
    /// Packet filters: what the kernel has, and what it will have after a boot.
    public var firewall: FirewallObserver { FirewallObserver(look: look) }
    var intrusion: IntrusionObserver { IntrusionObserver(look: look) }
    var kernel: KernelObserver { KernelObserver(look: look) }
    /// Ways from agents to models.
    public var models: ModelsObserver { ModelsObserver(look: look) }
    var gateway: GatewayObserver { GatewayObserver(look: look) }
    var settings: SettingsObserver { SettingsObserver(look: look) }
    var plugins: PluginsObserver { PluginsObserver(look: look) }
    var agents: AgentsObserver { AgentsObserver(look: look) }
    var runtime: RuntimeObserver { RuntimeObserver(look: look) }
    var gatewayUnits: GatewayUnitsObserver { GatewayUnitsObserver(look: look) }
    /// Keys that an OpenClaw is given in clear.
    public var keys: KeysObserver { KeysObserver(look: look) }
    var literals: LiteralsObserver { LiteralsObserver(look: look) }
    var installations: InstallationsObserver { InstallationsObserver(look: look) }
    var session: SessionObserver { SessionObserver(look: look) }
    var proxies: ProxiesObserver { ProxiesObserver(look: look) }
    var accounts: AccountsObserver { AccountsObserver(look: look) }
    /// The SSH server and its settings.
    public var ssh: SSHObserver { SSHObserver(look: look) }
    var secrets: SecretsObserver { SecretsObserver(look: look) }
    var vaultPrograms: VaultProgramsObserver { VaultProgramsObserver(look: look) }
    var trust: TrustObserver { TrustObserver(look: look) }
    var updates: UpdatesObserver { UpdatesObserver(look: look) }
}
