/// One layer of tool policy: a deny list that always wins, and an allow list that allows everything when empty.
///
/// Layers are intersected, as `src/agents/tool-policy-match.ts` of openclaw/openclaw does.
struct ToolPolicy: Sendable {
    let allow: Patterns
    let deny: Patterns

    /// Names of tools, most of them without a star.
    struct Patterns: Sendable {
        let names: Set<String>
        let stars: [String]

        init(_ patterns: [String], _ catalog: ToolCatalog) {
            let patterns = catalog.expand(patterns)
            names = Set(patterns.filter { !$0.contains("*") })
            stars = patterns.filter { $0.contains("*") }
        }

        var isEmpty: Bool { names.isEmpty && stars.isEmpty }

        func matches(_ tool: String) -> Bool {
            names.contains(tool) || stars.contains { ToolPolicy.matches(tool, $0) }
        }
    }

    init(allow: [String] = [], deny: [String] = [], by catalog: ToolCatalog) {
        let allow = Patterns(allow, catalog)
        // OpenClaw ignores an allow list that names no built-in tool, so that one for plugins does not disable the rest.
        let namesBuiltIn =
            !allow.names.isDisjoint(with: catalog.names)
            || !allow.stars.isEmpty && catalog.names.contains(where: allow.matches)
        self.allow = namesBuiltIn ? allow : Patterns([], catalog)
        self.deny = Patterns(deny, catalog)
    }

    func permits(_ tool: String) -> Bool {
        if deny.matches(tool) { return false }
        if allow.isEmpty || allow.matches(tool) { return true }
        // Whoever may write or run commands may also patch.
        return tool == "apply_patch" && (allow.matches("exec") || allow.matches("write"))
    }

    /// Whether the name matches a pattern in which `*` stands for any text.
    ///
    /// Greedy with one place to go back to, so that no pattern takes more than its length times the name's.
    static func matches(_ name: String, _ pattern: String) -> Bool {
        guard pattern.utf8.contains(UInt8(ascii: "*")) else { return name == pattern }
        let name = Array(name.utf8)
        let pattern = Array(pattern.utf8)
        let star = UInt8(ascii: "*")
        var n = 0
        var p = 0
        var retry: (name: Int, pattern: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == star {
                retry = (n, p)
                p += 1
            } else if p < pattern.count, pattern[p] == name[n] {
                n += 1
                p += 1
            } else if let back = retry {
                n = back.name + 1
                p = back.pattern + 1
                retry = (n, back.pattern)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == star }
    }
}

extension ToolPolicy {
    /// The layer that `allow`, `alsoAllow` and `deny` of a place make; none where it sets nothing.
    ///
    /// `alsoAllow` without `allow` extends what is there, so it restricts nothing.
    init?(_ place: Setting, by catalog: ToolCatalog) {
        let allow = place["allow"]
        let also = place["alsoAllow"].texts
        let deny = place["deny"]
        guard allow.isList || deny.isList || !also.isEmpty else { return nil }
        let base = allow.texts.isEmpty && !also.isEmpty ? ["*"] : allow.texts
        self.init(allow: base + also, deny: deny.texts, by: catalog)
    }

    /// The layer of a profile, widened by what is also allowed; none where the profile does not restrict.
    init?(profile: String, alsoAllow: [String], by catalog: ToolCatalog) {
        guard let tools = catalog.profile(profile) else { return nil }
        self.init(allow: tools + alsoAllow, by: catalog)
    }
}
