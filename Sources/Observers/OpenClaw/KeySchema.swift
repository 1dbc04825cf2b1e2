import OpenClawData

/// Which configuration keys which version of OpenClaw accepts.
struct KeySchema: Sendable {
    struct Node: Sendable {
        var children: [Substring: Int] = [:]
        var first: OpenClawVersion?
        var last: OpenClawVersion?
        var takesAnything = false
    }

    private(set) var nodes: [Node] = [Node()]

    static let shared = KeySchema(OpenClawData.configurationKeys)

    /// The newest version whose schema the table holds.
    static let newest = OpenClawVersion(2026, 4, 19)
    /// The oldest.
    static let oldest = OpenClawVersion(2026, 2, 24)

    init(_ text: String) {
        var path = [0]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let depth = line.prefix { $0 == " " }.count
            let words = line.split(separator: " ")
            guard let key = words.first, depth < path.count else { continue }
            path.removeSubrange((depth + 1)...)
            var node = Node()
            for word in words.dropFirst() {
                if word == "any" {
                    node.takesAnything = true
                } else {
                    let bounds = word.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                    node.first = bounds.first.flatMap { OpenClawVersion("2026.\($0)") }
                    node.last = bounds.dropFirst().first.flatMap { OpenClawVersion("2026.\($0)") }
                }
            }
            nodes.append(node)
            nodes[path[depth]].children[key] = nodes.count - 1
            path.append(nodes.count - 1)
        }
    }

    enum Answer: Hashable, Sendable {
        case known, unknown, tooNew(OpenClawVersion), retired(OpenClawVersion)
    }

    /// Whether the version accepts a key below a node, and the node of the key.
    func look(up key: String, below node: Int, version: OpenClawVersion?) -> (Answer, Int?) {
        let children = nodes[node].children
        guard let place = children[Substring(key)] ?? children["*"] else {
            return (nodes[node].takesAnything ? .known : .unknown, nil)
        }
        if let version {
            if let first = nodes[place].first, version < first, version >= Self.oldest {
                return (.tooNew(first), place)
            }
            if let last = nodes[place].last, version > last, version <= Self.newest { return (.retired(last), place) }
        }
        return (.known, place)
    }
}
