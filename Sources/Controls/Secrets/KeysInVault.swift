import Catalog
import Hardening

extension Control {
    /// The keys that the installed version takes by reference come from the vault.
    static let keepKeysInVault = Control(
        .secrets,
        String(KeyMigration.control.drop { $0 != "." }.dropFirst()),
        title: "OpenClaw's keys come by reference",
        fault: "Keys that could be references are in clear",
        rationale:
            "A file or a variable with a key is read by every program of the account, and what an agent runs is one: `env` is "
            + "enough. Behind a reference the key is in the gateway's memory alone.",
        severity: .low,
        references: [Reference("OpenClaw: Secrets management"), Reference("CWE-522")],
        expects: [.none(.openclaw, where: Field.keysInClear.isSet, "no key that could be a reference is in clear")],
        fix: Fix(
            byHand: "`sudo nacre vault init` once, then `sudo nacre secrets migrate --dry-run`, and without --dry-run"
        ) { fault in
            let settings = fault.records.flatMap { $0[.keysInClear].items }
            return .advise(
                "The key of the vault is yours to keep, so that you begin. In clear: \(settings.firstFew). By hand: "
                    + "sudo nacre vault init, then sudo nacre secrets migrate"
            )
        },
        examples: [
            .compliant("references alone", .openclaw, keys(.unset)),
            .drifted("a key of a model", .openclaw, keys(["models.providers.openai.apiKey"])),
            .unknown(
                "a file that cannot be read",
                .openclaw,
                keys(.unknown(.notStated("a file cannot be read whole")))
            ),
        ]
    )

    private static func keys(_ value: Value) -> Record {
        Record("/home/claw/.openclaw", [.keysInClear: value])
    }
}
