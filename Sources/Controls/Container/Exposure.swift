import Catalog
import Hardening

extension Catalogue {
    static let containerExposure: [Control] = [
        .forbid(
            .container,
            "publish-gateway-on-loopback",
            .publishedPorts,
            where: .isGatewayPort == true && .isLoopback == false,
            title: "The gateway's ports are published on loopback only",
            rationale:
                "Docker opens published ports past the firewall, whatever ufw status says: the whole internet reaches the gateway.",
            .critical,
            [Reference("moby#4737"), Reference("Docker documentation", "Docker and ufw")],
            remedy: "ports: [\"127.0.0.1:18789:18789\"] in the service, then docker compose up -d",
            good: [.isGatewayPort: true, .isLoopback: true],
            [.isGatewayPort: false, .isLoopback: false],
            bad: [.isGatewayPort: true, .isLoopback: false]
        ),
        .forbid(
            .container,
            "publish-others-on-loopback",
            .publishedPorts,
            where: .isGatewayPort == false && .isLoopback == false
                && !(.containerPort == 80 || .containerPort == 443 || .containerPort == 8443),
            title: "No other container publishes a port to the network, but for the web",
            rationale: "A database or browser beside OpenClaw is open to the internet past the firewall.",
            .high,
            [
                Reference("moby#4737"),
                .openclaw("sandbox.browser_container.non_loopback_publish"),
            ],
            remedy: "publish it on 127.0.0.1, or not at all: containers of one network reach each other anyway",
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
            rationale: "The next docker compose up opens the gateway to the internet, past the firewall.",
            .high,
            [Reference("moby#4737")],
            remedy: "write 127.0.0.1: before the port in the compose file",
            good: [.publishesBeyondLoopback: []],
            bad: [.publishesBeyondLoopback: ["every address:18789 → 18789"]]
        ),
        .forbid(
            .container,
            "keep-secrets-out-of-environment",
            .containerEnvironment,
            where: Field.variableSecret.isSet,
            title: "No secret is in the environment of OpenClaw's container",
            rationale:
                "Everybody who may ask the daemon sees it in docker inspect, and every process of the container inherits it.",
            .medium,
            [Reference("CIS Docker", "4.10"), Reference("OWASP Docker Security", "rule 12")],
            remedy: "mount it as a file under /run/secrets and name it as a secret provider in openclaw.json",
            good: [.variable: "TZ", .variableSecret: .unset],
            bad: [.variable: "ANTHROPIC_API_KEY", .variableSecret: "by its name"]
        ),
        .forbid(
            .container,
            "keep-secrets-out-of-compose-files",
            .composeServices,
            where: .inlineSecrets != [],
            title: "No secret stands in a compose file",
            rationale: "Compose files are committed, copied and shown; the key goes with them.",
            .high,
            [Reference("Self-hosting guide", "API key management")],
            remedy: "env_file: [.env] with mode 600, or a file under secrets:",
            good: [.inlineSecrets: []],
            bad: [.inlineSecrets: ["OPENAI_API_KEY"]]
        ),
    ]
}
