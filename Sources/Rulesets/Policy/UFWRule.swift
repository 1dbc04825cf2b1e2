/// A rule in UFW's `user.rules`: its own notation in a comment, and what iptables-restore makes of it.
struct UFWRule {
    static let start = "### RULES ###"
    static let end = "### END RULES ###"
    private static let mark = "### tuple ### "

    /// All lines, the empty one in front included.
    let lines: [String]
    /// The comment.
    let tuple: String
    /// `allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in`: action, transport, port and address here, there, and direction.
    private let words: [Substring]

    /// The rules between the marks; lines that belong to none are left out.
    static func all(_ lines: ArraySlice<String>) -> [UFWRule] {
        var rules: [UFWRule] = []
        var group: [String] = []
        func finish() {
            if let first = group.first(where: { $0.hasPrefix(mark) }) { rules.append(UFWRule(group, tuple: first)) }
            group = []
        }
        for line in lines {
            if line.hasPrefix(mark) { finish() }
            if !line.isEmpty { group.append(line) }
        }
        finish()
        return rules
    }

    private init(_ lines: [String], tuple: String) {
        self.lines = [""] + lines
        self.tuple = tuple
        words = tuple.dropFirst(Self.mark.count).split(separator: " ")
    }

    /// As a person reads it.
    var name: String { String(tuple.dropFirst(Self.mark.count)) }

    /// `deny`, `deny_log`, `route:deny`.
    private var action: Substring {
        (words.first ?? "").split(separator: ":").last?.prefix { $0 != "_" } ?? ""
    }

    var isRouted: Bool { words.first?.hasPrefix("route:") ?? false }
    var isRefusing: Bool { action == "deny" || action == "reject" }

    /// Comments and names of applications stand behind or around it.
    var isOutgoing: Bool { words.dropFirst(6).contains { $0 == "out" || $0.hasPrefix("out_") } }

    private static let everywhere: [Substring] = ["0.0.0.0/0", "::/0"]

    /// Whether it is for all addresses here and there.
    var isForEverybody: Bool {
        words.count > 5 && Self.everywhere.contains(words[3]) && Self.everywhere.contains(words[5])
    }

    /// Whether it is about one of the ports, or about all.
    func concerns(_ ports: [ClosedRange<UInt16>]) -> Bool {
        guard words.count > 2, words[2] != "any" else { return true }
        return words[2].split(separator: ",").contains { item in
            let ends = item.split(separator: ":").compactMap { UInt16($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { return true }
            return ports.contains { $0.overlaps(first...last) }
        }
    }
}
