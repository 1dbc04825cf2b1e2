import Catalog
import Documents
import Hardening

extension ControlList {
    /// Whether OpenClaw's containers work, and come back by themselves.
    static let containerHealth: [Control] = [
        .forbidInContainers(
            "define-health-check",
            where: .hasHealthCheck == false,
            title: "The gateway's container has a health check",
            fault: "The gateway's container has no health check",
            rationale:
                "The gateway hangs for days before anybody notices, and with it everything that is monitored through it.",
            .low,
            [Reference("Self-hosting guide", "Container resource limits"), Reference("CIS Docker", "4.6")],
            gatewayOnly: true,
            fix: .compose(
                byHand:
                    "healthcheck: {test: [CMD, node, -e, \"fetch('http://127.0.0.1:18789/healthz').then(r=>process.exit(r.ok?0:1))\"]} in the service"
            ) { target, _ in target.checkingHealth(isNew: true) },
            good: [.hasHealthCheck: true],
            bad: [.hasHealthCheck: false]
        ),
        .forbid(
            .container,
            "use-available-health-check",
            .containers,
            where: .healthCannotRun == true,
            title: "The image has the program that its health check runs",
            fault: "A health check runs a program that the image does not have",
            rationale: "A check that never passes is ignored, or restarts a gateway that is healthy.",
            .medium,
            [Reference("promptfoo#1202")],
            fix: .compose(byHand: "use node's fetch instead of curl in the health check") { target, _ in
                target.checkingHealth(isNew: false)
            },
            good: [.healthCannotRun: false],
            bad: [.healthCannotRun: true]
        ),
        .forbid(
            .container,
            "keep-container-healthy",
            .containers,
            where: .health == "unhealthy",
            title: "OpenClaw's containers are healthy",
            fault: "An OpenClaw container is unhealthy",
            rationale: "The gateway does not answer, and neither do its approvals and its alarms.",
            .medium,
            [Reference("Self-hosting guide", "Container resource limits")],
            fix: .manual(
                "`sudo docker logs --tail 50 {CONTAINER}` says why",
                because: "Only its logs show why the container does not answer."
            ),
            good: [.health: "healthy"],
            [.health: .unset],
            bad: [.health: "unhealthy"]
        ),
        .forbidInContainers(
            "set-restart-policy",
            where: Field.restartPolicy.isOne(of: ["no", "on-failure"]),
            title: "The gateway's container restarts after a failure or a reboot",
            fault: "The gateway's container does not restart after a failure or a reboot",
            rationale: "After a security update's reboot the gateway is gone, so reboots are put off.",
            .low,
            [Reference("Docker documentation", "Start containers automatically")],
            gatewayOnly: true,
            fix: .compose(
                setting: "restart: unless-stopped",
                byHand: "restart: unless-stopped in the service"
            ) { compose, service throws(SyntaxError) in
                try compose.set("unless-stopped", at: ["restart"], of: service)
                let condition = ["deploy", "restart_policy", "condition"]
                // It goes before `restart`.
                if compose.states(Array(condition.dropLast()), of: service) {
                    try compose.set("any", at: condition, of: service)
                }
            },
            good: [.restartPolicy: "unless-stopped"],
            bad: [.restartPolicy: "no"]
        ),
    ]
}
