import Catalog
import Hardening

extension Catalogue {
    /// The gateway that the profile names is there; nothing is asked where it names none.
    static func runGateway(_ profile: Profile) -> Control {
        let wanted = Record("gateway")
        let present = Requirement.some(.openclawGateway, where: .always, "a gateway is set up", wanted: wanted)
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
                ? [.compliant("a gateway", .openclawGateway, wanted), .drifted("none", [:])]
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
        let file = Resource.file(gateway.composeFile)
        return Remediation(id, needs: [.facts(.images), .facts(.composeServices), state, secrets, file]) { snapshot in
            if let other = snapshot.records(.composeServices).first {
                return .advise("\(other.name) defines one already: docker compose up -d beside it, then nacre apply.")
            }
            guard snapshot[file] == .state(.absent) else {
                return .advise("\(gateway.composeFile) is there already: docker compose up -d beside it, or remove it.")
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
            return .amend(gateway.amendments(account))
        }
    }
}
