import Documents

/// A map of the configuration, which says where what is wrong with it stands.
struct Section {
    let name: String
    let line: Int
    private let entries: [YAMLNode.Entry]

    init(_ node: YAMLNode, _ name: String) throws(ConfigurationFault) {
        (self.name, line) = (name, node.line)
        switch node.value {
        case .map(let entries): self.entries = entries
        case .null: entries = []
        default: throw node.fault("\(name) is no map")
        }
    }

    /// Keys that are not known are errors: a misspelt one would be none at all.
    func only(_ keys: String...) throws(ConfigurationFault) {
        for entry in entries where !keys.contains(entry.key) {
            throw ConfigurationFault(
                message: "\(name) has no \(entry.key); it has \(keys.joined(separator: ", "))",
                line: entry.line
            )
        }
    }

    func entry(_ key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }

    func sections(_ key: String) throws(ConfigurationFault) -> [YAMLNode.Entry] {
        guard let node = entry(key) else { return [] }
        guard case .map(let entries) = node.value else { throw node.fault("\(key) is no map") }
        return entries
    }

    func word(_ key: String) throws(ConfigurationFault) -> (text: String, node: YAMLNode) {
        guard let node = entry(key) else { throw ConfigurationFault(message: "\(name) lacks \(key)", line: line) }
        guard case .text(let text) = node.value else { throw node.fault("\(name).\(key) is no text") }
        return (text, node)
    }

    func optionalWord(_ key: String) throws(ConfigurationFault) -> String? {
        guard entry(key) != nil else { return nil }
        return try word(key).text
    }

    func flag(_ key: String) throws(ConfigurationFault) -> Bool? {
        guard let node = entry(key) else { return nil }
        guard case .flag(let flag) = node.value else { throw node.fault("\(name).\(key) is true or false") }
        return flag
    }

    func number(_ key: String) throws(ConfigurationFault) -> Int? {
        guard let node = entry(key) else { return nil }
        guard case .number(let number) = node.value, number > 0 else {
            throw node.fault("\(name).\(key) is a whole number above 0")
        }
        return number
    }

    /// An amount of dollars.
    func dollars(_ key: String) throws(ConfigurationFault) -> Dollars? {
        guard let node = entry(key) else { return nil }
        let text: String
        switch node.value {
        case .number(let number): text = String(number)
        case .text(let words): text = words
        default: text = ""
        }
        guard let amount = Dollars(text) else {
            throw node.fault(
                "\(name).\(key) is a number of dollars up to a million, such as 3 or 0.25, with at most 9 places"
            )
        }
        return amount
    }
}

extension YAMLNode {
    func fault(_ message: String) -> ConfigurationFault { ConfigurationFault(message: message, line: line) }
}
