import Catalog
public import Documents
public import Hardening

/// Reads a profile file: the built-in one it extends, with the values it overrides.
public enum ProfileReader {
    public static func profile(_ text: String, named name: String) throws(SyntaxError) -> Profile {
        let root = try YAMLDocument(text).root
        guard let entries = root.entries else {
            throw SyntaxError("a profile is a map that begins with extends:", at: SourcePosition(line: 1, column: 1))
        }
        var profile = try base(root)
        profile.name = name
        profile.summary = "\(profile.summary); with values of its own"
        let sections = Set(ProfileKey.all.map(\.section))
        for entry in entries where entry.key != "extends" {
            switch entry.key {
            case "name", "summary":
                guard let words = entry.value.text else { throw entry.value.wrong(entry.key, wanted: "a text") }
                if entry.key == "name" { profile.name = words } else { profile.summary = words }
            case "accepted":
                profile.accepted = try AcceptedReader.accepted(entry.value)
            case let section where sections.contains(section):
                try read(section, entry.value, into: &profile)
            default:
                throw unknown(entry, "", among: sections + ["accepted", "extends", "name", "summary"])
            }
        }
        try check(profile, root)
        return profile
    }

    private static func base(_ root: YAMLNode) throws(SyntaxError) -> Profile {
        let names = Profile.builtIn.map(\.name)
        guard let node = root["extends"] else {
            throw SyntaxError(
                "extends: is missing; it names \(names.joined(separator: " or "))",
                at: SourcePosition(line: root.line, column: root.column)
            )
        }
        guard let profile = Profile.builtIn.first(where: { $0.name == node.text }) else {
            throw node.impossible("extends", "\(node.text ?? node.kind) is none of \(names.joined(separator: ", "))")
        }
        return profile
    }

    private static func read(_ section: String, _ node: YAMLNode, into profile: inout Profile) throws(SyntaxError) {
        guard let entries = node.entries else { throw node.wrong(section, wanted: "a map") }
        let keys = ProfileKey.all.filter { $0.section == section }
        for entry in entries {
            guard let key = keys.first(where: { $0.name == entry.key }) else {
                throw unknown(entry, section + ".", among: keys.map(\.name))
            }
            try key.read(&profile, entry.value)
        }
    }

    /// Values that are each possible but not together.
    private static func check(_ profile: Profile, _ root: YAMLNode) throws(SyntaxError) {
        func place(_ section: String, _ key: String) -> YAMLNode { root[section]?[key] ?? root[section] ?? root }
        if profile.docker.openFilesSoft > profile.docker.openFilesHard {
            throw place("docker", "openFilesSoft").impossible("docker.openFilesSoft", "it is above the hard limit")
        }
        if profile.container.memoryFloor > profile.container.memoryCeiling {
            throw place("container", "memoryFloor").impossible("container.memoryFloor", "it is above the ceiling")
        }
    }

    private static func unknown(
        _ entry: YAMLNode.Entry,
        _ prefix: String,
        among names: some Sequence<String>
    ) -> SyntaxError {
        let near = Spelling.nearest(to: entry.key, among: names.sorted())
        let hint =
            near.first.map { "; did you mean \(prefix)\($0)?" }
            ?? "; known are \(names.sorted().joined(separator: ", "))"
        return SyntaxError(
            "unknown key \(prefix)\(entry.key)\(hint)",
            at: SourcePosition(line: entry.line, column: entry.column)
        )
    }
}
