import Hardening

extension Observer {
    /// Errors of the configuration, and keys that the installed version does not accept.
    func openclawProblems() async -> Observation {
        switch await openclawInstallations() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let all):
            guard all.contains(where: \.hasConfiguration) else { return .state(.absent) }
            return .state(.records(all.flatMap(Self.problems)))
        }
    }

    static func problems(_ installation: Installation) -> [Record] {
        let errors = installation.configuration.problems.map { problem in
            Record(
                problem.origin.file,
                [.problemKind: "error", .problem: .text(problem.message)],
                origins: [.problem: problem.origin]
            )
        }
        var checker = KeyChecker(version: installation.version, name: installation.name)
        checker.check(installation.root, path: "", below: 0, depth: 0)
        return errors + checker.records
    }
}

/// Walks a configuration beside the schema.
private struct KeyChecker {
    let version: OpenClawVersion?
    let name: String
    var records: [Record] = []

    private static let mostProblems = 100

    mutating func check(_ setting: Setting, path: String, below node: Int, depth: Int) {
        guard depth < 64, records.count < Self.mostProblems else { return }
        for entry in setting.entries {
            let place = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            step(entry.key, entry.value, path: place, below: node, depth: depth)
        }
        for (index, item) in setting.items.enumerated() where item.isObject || item.isList {
            guard KeySchema.shared.nodes[node].children["[]"] != nil else { return }
            step("[]", item, path: "\(path)[\(index)]", below: node, depth: depth)
        }
    }

    private mutating func step(_ key: String, _ value: Setting, path: String, below node: Int, depth: Int) {
        let (answer, next) = KeySchema.shared.look(up: key, below: node, version: version)
        switch answer {
        case .known: break
        case .unknown:
            // Beyond the table's versions a key may well be new; plugins bring the keys of their channels.
            if let version, version > KeySchema.newest || version < KeySchema.oldest { return }
            if path.hasPrefix("channels.") || value.origin == nil { return }
            add(
                "unknown key",
                version.map { "OpenClaw \($0) does not know \(path)" }
                    ?? "no version up to \(KeySchema.newest) knows \(path)",
                value
            )
            return
        case .tooNew(let first):
            add("unknown key", "\(path) exists since about \(first) only", value)
            return
        case .retired(let last):
            if path.hasPrefix("channels") { return }
            add("unknown key", "\(path) went away after about \(last)", value)
            return
        }
        if let next { check(value, path: path, below: next, depth: depth + 1) }
    }

    private mutating func add(_ kind: String, _ message: String, _ value: Setting) {
        var record = Record(name, [.problemKind: .text(kind)])
        record.set(.problem, .text(message), from: value.origin)
        records.append(record)
    }
}
