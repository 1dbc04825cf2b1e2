import Catalog
import Hardening

extension Control {
    /// openclaw.json names the program and the socket that were enrolled.
    static let askVaultByItsProgram = Control(
        .secrets,
        "ask-vault-by-its-program",
        title: "openclaw.json asks the vault by the program that was enrolled",
        fault: "openclaw.json asks the vault by a program or a socket that was not enrolled",
        rationale:
            "Who may write openclaw.json, such as an agent that was talked into it, names a program of their own there, which "
            + "passes the keys on and keeps a copy.",
        severity: .high,
        references: [Reference("OpenClaw: Secrets management", "exec providers"), Reference("CWE-426")],
        expects: [
            .each(
                .secretProviders,
                where: .providerAsksVault == true,
                .providerFits,
                .is(true),
                summary: "the program and the socket are those that were enrolled"
            )
        ],
        fix: .manual(
            "set command and args of the provider to what was enrolled: /opt/nacre/clients/NAME/nacre-secret and "
                + "/run/nacre/vault/NAME/socket, in a container /opt/nacre/nacre-secret and /run/nacre/socket; then look at what else was "
                + "changed in openclaw.json meanwhile; `sudo cat /etc/nacre/vault-clients.yaml` has the names",
            because: "Whether it was you who wrote it, only you know."
        ),
        examples: [
            .compliant("the enrolled one", .secretProviders, provider("/opt/nacre/clients/claw/nacre-secret", true)),
            .compliant(
                "a provider of others",
                [
                    .facts(.secretProviders): .records([
                        provider("/usr/bin/op", true), provider("/usr/bin/op", false, asks: false),
                    ])
                ]
            ),
            .drifted("another program", .secretProviders, provider("/home/claw/ask", false)),
            .unknown(
                "which container it is, is not known",
                .secretProviders,
                provider("/opt/nacre/nacre-secret", .unknown(.notRunning("Docker does not answer")))
            ),
            .notApplicable("no OpenClaw"),
        ]
    )

    private static func provider(_ command: String, _ fits: Value, asks: Value = true) -> Record {
        Record(
            "the provider nacre of /home/claw/.openclaw/openclaw.json",
            [.providerCommand: .text(command), .providerAsksVault: asks, .providerFits: fits]
        )
    }
}
