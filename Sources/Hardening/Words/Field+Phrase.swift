import Catalog

extension Field {
    /// What the field says of a thing, as a person says it: `X11 forwarding`, `is not pinned`, `severity: low`.
    public func phrase(_ value: Value) -> String {
        switch value {
        case .flag(let holds) where isKey: "\(name) is \(holds)"
        case .flag(true): name
        case .flag(false): Negation.of(name)
        case .unset, .list([]): isKey ? "\(name) is not set" : Negation.isNoun(name) ? "no \(name)" : "\(name) nothing"
        case .unknown(let why): doubt(why)
        case .number, .text, .list, .mode:
            isKey ? "\(name) is \(value)" : Negation.wantsObject(name) ? "\(name) \(value)" : "\(name): \(value)"
        }
    }

    /// That it is not known, and why.
    func doubt(_ why: Unknown) -> String {
        Negation.isPredicate(name)
            ? "whether it \(name) could not be determined: \(why)" : "\(name) could not be determined: \(why)"
    }

    /// Whether it is called as in a file, and not in words.
    private var isKey: Bool {
        let first = name.prefix { $0 != " " }
        guard first.count == name.count else { return false }
        return first.contains(".")
            || first.dropFirst().contains(where: \.isUppercase) && first.contains(where: \.isLowercase)
    }
}

/// How what a field says is denied.
enum Negation {
    private static let verbs: Set<String> = [
        "accepts", "affects", "allows", "answers", "asks", "bans", "becomes", "belongs", "comes", "counts", "creates",
        "cuts", "drops",
        "fetches", "fits", "forbids", "forwards", "gets", "holds", "keeps", "leads", "leaves", "loads",
        "manages",
        "looks", "matches", "mixes", "names", "passes", "patches", "reads", "reaches", "receives", "replaces",
        "restricts", "runs", "sends",
        "serves", "shows", "stands", "starts", "stores", "switches", "tells", "trusts", "uses", "widens",
    ]
    /// Of several things.
    private static let plurals: Set<String> = [
        "bypass", "exist", "fetch", "grow", "hold", "need", "obey", "reach", "replace",
    ]
    private static let helpers: Set<String> = ["are", "can", "is", "may"]
    /// Before which "not" stands.
    private static let adjectives: Set<String> = [
        "configured", "for", "installed", "loopback", "on", "privileged", "readable", "reachable", "rootless",
        "running",
        "writable",
    ]

    private static func words(_ name: String) -> [String] { name.split(separator: " ").map(String.init) }

    /// Whether it says something of a thing that stands before it: `is pinned`, `runs as root`.
    static func isPredicate(_ name: String) -> Bool {
        let first = words(name).first ?? ""
        return first == "has" || helpers.contains(first) || verbs.contains(first)
    }

    static func isNoun(_ name: String) -> Bool {
        !words(name).contains { verbs.contains($0) || plurals.contains($0) || helpers.contains($0) || $0 == "has" }
            && !wantsObject(name)
    }

    /// Whether a value ends it as a sentence: `fixed in`, `leads to`.
    static func wantsObject(_ name: String) -> Bool {
        let last = words(name).last ?? ""
        return words(name).count > 1 && ["by", "from", "in", "of", "on", "to"].contains(last)
            && !["kinds", "none"].contains(words(name).first ?? "")
    }

    /// The opposite, such as `is not pinned`, `does not run as root`, `no X11 forwarding`.
    static func of(_ name: String) -> String {
        // No longer is what is not still so.
        var words = words(name).filter { $0 != "still" }
        if words.starts(with: ["does", "not"]), words.count > 2 {
            return ([words[2] + "s"] + words.dropFirst(3)).joined(separator: " ")
        }
        if words.first == "has" {
            let rest = words.dropFirst()
            return (["has no"] + (["a", "an"].contains(rest.first) ? rest.dropFirst() : rest)).joined(separator: " ")
        }
        if words.last == "failed" { return (words.dropLast() + ["did not fail"]).joined(separator: " ") }
        let plural = words.firstIndex(where: plurals.contains)
        if let place = plural ?? words.firstIndex(where: { helpers.contains($0) || verbs.contains($0) || $0 == "has" })
        {
            let word = words[place]
            if helpers.contains(word), place + 1 < words.count, words[place + 1] == "not" {
                words.remove(at: place + 1)
                return words.joined(separator: " ")
            }
            if helpers.contains(word) {
                words[place] = word == "can" ? "cannot" : "\(word) not"
            } else {
                words[place] =
                    word == "has" ? "does not have" : verbs.contains(word) ? "does not \(base(word))" : "do not \(word)"
            }
            return words.joined(separator: " ")
        }
        return "\(adjectives.contains(words.first ?? "") ? "not" : "no") \(name)"
    }

    private static func base(_ verb: String) -> String {
        let endings = ["ches", "xes", "sses"]
        return String(verb.dropLast(endings.contains(where: verb.hasSuffix) ? 2 : 1))
    }
}
