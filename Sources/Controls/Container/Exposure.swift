import Catalog
import Hardening

extension ControlList {
    /// Who reaches the containers, and who sees their secrets.
    static let containerExposure: [Control] = [
        .forbid(
            .container,
            "publish-gateway-on-loopback",
            .publishedPorts,
            where: .isGatewayPort == true && .isLoopback == false,
            title: "The gateway's ports are published on loopback only",
            fault: "A port of the gateway is published beyond loopback",
            rationale:
                "Docker opens published ports past the firewall, whatever ufw status says: the whole internet reaches the gateway.",
            .critical,
            [Reference("moby#4737"), Reference("Docker documentation", "Docker and ufw")],
            fix: .publishOnLoopback(
                byHand: "ports: [\"127.0.0.1:18789:18789\"] in the service, then docker compose up -d",
                cost:
                    "clients that reach the gateway's container by the server's own address; by a tunnel they still do: "
                    + "ssh -L 18789:127.0.0.1:18789 YOU@SERVER (-p with SSH's port), then http://localhost:18789"
            ),
            good: [.isGatewayPort: true, .isLoopback: true],
            [.isGatewayPort: false, .isLoopback: false],
            bad: [.isGatewayPort: true, .isLoopback: false]
        ),
        .forbid(
            .container,
            "publish-other-ports-on-loopback",
            .publishedPorts,
            where: .isGatewayPort == false && .isLoopback == false
                && !(.containerPort == 80 || .containerPort == 443 || .containerPort == 8443),
            title: "Of all other ports, only 80, 443 and 8443 are published beyond loopback",
            fault: "A container port other than the gateway's, 80, 443 and 8443 is published beyond loopback",
            rationale: "A database or browser beside OpenClaw is open to the internet, past the firewall.",
            .high,
            [
                Reference("moby#4737"),
                .openclaw("sandbox.browser_container.non_loopback_publish"),
            ],
            fix: .manual(
                "publish it on 127.0.0.1, or not at all: containers on one network reach each other anyway",
                because: "Who uses the port could not be determined."
            ),
            good: [.isGatewayPort: false, .isLoopback: true, .containerPort: 5432],
            [.isGatewayPort: false, .isLoopback: false, .containerPort: 443],
            bad: [.isGatewayPort: false, .isLoopback: false, .containerPort: 5432]
        ),
        .forbid(
            .container,
            "define-loopback-ports",
            .composeServices,
            where: .publishesBeyondLoopback != [],
            title: "Compose files publish OpenClaw's ports on loopback only",
            fault: "A compose file publishes a port of OpenClaw beyond loopback",
            rationale: "The next docker compose up opens the gateway to the internet, past the firewall.",
            .high,
            [Reference("moby#4737")],
            fix: .publishOnLoopback(byHand: "write 127.0.0.1: before the port in the compose file"),
            good: [.publishesBeyondLoopback: []],
            bad: [.publishesBeyondLoopback: ["every address:18789 → 18789"]]
        ),
        .forbid(
            .container,
            "keep-secrets-out-of-environment",
            .containerEnvironment,
            where: Field.variableSecret.isSet,
            title: "The environment of OpenClaw's containers holds no secrets",
            fault: "The environment of an OpenClaw container holds a secret",
            rationale:
                "Everybody who can query the daemon sees it in docker inspect, and every process in the container inherits it.",
            .medium,
            [Reference("CIS Docker", "4.10"), Reference("OWASP Docker Security", "rule 12")],
            fix: .manual(
                "mount the secret as a file under /run/secrets, and name it in openclaw.json by a secret provider of kind file",
                because: "The secret has to be moved, and openclaw.json has to name its new place."
            ),
            good: [.variable: "TZ", .variableSecret: .unset],
            bad: [.variable: "ANTHROPIC_API_KEY", .variableSecret: "by its name"]
        ),
        .forbid(
            .container,
            "keep-secrets-out-of-compose-files",
            .composeServices,
            where: .inlineSecrets != [],
            title: "Compose files of OpenClaw hold no secrets",
            fault: "A compose file of OpenClaw holds a secret",
            rationale: "Compose files are committed, copied and shown, and the key with them.",
            .high,
            [Reference("Self-hosting guide", "API key management")],
            fix: .manual(
                "replace the secret, and put the new one into .env with mode 600 (env_file: [.env]) or into a file under secrets:",
                because: "Whoever has seen the file has seen the secret."
            ),
            good: [.inlineSecrets: []],
            bad: [.inlineSecrets: ["OPENAI_API_KEY"]]
        ),
    ]
}
