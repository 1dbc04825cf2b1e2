import Hardening

extension Fix {
    /// A gateway where there is none, as the profile describes it.
    static func newGateway(_ profile: Profile) -> Fix {
        let byHand =
            "name the image in the profile (container: image: ghcr.io/openclaw/openclaw:VERSION), then nacre apply"
        guard let gateway = NewGateway(profile) else {
            return .manual(byHand, because: "You decide which image the gateway runs.")
        }
        let state = Resource.directory(gateway.state)
        let secrets = Resource.permissions(gateway.environment)
        let files = ([gateway.composeFile] + gateway.otherFiles).map { Resource.file($0) }
        let needs: Set<Resource> = [
            .facts(.images), .facts(.composeServices), .facts(.listeners),
            .file(gateway.configuration), state, secrets,
        ]
        return Fix(byHand: byHand, needs: needs.union(files).union([.facts(.dockerDaemon)])) { fault in
            let snapshot = fault.snapshot
            for resource in needs.union(files).sorted(by: { "\($0)" < "\($1)" }) {
                if case .unreadable(let why) = snapshot[resource] {
                    return .advise("\(resource) could not be read (\(why)), and what is there must be known first.")
                }
            }
            if let other = snapshot.records(.composeServices).first {
                return .advise("\(other.name) already defines one: docker compose up -d beside it, then nacre apply.")
            }
            if let file = files.first(where: { snapshot[$0] != .state(.absent) }) {
                return .advise(
                    "\(file) already exists: docker compose up -d beside it, or name another directory in the profile."
                )
            }
            if let socket = snapshot.records(.listeners).first(where: { $0[.listeningPort] == .number(gateway.port) }) {
                return .advise("\(socket[.listeningProgram]) listens on \(gateway.port) already; stop it first.")
            }
            let wants = gateway.wants(snapshot)
            guard wants.isEmpty, case .state(.permissions(let account)) = snapshot[state] else {
                return .advise(NewGateway.words(wants))
            }
            let daemon = snapshot.records(.dockerDaemon).first
            let processors: Int? = if case .number(let count)? = daemon?[.processors] { count } else { nil }
            return .amend(gateway.amendments(account, processors: processors))
        }
    }
}
