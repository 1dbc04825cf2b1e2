import Documents

/// One file of a configuration, and where in the whole its content stands.
struct ConfigurationFile {
    typealias Step = ConfigurationPattern.Step

    let document: JSONDocument
    /// Keys and indices that lead to it; none for the main file.
    let place: [String]

    /// A place of the file that a pattern leads to, and what is there.
    struct Match {
        let path: [JSONPathComponent]
        let node: JSONNode?
    }

    /// Every place of the pattern that is in this file.
    ///
    /// A place that is not there yet is among them where `creates` says so, all open steps before it lead to something,
    /// and the steps behind are keys. Where there are no open steps, the main file is the one that gets it.
    func matches(_ pattern: ConfigurationPattern, requiredSteps: Int, creates: Bool) -> [Match] {
        let canCreate = creates && (place.isEmpty || requiredSteps > 0)
        let requiredLeft = pattern.steps.count - requiredSteps
        var found: [Match] = []
        for rest in pattern.rests(below: place[...]) {
            walk(document.root, [], rest, canCreate ? requiredLeft : -1, &found)
        }
        return found
    }

    /// The document's depth bounds the recursion; `creatable` is how many steps may be missing at the end.
    private func walk(
        _ node: JSONNode,
        _ path: [JSONPathComponent],
        _ steps: ArraySlice<Step>,
        _ creatable: Int,
        _ found: inout [Match]
    ) {
        guard let step = steps.first else { return found.append(Match(path: path, node: node)) }
        let rest = steps.dropFirst()
        switch step {
        case .key(let key):
            if let child = node[key], !child.isNull {
                walk(child, path + [.key(key)], rest, creatable, &found)
            } else if steps.count <= creatable, node.members != nil {
                let keys = steps.compactMap { if case .key(let key) = $0 { JSONPathComponent.key(key) } else { nil } }
                if keys.count == steps.count { found.append(Match(path: path + keys, node: nil)) }
            }
        case .anyKey:
            for (key, child) in node.namedChildren { walk(child, path + [.key(key)], rest, creatable, &found) }
        case .anyItem, .item:
            // An item that is a file of its own.
            if case .item(let id) = step, node.members != nil {
                if node["id"]?.text == id { walk(node, path, rest, creatable, &found) }
                return
            }
            for (index, item) in (node.items ?? []).enumerated() {
                if case .item(let id) = step, item["id"]?.text != id { continue }
                walk(item, path + [.index(index)], rest, creatable, &found)
            }
        case .anywhere:
            walk(node, path, rest, creatable, &found)
            for (key, child) in node.namedChildren { walk(child, path + [.key(key)], steps, creatable, &found) }
            for (index, item) in (node.items ?? []).enumerated() {
                walk(item, path + [.index(index)], steps, creatable, &found)
            }
        }
    }
}

extension JSONNode {
    /// The members that count, each once; `$include` is none of the configuration's keys.
    fileprivate var namedChildren: [(String, JSONNode)] {
        var seen: Set<String> = ["$include"]
        return (members ?? []).reversed().filter { seen.insert($0.key).inserted && !$0.value.isNull }.reversed()
            .map { ($0.key, $0.value) }
    }
}
