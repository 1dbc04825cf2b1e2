import Catalog
import Hardening

extension Control {
    static let restartOutdatedServices = Control(
        .updates,
        "restart-outdated-services",
        title: "Services run the programs and libraries that are installed",
        fault: "A service still runs a program or library that was replaced",
        rationale:
            "The fixed library lies on the disk while the service that the network reaches runs the vulnerable one.",
        severity: .medium,
        references: [Reference("needrestart(1)"), Reference("proc_pid_maps(5)")],
        expects: [
            .none(
                .outdatedServices,
                where: Field.replacedFiles.satisfies {
                    if case .list(let files) = $0 { !files.isEmpty } else { false }
                },
                "no service runs a file of the system that is no longer on the disk",
                showing: [.outdatedProcesses]
            )
        ],
        fix: .outdatedServices,
        examples: [
            .compliant("every service runs what is installed", [.facts(.outdatedServices): .records([])]),
            .drifted(
                "sshd runs an old libcrypto",
                .outdatedServices,
                Record(
                    "ssh.service",
                    [
                        .outdatedUnit: "ssh.service", .replacedFiles: ["/usr/lib/x86_64-linux-gnu/libcrypto.so.3"],
                        .outdatedProcesses: ["sshd (812)"], .isAccountsUnit: false, .startsGateway: false,
                    ]
                )
            ),
            .unknown(
                "it could not be determined",
                .outdatedServices,
                Record("ssh.service", [.replacedFiles: .unknown(.notStated("no"))])
            ),
        ]
    )
}
