import Hardening

extension Observer {
    /// Errors of the configuration, and keys that the installed version does not accept.
    func openclawProblems() async -> Observation {
        switch await openclawInstallations() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let all):
            guard all.contains(where: \.hasConfiguration) else { return .state(.absent) }
            return .state(.records(all.flatMap(Self.problems) + (await hiddenInstallations())))
        }
    }

    /// State directories that nobody let us look into.
    private func hiddenInstallations() async -> [Record] {
        var records: [Record] = []
        for candidate in await stateDirectories() {
            guard case .unreadable(let why) = await surface.entries(candidate.path) else { continue }
            records.append(Record(candidate.path, [.problemKind: .unknown(why), .problem: .unknown(why)]))
        }
        return records
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
        checker.check(installation.root)
        return errors + checker.records
    }
}

/// Walks a configuration beside the schema.
private struct KeyChecker {
    let version: OpenClawVersion?
    let name: String
    var records: [Record] = []

    private static let mostProblems = 100

    /// Where the walk is: as a person writes it, and with `*` and `[]` for names and places that are free.
    private struct Place {
        var path = ""
        var pattern = ""
        var node = 0
        var depth = 0

        func below(_ key: String, as free: String, node: Int) -> Place {
            let isItem = free == "[]"
            return Place(
                path: path.isEmpty ? key : isItem ? path + key : "\(path).\(key)",
                pattern: pattern.isEmpty ? free : isItem ? pattern + free : "\(pattern).\(free)",
                node: node,
                depth: depth + 1
            )
        }
    }

    mutating func check(_ root: Setting) { check(root, at: Place()) }

    private mutating func check(_ setting: Setting, at place: Place) {
        guard place.depth < 64, records.count < Self.mostProblems else { return }
        for entry in setting.entries {
            let isNamed = KeySchema.shared.nodes[place.node].children[Substring(entry.key)] != nil
            step(entry.key, entry.key, entry.value, as: isNamed ? entry.key : "*", from: place)
        }
        guard KeySchema.shared.nodes[place.node].children["[]"] != nil else { return }
        for (index, item) in setting.items.enumerated() where item.isObject || item.isList {
            step("[]", "[\(index)]", item, as: "[]", from: place)
        }
    }

    private mutating func step(
        _ key: String,
        _ shown: String,
        _ value: Setting,
        as free: String,
        from place: Place
    ) {
        let (answer, next) = KeySchema.shared.look(up: key, below: place.node, version: version)
        let here = place.below(shown, as: free, node: next ?? 0)
        switch answer {
        case .known: break
        case .unknown:
            // Beyond the table's versions a key may well be new; plugins bring the keys of their channels.
            if isBeyondTable { return }
            if here.path.hasPrefix("channels.") {
                checkPolicies(value, here.path, depth: here.depth)
                return
            }
            guard value.origin != nil else { return }
            add(
                "unknown key",
                version.map { "OpenClaw \($0) does not know \(here.path)" }
                    ?? "no version up to \(KeySchema.newest) knows \(here.path)",
                value
            )
            return
        case .tooNew(let first):
            add("unknown key", "\(here.path) exists since about \(first) only", value)
            return
        case .retired(let last):
            if here.path.hasPrefix("channels") {
                checkPolicies(value, here.path, depth: here.depth)
                return
            }
            add("unknown key", "\(here.path) went away after about \(last)", value)
            return
        }
        let words = AcceptedValues.words(at: here.pattern) ?? AcceptedValues.words(atChannel: here.path)
        checkWords(value, words, here.path)
        guard let next else { return }
        if let wanted = Self.otherShape(value, KeySchema.shared.nodes[next]) {
            add("wrong value", "\(here.path) has to be \(wanted)", value)
        } else {
            check(value, at: here)
        }
    }

    /// The policies of a channel whose keys the table does not have, its accounts and groups included.
    private mutating func checkPolicies(_ value: Setting, _ path: String, depth: Int) {
        guard depth < 64, records.count < Self.mostProblems else { return }
        checkWords(value, AcceptedValues.words(atChannel: path), path)
        for entry in value.entries { checkPolicies(entry.value, "\(path).\(entry.key)", depth: depth + 1) }
    }

    private var isBeyondTable: Bool { version.map { $0 > KeySchema.newest || $0 < KeySchema.oldest } ?? false }

    private mutating func checkWords(_ value: Setting, _ words: [String]?, _ path: String) {
        guard !isBeyondTable, let words, let text = value.text, !words.contains(text) else { return }
        let version = version.map { "OpenClaw \($0)" } ?? "no version up to \(KeySchema.newest)"
        let verb = self.version == nil ? "takes" : "does not take"
        let shown = text.count > 40 ? "\(text.prefix(40))…" : text
        add("wrong value", "\(version) \(verb) \"\(shown)\" for \(path), but \(words.joined(separator: ", "))", value)
    }

    /// What the schema wants where a list stands for an object, or an object for a list.
    private static func otherShape(_ value: Setting, _ node: KeySchema.Node) -> String? {
        guard !node.takesAnything, !node.children.isEmpty else { return nil }
        let takesItems = node.children["[]"] != nil
        if value.isList, !takesItems { return "an object, not a list" }
        return value.isObject && takesItems && node.children.count == 1 ? "a list, not an object" : nil
    }

    private mutating func add(_ kind: String, _ message: String, _ value: Setting) {
        var record = Record(name, [.problemKind: .text(kind)])
        record.set(.problem, .text(message), from: value.origin)
        records.append(record)
    }
}
