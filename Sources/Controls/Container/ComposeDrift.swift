import Hardening

/// Which services must be changed so that a control holds.
struct ComposeDrift {
    struct Obstacle: Error { let words: String }

    let targets: Result<[ComposeTarget], Obstacle>
    /// Services of the same projects that are only run by hand, and of which it cannot be told whether they need it.
    ///
    /// Without a container there is nothing that shows what the image or the daemon would decide; the file can say it.
    let besides: [ComposeTarget]

    init(_ control: Control, on snapshot: Snapshot) {
        let all = snapshot.records(.composeProjects).compactMap(ComposeTarget.init)
        let services = control.expectations.first { $0.resource == .facts(.composeServices) }
        switch Self.drifted(control, services, all, on: snapshot) {
        case .failure(let obstacle):
            targets = .failure(obstacle)
            besides = []
        case .success(let found):
            targets = .success(found)
            let projects = Set(found.map(\.activation))
            besides = all.filter { target in
                guard let services, !found.contains(where: { $0.name == target.name }),
                    projects.contains(target.activation), target.record[.container] == .unset,
                    target.record[.composeObstacle] == .unset,
                    let own = snapshot.records(.composeServices).first(where: { $0.name == target.name })
                else { return false }
                return !services.blindSpots(.records([own])).isEmpty
            }
        }
    }

    private static func drifted(
        _ control: Control,
        _ services: Requirement?,
        _ all: [ComposeTarget],
        on snapshot: Snapshot
    ) -> Result<[ComposeTarget], Obstacle> {
        var found: [ComposeTarget] = []
        func take(_ target: ComposeTarget) {
            if !found.contains(where: { $0.name == target.name }) { found.append(target) }
        }
        for requirement in control.expectations {
            for record in requirement.unwanted(in: snapshot) {
                if requirement.resource == .facts(.composeServices) {
                    guard let target = all.first(where: { $0.name == record.name }) else {
                        return .failure(Obstacle(words: "\(record.name) is not one that Nacre can change."))
                    }
                    take(target)
                    continue
                }
                let container = Self.container(of: record)
                guard let target = all.first(where: { $0.record[.container] == .text(container) }) else {
                    let why = ComposeTarget.absence(of: container, on: snapshot)
                    return .failure(Obstacle(words: "The container \(container) \(why)."))
                }
                // A file that is right already gives a container that is not when it is older than the file.
                if let services, let own = snapshot.records(.composeServices).first(where: { $0.name == target.name }),
                    services.isMet(by: .records([own])), services.blindSpots(.records([own])).isEmpty
                {
                    let directory = target.record[.composeDirectory]
                    let words =
                        "The container \(container) is older than its files: docker compose --project-directory "
                        + "\(directory) up -d."
                    return .failure(Obstacle(words: words))
                }
                take(target)
            }
        }
        for target in found {
            guard case .text(let why) = target.record[.composeObstacle] else { continue }
            return .failure(Obstacle(words: "\(target.service) is not made anew: \(why)."))
        }
        return .success(found)
    }

    /// Records of containers are named after them; those of their ports and mounts say whose they are.
    private static func container(of record: Record) -> String {
        if case .text(let name) = record[.container] { return name }
        if record.name.hasPrefix("container ") { return String(record.name.dropFirst("container ".count)) }
        return String(record.name.prefix { $0 != ":" })
    }
}

extension Requirement {
    /// The records that an amendment takes away or changes.
    fileprivate func unwanted(in snapshot: Snapshot) -> [Record] {
        guard case .state(let state) = snapshot[resource] else { return [] }
        let kept = amend(state).records
        return state.records.filter { !kept.contains($0) }
    }
}
