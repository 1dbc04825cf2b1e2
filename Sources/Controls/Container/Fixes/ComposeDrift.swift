import Hardening

/// Which services must be changed so that a control holds.
struct ComposeDrift {
    struct Blocker: Error { let reason: String }

    let targets: Result<[ComposeTarget], Blocker>
    /// Services of the same projects that are only run by hand, where it could not be determined whether they need it.
    ///
    /// Without a container there is nothing that shows what the image or the daemon would decide; the file can say it.
    let besides: [ComposeTarget]

    init(_ fault: Fault) {
        let snapshot = fault.snapshot
        let all = snapshot.records(.composeProjects).compactMap(ComposeTarget.init)
        let services = fault.control.expectations.first { $0.resource == .facts(.composeServices) }
        switch Self.drifted(fault, services, all) {
        case .failure(let blocker):
            targets = .failure(blocker)
            besides = []
        case .success(let found):
            targets = .success(found)
            let projects = Set(found.map(\.activation))
            besides = all.filter { target in
                guard let services, !found.contains(where: { $0.name == target.name }),
                    projects.contains(target.activation), target.record[.container] == .unset,
                    target.record[.composeBlocker] == .unset,
                    let own = snapshot.records(.composeServices).first(where: { $0.name == target.name })
                else { return false }
                return !services.blindSpots(.records([own])).isEmpty
            }
        }
    }

    private static func drifted(
        _ fault: Fault,
        _ services: Requirement?,
        _ all: [ComposeTarget]
    ) -> Result<[ComposeTarget], Blocker> {
        let snapshot = fault.snapshot
        var found: [ComposeTarget] = []
        func take(_ target: ComposeTarget) {
            if !found.contains(where: { $0.name == target.name }) { found.append(target) }
        }
        for row in fault.rows {
            if row.subject == .composeServices {
                guard let target = all.first(where: { $0.name == row.before.name }) else {
                    return .failure(Blocker(reason: "\(row.before.name) is not one that Nacre can change."))
                }
                take(target)
                continue
            }
            guard let container = row.before[.container].text else {
                return .failure(Blocker(reason: "Which container \(row.before.name) belongs to is not known."))
            }
            guard let target = all.first(where: { $0.record[.container] == .text(container) }) else {
                let why = ComposeTarget.absence(of: container, on: snapshot)
                return .failure(Blocker(reason: "The container \(container) \(why)."))
            }
            // A file that is right already gives a container that is not when it is older than the file.
            if let services, let own = snapshot.records(.composeServices).first(where: { $0.name == target.name }),
                services.isMet(by: .records([own])), services.blindSpots(.records([own])).isEmpty
            {
                let directory = target.record[.composeDirectory]
                let reason =
                    "The container \(container) is older than its files: docker compose --project-directory "
                    + "\(directory) up -d."
                return .failure(Blocker(reason: reason))
            }
            take(target)
        }
        for target in found {
            guard case .text(let why) = target.record[.composeBlocker] else { continue }
            return .failure(Blocker(reason: "\(target.service) is not recreated: \(why)."))
        }
        return .success(found)
    }
}
