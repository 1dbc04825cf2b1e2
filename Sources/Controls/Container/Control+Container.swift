import Catalog
import Hardening

extension Control {
    /// Something that neither OpenClaw's containers nor their compose files may be.
    static func forbidInContainers(
        _ phrase: String,
        where filter: Filter,
        title: String,
        fault: String,
        rationale: String,
        _ severity: Severity,
        _ references: [Reference],
        gatewayOnly: Bool = false,
        fix: Fix,
        good: [Field: Value],
        bad: [Field: Value]
    ) -> Control {
        let filter = gatewayOnly ? .runsGateway == true && filter : filter
        let good = good.merging([.runsGateway: true]) { $1 }
        let bad = bad.merging([.runsGateway: true]) { $1 }
        return Control(
            .container,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: references,
            expects: [.none(.containers, where: filter, title), .none(.composeServices, where: filter, title)],
            fix: fix,
            examples: [
                .compliant(
                    "a container that is right",
                    .containers,
                    Record("container gateway", good, identity: [.container: "gateway"])
                ),
                .compliant("a compose file that is right", .composeServices, Record("service gateway", good)),
                .drifted(
                    "a container that is not",
                    .containers,
                    Record("container gateway", bad, identity: [.container: "gateway"])
                ),
                .drifted("a compose file that is not", .composeServices, Record("service gateway", bad)),
                .notApplicable("no container"),
            ]
        )
    }
}
