/// The running server, as changing it asks for it.
///
/// Beside the ports here stand `Machine`, `MutableMachine` and `Journal`: what is behind them is the outside world, or in
/// tests a dictionary.
public protocol Host: MutableMachine {
    /// The server as it is looked at for an audit or a plan; nothing is remembered from an earlier look.
    ///
    /// - Parameters:
    ///   - openclawDirectories: state directories of OpenClaw that were named.
    ///   - publicNames: names by which the server is known outside.
    ///   - kept: changes that are taken as put, whatever became of them since; none where everything is as it is.
    /// - Returns: a fresh look.
    /// - Throws: where the server cannot be looked at.
    func look(openclawDirectories: [String], publicNames: [String], keeping kept: [Change]) throws
        -> any PlanningMachine

    /// The files that links among the resources lead to, where only root could have them lead elsewhere.
    func linkTargets(of resources: Set<Resource>) -> [String: String]

    /// What a change would not keep, or could not be made by; asked before anything is changed.
    func blocker(to resource: Resource) -> String?

    /// The containers of the compose projects that a plan has made anew, by project and service.
    ///
    /// - Throws: where Docker does not say.
    func containers(of plan: Plan) async throws -> [String: ContainerLook]

    /// Has an undoing start these containers, by project and service, whatever became of them since.
    func expectRunning(_ services: Set<String>) async

    /// What an undoing left alone that it would have started anew, in words.
    func leftAlone() async -> [String]
}

/// A machine that can also be looked at as it would be.
public protocol PlanningMachine: Machine {
    /// Whether there is an SSH server that is not turned off; true where that could not be determined.
    func hasSSH() async -> Bool

    /// The demands without those after which OpenClaw would not start with its configuration.
    func leavingOutRefused(_ demands: Demands, on snapshot: Snapshot) async -> Demands

    /// The demands with all that a new gateway's configuration will be asked for once it runs.
    func completing(
        _ demands: Demands,
        on snapshot: Snapshot,
        _ controls: [Control],
        _ profile: Profile
    ) async -> Demands

    /// Keys that OpenClaw is given in clear, with their values.
    ///
    /// - Throws: where it is not known which installations there are.
    func plainKeys() async throws -> [InstallationKeys]

    /// What the agents of each OpenClaw ask models by.
    ///
    /// - Throws: where it is not known which installations there are.
    func installationModels() async throws -> [InstallationModels]

    /// What would be observed of OpenClaw once a plan's files are there, with daemons and containers as they are now.
    func foresee(_ plan: Plan, of resources: Set<Resource>) async -> Snapshot

    /// What would be observed after a plan; `interim` for the time until the confirmation.
    func simulate(_ plan: Plan, interim: Bool, of resources: Set<Resource>, from now: Snapshot) async -> Snapshot
}
