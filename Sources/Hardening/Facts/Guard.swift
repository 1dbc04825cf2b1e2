// Fields of `Subject.agentGuard`, one record for the guard, and of `modelRoutes`, one record an installation.
extension Field {
    // agentGuard
    /// `configured`, `not configured`, or `faulty`.
    public static let guardSetup = Field("configuration of the guard")
    /// Whether its unit is active.
    public static let guardRuns = Field("the guard runs")
    /// Whether it is started at boot.
    public static let guardStartsAtBoot = Field("the guard starts at boot")

    // modelRoutes
    /// Settings by which words of an agent go somewhere else than to the guard; not set where there is none.
    public static let routesAround = Field("ways around the guard")
    /// Settings by which an agent runs its tools in a program of others; not set where there is none.
    public static let hiddenRuntimes = Field("agents whose tools run out of sight")
    /// Keys of models that the gateway has, in whatever way; not set where it has none.
    public static let modelKeys = Field("keys of models with the gateway")
    /// Hosts that the guard asks, with their ports; not set where there is no guard.
    public static let guardedHosts = Field("hosts that the guard asks")
    /// Those of them that the gateway can connect to itself, proven from the rules; not set where there is
    /// none.
    public static let directWays = Field("direct ways to hosts of models")
}
