public import Catalog

extension Evidence {
    /// One thing that was seen, and the line or file that decided it.
    public init(
        _ resource: String,
        observed: String,
        wanted: String,
        origin: Origin?,
        path: String? = nil,
        wording: Wording? = nil
    ) {
        self.init(
            resource,
            observed: observed,
            wanted: wanted,
            file: origin?.file,
            line: origin?.line,
            path: path,
            wording: wording
        )
    }
}

extension Evidence {
    /// What an amendment would change, one piece for each record and field.
    static func differences(
        between state: State,
        and amended: State,
        at resource: Resource,
        _ summary: String,
        telling: (Record) -> [Field]
    ) -> [Evidence] {
        guard state != amended else { return [] }
        switch (state, amended) {
        case (.records(let before), .records(let after)):
            return differences(between: before, and: after, at: resource, summary, telling: telling)
        case (.file(let before), .file(let after)):
            var found: [Evidence] = []
            func add(_ what: String, _ observed: String, _ wanted: String) {
                guard observed != wanted else { return }
                found.append(Evidence("\(resource)", observed: "\(what) \(observed)", wanted: "\(what) \(wanted)"))
            }
            add("mode", Value.mode(before.mode).description, Value.mode(after.mode).description)
            add("owner", "\(before.owner):\(before.group)", "\(after.owner):\(after.group)")
            if before.bytes != after.bytes {
                found.append(Evidence("\(resource)", observed: "other content", wanted: summary))
            }
            return found
        default:
            return [Evidence("\(resource)", observed: "\(state)", wanted: summary)]
        }
    }

    /// Records keep their order under an amendment, so a record that is missing afterwards was not wanted.
    private static func differences(
        between before: [Record],
        and after: [Record],
        at resource: Resource,
        _ summary: String,
        telling: (Record) -> [Field]
    ) -> [Evidence] {
        var found: [Evidence] = []
        var rest = after[...]
        for record in before {
            // Names repeat; a record that was there before in just these words is itself, and not this one amended.
            guard let next = rest.first, next == record || next.name == record.name && !before.contains(next) else {
                let fields = telling(record)
                found.append(
                    Evidence(
                        "\(resource): \(record.name)",
                        observed: record.gist(fields),
                        wanted: summary,
                        origin: record.origin(of: fields),
                        path: record.path,
                        wording: Wording(
                            seen: record.words(record.shown(fields), of: resource.subject),
                            wanted: summary
                        )
                    )
                )
                continue
            }
            rest = rest.dropFirst()
            for (field, wanted) in next.fields.sorted(by: { $0.key.name < $1.key.name }) where record[field] != wanted {
                found.append(
                    Evidence(
                        "\(resource): \(record.name)",
                        observed: "\(field): \(record[field])",
                        wanted: "\(field): \(wanted)",
                        origin: record.origins[field],
                        path: record.path,
                        wording: Wording(seen: field.phrase(record[field]), wanted: field.phrase(wanted))
                    )
                )
            }
        }
        found += rest.map { _ in Evidence("\(resource)", observed: "nothing of the kind", wanted: summary) }
        return found
    }
}

extension Record {
    /// Up to this many fields, the rest says which thing it is; beyond, it hides what is wrong.
    private static let shortest = 6

    /// The fields that are shown: the telling ones first, and alone where there are many others.
    fileprivate func shown(_ telling: [Field]) -> [Field] {
        let others = fields.filter { !telling.contains($0.key) && $0.value != .unset }.keys
        let isShort = telling.isEmpty || others.count + telling.count <= Self.shortest
        return telling + (isShort ? others.sorted { $0.name < $1.name } : [])
    }

    /// Those fields in one line.
    fileprivate func gist(_ telling: [Field]) -> String {
        let shown = shown(telling)
        return shown.isEmpty ? "present" : shown.map { "\($0): \(self[$0])" }.joined(separator: "; ")
    }

    /// The line that decided the last of the telling fields that a line decided; else the file alone.
    fileprivate func origin(of telling: [Field]) -> Origin? {
        if let origin = telling.reversed().lazy.compactMap({ origins[$0] }).first { return origin }
        let first = origins.values.min { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
        return telling.isEmpty ? first : first.map { Origin($0.file) }
    }
}
