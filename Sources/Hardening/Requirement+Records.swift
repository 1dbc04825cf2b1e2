import Catalog

extension Requirement {
    /// The field of each record that passes the filter satisfies the constraint.
    ///
    /// Does not apply where no record passes; could not be determined where the filter or the field is unknown.
    public static func each(
        _ subject: Subject,
        where filter: Filter = .always,
        _ field: Field,
        _ constraint: Constraint,
        summary: String? = nil
    ) -> Self {
        let resource = Resource.facts(subject)
        let summary = summary ?? constraint.summary(of: field)
        return Self(
            resource,
            summary,
            applies: { state in state.records.contains { filter.evaluate($0) != false } },
            blindSpots: { state in
                state.records.compactMap { record in
                    switch filter.evaluate(record) {
                    case true: record.blindSpot([field], in: resource, wanted: summary)
                    case nil: record.blindSpot(filter.fields, in: resource, wanted: summary)
                    case false: nil
                    }
                }
            },
            amend: { state in
                state.mapRecords { record in
                    guard filter.evaluate(record) == true else { return record }
                    if case .unknown = record[field] { return record }
                    var amended = record
                    amended[field] = constraint.amend(record[field])
                    return amended
                }
            }
        )
    }

    /// No record passes the filter.
    ///
    /// Does not apply where the subject is absent; could not be determined where the filter is undecided. Evidence shows the fields
    /// that decided the filter's answer, and those in `showing`.
    public static func none(
        _ subject: Subject,
        where filter: Filter,
        _ summary: String,
        showing: [Field] = []
    ) -> Self {
        let resource = Resource.facts(subject)
        return Self(
            resource,
            summary,
            applies: { $0 != .absent },
            blindSpots: { state in
                state.records.compactMap { record in
                    guard filter.evaluate(record) == nil else { return nil }
                    return record.blindSpot(filter.fields, in: resource, wanted: summary)
                }
            },
            telling: { record in
                let decisive = filter.decisive(in: record)
                return decisive + showing.filter { !decisive.contains($0) && record[$0] != .unset }
            },
            amend: { state in state.mapRecords { filter.evaluate($0) == true ? nil : $0 } }
        )
    }

    /// At least one record passes the filter.
    ///
    /// Where none does, an amendment adds `wanted`, which must pass.
    public static func some(_ subject: Subject, where filter: Filter, _ summary: String, wanted: Record) -> Self {
        let resource = Resource.facts(subject)
        return Self(
            resource,
            summary,
            blindSpots: { state in
                let answers = state.records.map { ($0, filter.evaluate($0)) }
                guard !answers.contains(where: { $0.1 == true }) else { return [] }
                return answers.compactMap { record, answer in
                    answer == nil ? record.blindSpot(filter.fields, in: resource, wanted: summary) : nil
                }
            },
            amend: { state in
                let answers = state.records.map(filter.evaluate)
                guard !answers.contains(true), !answers.contains(nil) else { return state }
                return .records(state.records + [wanted])
            }
        )
    }
}

extension State {
    /// The records of a table; none where the state is of another kind.
    public var records: [Record] {
        if case .records(let records) = self { records } else { [] }
    }

    fileprivate func mapRecords(_ transform: (Record) -> Record?) -> State {
        guard case .records(let records) = self else { return self }
        return .records(records.compactMap(transform))
    }
}

extension Record {
    fileprivate func blindSpot(_ fields: [Field], in resource: Resource, wanted: String) -> Evidence? {
        for field in fields {
            guard case .unknown(let why) = self[field] else { continue }
            return Evidence(
                "\(resource): \(name)",
                observed: "\(field) could not be determined: \(why)",
                wanted: wanted,
                cause: why.cause,
                path: path,
                wording: Evidence.Wording(seen: field.doubt(why), wanted: wanted)
            )
        }
        return nil
    }
}
