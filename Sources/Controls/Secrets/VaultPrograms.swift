import Catalog
import Hardening

extension Control {
    /// What gateways start to ask the vault is what Nacre put there.
    static let keepVaultPrograms = Control(
        .secrets,
        "keep-vault-programs",
        title: "Programs that ask the vault are as Nacre installed them",
        fault: "A program that asks the vault is not as Nacre installed it, or can be exchanged",
        rationale:
            "OpenClaw starts the program and takes its answer for keys. Whoever puts another one there has every key that the "
            + "gateway asks for, and can hand it others.",
        severity: .high,
        references: [Reference("OpenClaw: Secrets management", "exec providers"), Reference("CWE-494")],
        expects: [
            .each(.secretPrograms, .programContent, .is("as installed")),
            .each(.secretPrograms, where: isThere, .programOwnerFits, .is(true)),
            .each(.secretPrograms, where: isThere, .programMode, .modeWithin(0o555)),
            .each(.secretPrograms, where: isThere, .programIsKept, .is(true)),
            .each(.secretPrograms, .programWay, .is("root alone")),
        ],
        fix: .manual(
            "`sudo nacre vault enroll --again`; what changed while nobody looked is a break-in: rotate every secret of that client",
            because: "Who changed it, and since when, has to be found out first."
        ),
        examples: [
            .compliant("as it was put there", .secretPrograms, program()),
            .drifted("other bytes", .secretPrograms, program("changed")),
            .drifted("its owner may change it", .secretPrograms, program(isKept: false)),
            .drifted("gone", .secretPrograms, Record(path, [.programContent: "gone", .programWay: "root alone"])),
            .unknown(
                "nobody kept what was put there",
                .secretPrograms,
                program(.unknown(.missing("no copy of what was installed was kept")))
            ),
            .notApplicable("nobody is enrolled"),
        ]
    )

    private static let isThere: Filter = .programContent != "gone"
    private static let path = "/opt/nacre/clients/claw/nacre-secret"

    private static func program(_ content: Value = "as installed", isKept: Value = true) -> Record {
        Record(
            path,
            [
                .programContent: content, .programOwnerFits: true, .programMode: .mode(0o555), .programIsKept: isKept,
                .programWay: "root alone",
            ]
        )
    }
}
