import Catalog
import Hardening

extension Sheet {
    /// The machine-readable report; its shape changes only together with the schema's number.
    var json: JSONOutput {
        .object([
            ("schema", .text("nacre.audit/1")),
            ("nacre", .text(version)),
            ("time", .text(time.machine)),
            ("host", .text(host)),
            ("profile", .text(profile)),
            ("grade", .optional(grade?.rawValue)),
            ("counts", counts(rows)),
            ("notes", .texts(notes)),
            (
                "layers",
                .array(
                    layers.map { row in
                        .object([
                            ("layer", .text(row.layer.rawValue)),
                            ("title", .text(row.layer.title)),
                            ("grade", .optional(row.grade?.rawValue)),
                            ("counts", counts(row.rows)),
                        ])
                    }
                )
            ),
            ("findings", .array(rows.map(\.json))),
        ])
    }

    private func counts(_ rows: [Row]) -> JSONOutput {
        .object(
            Finding.Verdict.allCases.map { verdict in
                (verdict.rawValue, .number(rows.count { $0.verdict == verdict }))
            }
        )
    }
}

extension Sheet.Row {
    fileprivate var json: JSONOutput {
        var members: [(String, JSONOutput)] = [
            ("control", .text(control)),
            ("layer", .text(layer.rawValue)),
            ("title", .text(title)),
            ("severity", .text(severity.rawValue)),
            ("verdict", .text(verdict.rawValue)),
        ]
        if let reason { members.append(("reason", .text(reason))) }
        members += [
            ("evidence", .array(evidence.map(\.json))),
            ("attack", .text(attack)),
            ("remedy", .text(remedy)),
            ("references", .texts(references)),
        ]
        return .object(members)
    }
}

extension Sheet.Sight {
    fileprivate var json: JSONOutput {
        var members: [(String, JSONOutput)] = [
            ("resource", .text(resource)), ("observed", .text(observed)), ("wanted", .text(wanted)),
        ]
        if let file { members.append(("file", .text(file))) }
        if let line { members.append(("line", .number(line))) }
        if let cause { members.append(("cause", .text(cause.rawValue))) }
        return .object(members)
    }
}
