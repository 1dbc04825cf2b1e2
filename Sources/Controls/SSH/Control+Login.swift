import Catalog
import Hardening

extension Control {
    /// A family of controls: one field of every login that sshd admits satisfies a constraint.
    static func login(
        _ phrase: String,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        reference: String,
        _ field: Field,
        _ constraint: Constraint,
        rootOnly: Bool = false,
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
            expects: [
                .each(.logins, where: rootOnly ? .uid == 0 : .isAdmitted == true, field, constraint)
            ],
            fix: fix,
            examples: [
                .compliant(
                    "set for root and an operator",
                    .logins,
                    .login("root", [field: good]),
                    .login(1000, [field: good])
                ),
                .drifted(
                    "left open in a drop-in",
                    .logins,
                    .login("root", [field: bad], file: "/etc/ssh/sshd_config.d/50-cloud-init.conf")
                ),
                .unknown(
                    "sshd and its files disagree",
                    .logins,
                    .login("root", [field: .unknown(.contradictory("sshd -T differs"))])
                ),
                .notApplicable("no OpenSSH server"),
            ]
        )
    }
}

extension Record {
    /// A login from a public address.
    static func login(_ user: String, _ fields: [Field: Value], file: String? = nil) -> Record {
        var record = Record("\(user) from a public address", [.user: .text(user), .uid: 0, .isAdmitted: true])
        record.fields.merge(fields) { $1 }
        if let file { for field in fields.keys { record.origins[field] = Origin(file, line: 1) } }
        return record
    }

    /// The login of an ordinary account.
    static func login(_ uid: Int, _ fields: [Field: Value]) -> Record {
        var record = login("operator", fields)
        record[.uid] = .number(uid)
        return record
    }
}
