import Catalog
public import Documents

extension ReportModel {
    /// The machine-readable report; its shape changes only together with the schema's number.
    public var json: JSONValue {
        let group = vocabulary.group
        var members: [(String, JSONValue)] = [
            ("schema", .string(vocabulary.schema)),
            ("nacre", .string(version)),
            ("time", .string(time.machine)),
            (vocabulary.target, .string(target)),
        ]
        if let profile { members.append(("profile", .string(profile))) }
        members += [
            ("grade", .optional(grade?.rawValue)),
            ("bestGrade", .optional(assessment.best?.rawValue)),
            ("counts", counts(rows)),
            ("notes", .strings(notes)),
            ("problems", .array(problems.map { $0.json(vocabulary) })),
            (group.many, .array(groups.map { json($0, as: group.one) })),
            ("findings", .array(rows.map { $0.json(vocabulary) })),
        ]
        return .object(members)
    }

    private func json(_ row: GroupRow, as key: String) -> JSONValue {
        .object([
            (key, .string(row.group.id)),
            ("title", .string(row.group.title)),
            ("grade", .optional(row.assessment.grade?.rawValue)),
            ("bestGrade", .optional(row.assessment.best?.rawValue)),
            ("counts", counts(row.rows)),
        ])
    }

    private func counts(_ rows: [FindingRow]) -> JSONValue {
        .object(
            Finding.Verdict.allCases.map { verdict in
                (vocabulary.name(of: verdict), .integer(rows.count { $0.verdict == verdict }))
            } + [("accepted", .integer(rows.count { $0.verdict == .drifted && $0.acceptance != nil }))]
        )
    }
}

extension ProblemRow {
    fileprivate func json(_ vocabulary: Vocabulary) -> JSONValue {
        .object([
            ("id", .string(id)),
            ("fault", .string(fault)),
            ("severity", .string(severity.rawValue)),
            ("attacker", .optional(attacker?.rawValue)),
            (vocabulary.entry.many, .strings(rows.map(\.entry))),
        ])
    }
}

extension FindingRow {
    fileprivate func json(_ vocabulary: Vocabulary) -> JSONValue {
        var members: [(String, JSONValue)] = [
            (vocabulary.entry.one, .string(entry)),
            (vocabulary.group.one, .string(group.id)),
            ("title", .string(title)),
            ("fault", .string(fault)),
            ("severity", .string(severity.rawValue)),
            ("verdict", .string(vocabulary.name(of: verdict))),
        ]
        if let attacker { members.append(("attacker", .string(attacker.rawValue))) }
        if let repair { members.append(("repair", .string(repair.rawValue))) }
        if let acceptance, verdict == .drifted {
            members.append(
                (
                    "accepted",
                    .object([("reason", .string(acceptance.reason)), ("until", .optional(acceptance.until))])
                )
            )
        }
        if let reason { members.append(("reason", .string(reason))) }
        members += [
            ("evidence", .array(evidence.map(\.json))),
            ("attack", .string(attack)),
            ("fix", .string(fix)),
            // What holds needs none, and what is not known is not filled in.
            ("commands", .strings(verdict == .drifted ? Remedy(steps).commands : [])),
            ("references", .strings(references)),
        ]
        return .object(members)
    }
}

extension EvidenceRow {
    fileprivate var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("resource", .string(resource)), ("found", .string(found)), ("expected", .string(expected)),
        ]
        if let file { members.append(("file", .string(file))) }
        if let line { members.append(("line", .integer(line))) }
        if let cause { members.append(("cause", .string(cause.rawValue))) }
        return .object(members)
    }
}
