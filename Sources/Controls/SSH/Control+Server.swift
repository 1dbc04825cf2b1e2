import Catalog
import Hardening

extension Control {
    /// A family of controls: one field of the server satisfies a constraint.
    static func server(
        _ phrase: String,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        reference: String,
        _ field: Field,
        _ constraint: Constraint,
        fix: Fix,
        good: Value,
        bad: Value
    ) -> Control {
        Control(
            .ssh,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: [Reference("sshd_config(5)", reference), Reference("CIS Debian 12", "5.1")],
            expects: [.each(.sshServer, field, constraint)],
            fix: fix,
            examples: [
                .compliant("as it should be", .sshServer, Record("sshd", [field: good])),
                .drifted("set otherwise", .sshServer, Record("sshd", [field: bad])),
                .unknown(
                    "sshd and its files disagree",
                    .sshServer,
                    Record("sshd", [field: .unknown(.contradictory("differs"))])
                ),
                .notApplicable("no OpenSSH server"),
            ]
        )
    }
}
