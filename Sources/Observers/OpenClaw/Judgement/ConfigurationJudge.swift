import Catalog
import Hardening
import Surface

/// Walks a configuration beside the table of one version.
struct ConfigurationJudge {
    let version: Int
    /// As the version is called in reasons.
    let name: OpenClawVersion
    var judgement = Judgement()
    private let schema = ConfigurationSchema.shared
    private var places: [Int: SchemaPlace] = [:]

    /// What each of the versions says of a configuration; the table's places are read once for all of them.
    static func judge(_ root: Setting, in versions: [(Int, called: OpenClawVersion)]) -> [Judgement] {
        var places: [Int: SchemaPlace] = [:]
        return versions.map { version, name in
            var judge = ConfigurationJudge(version: version, name: name)
            swap(&judge.places, &places)
            let judgement = judge.judged(root)
            swap(&judge.places, &places)
            return judgement
        }
    }

    private mutating func judged(_ root: Setting) -> Judgement {
        guard root.isObject else {
            if let why = root.doubt {
                judgement.doubt("", why.why)
            } else {
                judgement.refuse(.wrongValue, "", "the file holds no object", root.origin)
            }
            return judgement
        }
        let root = withoutFormerAgents(root)
        walk(root, At(number: schema.root))
        judgeRules(of: root)
        return judgement
    }

    private init(version: Int, name: OpenClawVersion) {
        self.version = version
        self.name = name
    }

    /// Where the walk is: as a person writes it, and with `*` and `[]` for names and places that are free.
    struct At {
        var path = ""
        var pattern = ""
        var number: Int
        var depth = 0

        func below(_ key: String, as free: String, _ number: Int) -> At {
            At(
                path: free == "[]" ? path + key : path.isEmpty ? key : "\(path).\(key)",
                pattern: free == "[]" ? pattern + free : pattern.isEmpty ? free : "\(pattern).\(free)",
                number: number,
                depth: depth + 1
            )
        }
    }

    mutating func place(_ number: Int) -> SchemaPlace {
        if let place = places[number] { return place }
        let place = schema.place(number)
        places[number] = place
        return place
    }

    /// The version of the table that is asked.
    var tested: OpenClawVersion { schema.versions[version] }

    func since(_ version: OpenClawVersion) -> Bool { tested >= version }

    func key(_ key: String, below at: At) -> String { at.path.isEmpty ? key : "\(at.path).\(key)" }

    private mutating func walk(_ value: Setting, _ at: At) {
        guard at.depth < 64, let shape = place(at.number).shape(in: version), !shape.kinds.contains("*") else { return }
        switch value.content {
        case .unknown(let why): walkUnknown(value, why.why, shape, at)
        case .missing: if !shape.kinds.contains("z") { refuseKind(value, "nothing (null)", shape, at) }
        case .flag(let flag): walkWord("\(flag)", "b", value, shape, at)
        case .number(let text): walkNumber(text, value, shape, at)
        case .text(let text): walkText(text, value, shape, at)
        case .list(let items):
            guard shape.kinds.contains("a") else { return refuseKind(value, "a list", shape, at) }
            judge(Double(items.count), items: true, value, shape, at)
            guard let inner = place(at.number).below["[]"] else { return }
            for (index, item) in items.enumerated() { walk(item, at.below("[\(index)]", as: "[]", inner)) }
        case .object(let entries):
            guard shape.kinds.contains("o") else { return refuseKind(value, "an object", shape, at) }
            walkObject(value, entries, shape, at)
        }
    }

    private mutating func walkObject(_ value: Setting, _ entries: [Setting.Entry], _ shape: SchemaShape, _ at: At) {
        let here = place(at.number)
        var seen: Set<String> = []
        let isStrict = shape.otherKeys == .refused
        for entry in entries.reversed() where seen.insert(entry.key).inserted {
            guard entry.key != "__proto__" else {
                judgePrototype(entry.value, at)
                continue
            }
            if let number = here.below[Substring(entry.key)], place(number).shape(in: version) != nil {
                walk(entry.value, at.below(entry.key, as: entry.key, number))
            } else if let number = here.below["*"], place(number).shape(in: version) != nil {
                let inner = at.below(entry.key, as: "*", number)
                judgeKey(entry.key, entry.value, inner)
                walk(entry.value, inner)
            } else if at.pattern == "channels" {
                judgeUnknownChannel(entry)
            } else if isStrict, isRepaired(key(entry.key, below: At(path: at.pattern, number: 0))),
                entry.key != "streaming" || !entry.value.isObject
            {
                // A plain value is moved; of what is inside an object, the new place may not take all.
                guard at.pattern == "messages.tts", entry.value.isObject else { continue }
                judgement.doubt(key(entry.key, below: at), "whether OpenClaw \(name) takes all of it is not known")
            } else if isStrict, mayMove(entry.key, below: at.pattern) {
                judgement.doubt(key(entry.key, below: at), "what OpenClaw \(name) makes of it is not known")
            } else if isStrict {
                refuse(
                    .unknownKey,
                    key(entry.key, below: at),
                    unknown(entry.key, here, at),
                    entry.value.origin ?? value.origin
                )
            }
        }
        for (name, number) in here.below where !seen.contains(String(name)) && name != "*" && name != "[]" {
            guard place(number).shape(in: version)?.isNeeded == true else { continue }
            refuse(
                .missing,
                key(String(name), below: at),
                "OpenClaw \(self.name) wants \(key(String(name), below: at)), which is missing",
                value.origin
            )
        }
        judgeAlternatives(value, at)
    }

    /// Why a key is not known: it never was, it came later, or it went away.
    private mutating func unknown(_ key: String, _ here: SchemaPlace, _ at: At) -> String {
        let path = self.key(key, below: at)
        guard let number = here.below[Substring(key)] else { return "OpenClaw \(name) does not know \(path)" }
        let shapes = place(number).shapes
        if let later = shapes.first(where: { $0.versions.lowerBound > version }) {
            return "OpenClaw \(name) does not know \(path); it came with \(schema.versions[later.versions.lowerBound])"
        }
        guard let earlier = shapes.last else { return "OpenClaw \(name) does not know \(path)" }
        let gone = "\(path) went away after \(schema.versions[earlier.versions.upperBound])"
        guard since(OpenClawVersion(2026, 8, 1)) else { return "\(gone); OpenClaw \(name) does not know it" }
        return "\(gone): openclaw config validate refuses the file, and a start has to move or drop the key first"
    }
}
