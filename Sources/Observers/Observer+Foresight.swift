public import Hardening
import Surface

extension Observer {
    /// What would be observed of OpenClaw once a plan's files are there, with daemons and containers as they are now.
    public func foresee(_ plan: Plan, of resources: Set<Resource>) async -> Snapshot {
        let planned = PlannedSurface(plan, interim: false, over: surface, daemons: DaemonAnswers(surface))
        let future = Observer(look: look.over(planned))
        var snapshot = Snapshot()
        for resource in resources { snapshot[resource] = await future.observe(resource) }
        return snapshot
    }
}
