import Hardening

/// Which services must be changed so that a control holds.
struct ComposeDrift {
    struct Obstacle: Error { let words: String }

    let targets: Result<[ComposeTarget], Obstacle>

    init(_ control: Control, on snapshot: Snapshot) {
        let all = snapshot.records(.composeProjects).compactMap(ComposeTarget.init)
        var found: [ComposeTarget] = []
        func take(_ target: ComposeTarget) {
            if !found.contains(where: { $0.name == target.name }) { found.append(target) }
        }
        let services = control.expectations.first { $0.resource == .facts(.composeServices) }
        for requirement in control.expectations {
            for record in requirement.unwanted(in: snapshot) {
                if requirement.resource == .facts(.composeServices) {
                    guard let target = all.first(where: { $0.name == record.name }) else {
                        targets = .failure(Obstacle(words: "\(record.name) is not one that Nacre can change."))
                        return
                    }
                    take(target)
                    continue
                }
                let container = Self.container(of: record)
                guard let target = all.first(where: { $0.record[.container] == .text(container) }) else {
                    targets = .failure(Obstacle(words: "The container \(container) does not come from a compose file."))
                    return
                }
                // A file that is right already gives a container that is not when it is older than the file.
                if let services, let own = snapshot.records(.composeServices).first(where: { $0.name == target.name }),
                    services.isMet(by: .records([own])), services.blindSpots(.records([own])).isEmpty
                {
                    let directory = target.record[.composeDirectory]
                    let words =
                        "The container \(container) is older than its files: docker compose --project-directory "
                        + "\(directory) up -d."
                    targets = .failure(Obstacle(words: words))
                    return
                }
                take(target)
            }
        }
        for target in found {
            guard case .text(let why) = target.record[.composeObstacle] else { continue }
            targets = .failure(Obstacle(words: "\(target.service) is not made anew: \(why)."))
            return
        }
        targets = .success(found)
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
