import Hardening

/// Kernel parameters that a file of a plan holds as well: shown once, at their line of that file.
struct StoredParameters {
    /// The value that each has now.
    private var values: [String: String] = [:]
    private var resources: Set<Resource> = []

    init(_ plan: Plan) {
        let changes = plan.changes
        var lines: Set<String> = []
        for change in changes {
            guard case .file(let path) = change.resource, path.hasPrefix("/etc/sysctl.d/"),
                case .file(let after) = change.after
            else { continue }
            lines.formUnion((after.text ?? "").split(separator: "\n").map(Self.setting))
        }
        for change in changes {
            guard case .kernelParameter = change.resource, case .value(let before) = change.before,
                case .value(let after) = change.after, lines.contains("\(change.resource) = \(after)")
            else { continue }
            values["\(change.resource) = \(after)"] = before
            resources.insert(change.resource)
        }
    }

    func contains(_ change: Change) -> Bool { resources.contains(change.resource) }

    /// What a line of the file is followed by.
    func note(of line: String) -> String { values[Self.setting(line[...])].map { "  (now \($0))" } ?? "" }

    /// Without the sign of a parameter that may be missing.
    private static func setting(_ line: Substring) -> String { String(line.first == "-" ? line.dropFirst() : line) }
}
