import Catalog
import Hardening

extension Catalogue {
    /// The gateway that the profile names is there; nothing is asked where it names none.
    static func runGateway(_ profile: Profile) -> Control {
        let wanted = Record("gateway", [.openclawContainer: "openclaw-gateway", .openclawUnit: .unset])
        let isRun = Field.openclawContainer.isSet || Field.openclawUnit.isSet
        let present = Requirement.some(.openclaw, where: isRun, "a container or a unit runs a gateway", wanted: wanted)
        let unasked = Requirement(present.resource, present.summary, applies: { _ in false }, amend: { $0 })
        let isAsked = !profile.container.image.isEmpty
        return Control(
            .container,
            "run-gateway",
            title: "The gateway that the profile names is set up",
            rationale:
                "A gateway that is set up by hand begins with the image's defaults: published to everybody, with all capabilities, without limits.",
            severity: .medium,
            references: [Reference("OpenClaw documentation", "Docker"), Reference("CIS Docker 1.6", "5")],
            remedy:
                "name the image in the profile (container: image: ghcr.io/openclaw/openclaw:VERSION), then nacre apply",
            expects: [isAsked ? present : unasked],
            examples: isAsked
                ? [
                    .compliant("a gateway in a container", .openclaw, wanted), .drifted("none", [:]),
                    .drifted(
                        "state that nothing runs",
                        .openclaw,
                        Record("/opt/claw/state", [.openclawContainer: .unset, .openclawUnit: .unset])
                    ),
                ]
                : [.notApplicable("a profile that names no image, without a gateway")]
        )
    }

    static func runGatewayWay(_ profile: Profile) -> Remediation {
        let id = "container.run-gateway"
        guard let gateway = NewGateway(profile) else {
            return .person(id, "Name the image in the profile: container: image: ghcr.io/openclaw/openclaw:VERSION")
        }
        let state = Resource.directory(gateway.state)
        let secrets = Resource.permissions(gateway.environment)
        let files = ([gateway.composeFile] + gateway.otherFiles).map { Resource.file($0) }
        let needs: Set<Resource> = [
            .facts(.images), .facts(.composeServices), .facts(.listeners),
            .file(gateway.configuration), state, secrets,
        ]
        return Remediation(id, needs: needs.union(files).union([.facts(.dockerDaemon)])) { snapshot in
            for resource in needs.union(files).sorted(by: { "\($0)" < "\($1)" }) {
                if case .unreadable(let why) = snapshot[resource] {
                    return .advise("\(resource) cannot be looked at (\(why)), and what is there must be known first.")
                }
            }
            if let other = snapshot.records(.composeServices).first {
                return .advise("\(other.name) defines one already: docker compose up -d beside it, then nacre apply.")
            }
            if let file = files.first(where: { snapshot[$0] != .state(.absent) }) {
                return .advise("\(file) is there already: docker compose up -d beside it, or name another directory.")
            }
            if let socket = snapshot.records(.listeners).first(where: { $0[.listeningPort] == .number(gateway.port) }) {
                return .advise("\(socket[.listeningProgram]) listens on \(gateway.port) already; end it first.")
            }
            // Nothing of a download could be put back, and nobody else knows the keys.
            guard gateway.isThere(snapshot.records(.images)) else {
                return .advise("Docker does not have the image: docker pull \(gateway.image), then nacre apply.")
            }
            guard case .state(.permissions(let account)) = snapshot[state], account.owner != 0 else {
                return .advise(
                    "The account that the gateway is to run as owns its state: install -d -m 700 -o 1000 -g 1000 "
                        + "\(gateway.state), then nacre apply."
                )
            }
            guard case .state(.permissions) = snapshot[secrets] else {
                return .advise(
                    "Its token and the keys of its models are yours to give: install -m 600 -o \(account.owner) -g "
                        + "\(account.group) /dev/null \(gateway.environment), write a line OPENCLAW_GATEWAY_TOKEN= with what "
                        + "openssl rand -hex 32 prints and one for each key into it, then nacre apply."
                )
            }
            let daemon = snapshot.records(.dockerDaemon).first
            let processors: Int? = if case .number(let count)? = daemon?[.processors] { count } else { nil }
            return .amend(gateway.amendments(account, processors: processors))
        }
    }
}
