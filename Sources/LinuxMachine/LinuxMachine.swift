public import Hardening
import Observers
public import Surface

/// A Linux system, observed through a surface: the running one, or one that lies in a directory.
public struct LinuxMachine: Machine {
    private let observer: Observer

    public init(_ surface: any Surface, openclawDirectories: [String] = [], publicNames: [String] = []) {
        observer = Observer(surface, openclawDirectories: openclawDirectories, publicNames: publicNames)
    }

    public func observe(_ resource: Resource) async -> Observation {
        await observer.observe(resource)
    }

    /// Whether there is an SSH server that is not turned off; true where that could not be determined, as nearly every server has
    /// one.
    public func hasSSH() async -> Bool {
        if await observer.ssh.sshIsTurnedOff() { return false }
        return await observer.observe(.facts(.sshServer)) != .state(.absent)
    }

    /// The ports on which sshd listens; none where that could not be determined.
    public func sshPorts() async -> [Int] {
        guard case .state(let state) = await observer.observe(.facts(.sshServer)),
            case .list(let ports) = state.records.first?[.sshPorts] ?? .unset
        else { return [] }
        return ports.compactMap { Int($0) }
    }

    /// The demands without those after which OpenClaw would not start with its configuration.
    public func leavingOutRefused(_ demands: Demands, on snapshot: Snapshot) async -> Demands {
        await observer.leavingOutRefused(demands, on: snapshot)
    }

    /// The demands with all that a new gateway's configuration will be asked for once it runs.
    public func completing(
        _ demands: Demands,
        on snapshot: Snapshot,
        _ controls: [Control],
        _ profile: Profile
    ) async -> Demands {
        await observer.completing(demands, on: snapshot, controls, profile)
    }

    /// Keys that OpenClaw is given in clear, with their values.
    public func plainKeys() async throws -> [InstallationKeys] { try await observer.keys.all() }

    /// What the agents of each OpenClaw ask models by.
    public func installationModels() async throws -> [InstallationModels] { try await observer.models.all() }

    /// What would be observed of OpenClaw once a plan's files are there, with daemons and containers as they are now.
    public func foresee(_ plan: Plan, of resources: Set<Resource>) async -> Snapshot {
        await observer.foresee(plan, of: resources)
    }

    /// What would be observed after a plan; `interim` for the time until the confirmation.
    public func simulate(
        _ plan: Plan,
        interim: Bool,
        of resources: Set<Resource>,
        from now: Snapshot
    ) async -> Snapshot {
        await observer.simulate(plan, interim: interim, of: resources, from: now)
    }
}
