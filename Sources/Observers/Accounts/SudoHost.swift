import Documents

/// What sudo calls this server in its files.
struct SudoHost {
    /// The whole name: its own, and the first that `/etc/hosts` has beside it.
    private(set) var names: Set<String> = []
    /// Whether the network's names have no say.
    private var isListed = false

    /// What `%h` stands for in the path of a file that is included.
    var short: String { String(names.min()?.prefix { $0 != "." } ?? "%h") }

    init() {}

    /// - Parameters:
    ///   - name: what `/etc/hostname` says; nil where it says nothing.
    ///   - hosts: the text of `/etc/hosts`.
    init(name: String?, hosts: String) {
        guard let name = name?.lowercased() else { return }
        names = [name]
        for (_, line) in TextLines(hosts) {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).dropFirst().map {
                $0.lowercased()
            }
            guard let first = words.first, words.contains(name) else { continue }
            names.insert(first)
            isListed = true
        }
    }

    /// Whether a word of a host list is this server; nil where an address, a pattern, or the network's names decide.
    func isNamed(_ word: String) -> Bool? {
        let word = word.lowercased()
        let isName = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
        guard isName, !names.isEmpty, word.contains(where: \.isLetter) else { return nil }
        // A word with a dot is compared with the whole name, another with what stands before its first dot.
        let own = names.map { word.contains(".") ? $0 : String($0.prefix { $0 != "." }) }
        if own.allSatisfy({ $0 == word }) { return true }
        if own.contains(word) { return nil }
        let label = word.prefix { $0 != "." }
        return !isListed && names.contains { $0.prefix { $0 != "." } == label } ? nil : false
    }
}
