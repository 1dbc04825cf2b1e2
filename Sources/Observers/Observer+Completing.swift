import Documents
public import Hardening
import Surface

extension Observer {
    /// The demands with everything in a new gateway's openclaw.json that controls would ask for once it runs.
    ///
    /// The machine is looked at as it would be after the demands, with the container in it, and asked again until nothing
    /// is left: then nothing is left for the next plan either. What OpenClaw would refuse stays out, as in any plan.
    ///
    /// - Parameters:
    ///   - demands: what is asked for so far, the new gateway with it.
    ///   - snapshot: what was observed for that.
    ///   - controls: those of the configuration.
    ///   - profile: what they are asked for.
    /// - Returns: the same where no gateway begins.
    public func completing(
        _ demands: Demands,
        on snapshot: Snapshot,
        _ controls: [Control],
        _ profile: Profile
    ) async -> Demands {
        guard let coming = ComingContainer(demands), let plan = try? Plan(profile: "", demands, on: snapshot) else {
            return demands
        }
        let resource = Resource.file(coming.configuration)
        guard let draft = plan.changes.first(where: { $0.resource == resource })?.after else { return demands }
        let resources = Set(controls.flatMap(\.resources) + controls.flatMap(\.fix.needs))
        let daemons = await daemons(with: coming)
        var whole = plan
        var state = draft
        var summaries: [String] = []
        for _ in 0..<Self.mostRounds {
            let planned = PlannedSurface(whole, interim: false, over: surface, daemons: daemons)
            let future = Observer(look: look.over(planned))
            var seen = Snapshot()
            for resource in resources { seen[resource] = await future.observe(resource) }
            seen[resource] = .state(state)
            let asked = await future.leavingOutRefused(Demands(controls, profile, on: seen).about(resource), on: seen)
            guard let next = try? Plan(profile: "", asked, on: seen),
                let change = next.changes.first(where: { $0.resource == resource })
            else { break }
            state = change.after
            summaries += change.summaries
            whole = whole.followed(by: next)
        }
        guard state != draft, let owner = demands.control(of: resource) else { return demands }
        let words = summaries.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let amendment = Amendment(resource, words.joined(separator: "; ")) { [state] now in
            now == draft ? state : now
        }
        return demands.adding(Demand(owner, amendment))
    }

    /// One round for what is there, and a few for what only counts with it.
    private static let mostRounds = 8

    /// What daemons say, Docker as if the container were there.
    private func daemons(with coming: ComingContainer) async -> DaemonAnswers {
        let list = await docker.answer("/containers/json?all=1").content
        var image: JSONNode?
        if let target = coming.imageTarget { image = await docker.answer(target).content }
        guard let answers = try? coming.answers(beside: list, image: image) else { return DaemonAnswers(surface) }
        return DaemonAnswers(surface, answering: answers, on: DockerObserver.dockerSocket)
    }
}

extension Demands {
    /// Only what is asked of one resource, by controls that ask for nothing else.
    fileprivate func about(_ resource: Resource) -> Demands {
        let others = Set(amendments.filter { $0.amendment.resource != resource }.map(\.control))
        return leavingOut(Dictionary(others.map { ($0, "") }) { first, _ in first })
    }

    fileprivate func control(of resource: Resource) -> Control.ID? {
        amendments.first { $0.amendment.resource == resource }?.control
    }
}
