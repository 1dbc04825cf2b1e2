/// The criteria of a Match line.
///
/// Follows `match_cfg_line` of servconf.c.
struct SSHDMatch {
    /// Why the line is refused.
    struct Bad: Error { let message: String }

    let version: SSHDVersion

    /// Whether the line holds for the connection; without one, only `all` does.
    func holds(_ rest: [UInt8], arguments: [String], for connection: SSHDConnection?) throws(Bad) -> Bool {
        var items = try items(rest, arguments)
        guard !items.isEmpty else { throw Bad(message: "one or more attributes are required for Match") }
        if items[0].name == "all" {
            guard items.count == 1 else { throw Bad(message: "'all' cannot be combined with other Match attributes") }
            return true
        }
        var holds = true
        while !items.isEmpty {
            let item = items.removeFirst()
            guard let value = item.value else { throw Bad(message: "missing Match criteria for \(item.name)") }
            if try !evaluate(item.name, value, connection) { holds = false }
        }
        return holds
    }

    private struct Item {
        let name: String
        let value: String?
    }

    private func items(_ rest: [UInt8], _ arguments: [String]) throws(Bad) -> [Item] {
        if version >= SSHDVersion(9, 9) { return try items(arguments) }
        var words = SSHDWords(rest)
        var found: [Item] = []
        while let word = words.next(), !word.isEmpty {
            if word[0] == UInt8(ascii: "#") { break }
            let name = String(decoding: word, as: UTF8.self).lowercased()
            if name == "all" {
                found.append(Item(name: name, value: ""))
                if found.count > 1 { throw Bad(message: "'all' cannot be combined with other Match attributes") }
                continue
            }
            let value = words.next().flatMap { $0.isEmpty || $0[0] == UInt8(ascii: "#") ? nil : $0 }
            found.append(Item(name: name, value: value.map { String(decoding: $0, as: UTF8.self) }))
            if value == nil { break }
        }
        return found
    }

    /// Since 9.9, Match lines are split as all others are, and `name=value` is taken apart.
    private func items(_ arguments: [String]) throws(Bad) -> [Item] {
        var rest = arguments.prefix { !$0.hasPrefix("#") }[...]
        var found: [Item] = []
        while let word = rest.popFirst() {
            let name = word.lowercased()
            if name == "all" {
                guard found.isEmpty, rest.first?.isEmpty != false else {
                    throw Bad(message: "'all' cannot be combined with other Match attributes")
                }
                guard rest.count < 2 else { throw Bad(message: "extra arguments at end of line") }
                return [Item(name: name, value: "")]
            }
            if name == "invalid-user" {
                found.append(Item(name: name, value: ""))
            } else if let equals = word.firstIndex(of: "="), Self.names.contains(String(name.prefix { $0 != "=" })) {
                let value = String(word[word.index(after: equals)...])
                found.append(Item(name: String(name.prefix { $0 != "=" }), value: value.isEmpty ? nil : value))
            } else {
                let value = rest.popFirst()
                found.append(Item(name: name, value: value?.isEmpty == false ? value : nil))
            }
        }
        return found
    }

    private static let names: Set<String> = [
        "user", "group", "host", "address", "localaddress", "localport", "rdomain", "version",
    ]

    private func evaluate(_ name: String, _ value: String, _ connection: SSHDConnection?) throws(Bad) -> Bool {
        switch name {
        case "user":
            return connection.map { SSHDPattern.answer($0.user, list: value) == .match } ?? false
        case "group":
            return connection?.groups.map { Self.answer($0, list: value) } ?? false
        case "host":
            return connection.map {
                SSHDPattern.answer($0.host.lowercased(), list: value, ignoringCase: true) == .match
            } ?? false
        case "address", "localaddress":
            let address = name == "address" ? connection?.address : connection?.localAddress
            guard let answer = SSHDAddressList.answer(address, list: value) else {
                throw Bad(message: "bad address list in Match \(name)")
            }
            return connection != nil && answer == .match
        case "localport":
            guard let port = Int(value), (0...65535).contains(port), port > 0 || connection == nil else {
                throw Bad(message: "invalid LocalPort '\(value)' on Match line")
            }
            return connection?.localPort == port
        case "rdomain":
            // No connection of ours comes through a routing domain.
            return false
        case "invalid-user" where version >= SSHDVersion(9, 9):
            return connection.map { $0.groups == nil } ?? false
        case "version" where version >= SSHDVersion(10, 0):
            // What follows is the distribution's own name of the build.
            return SSHDPattern.answer("OpenSSH_\(version)p2", list: value) == .match
        default:
            throw Bad(message: "unsupported Match attribute \(name)")
        }
    }

    /// `ga_match_pattern_list`: an exclusion that matches any group decides.
    private static func answer(_ groups: [String], list: String) -> Bool {
        var found = false
        for group in groups {
            switch SSHDPattern.answer(group, list: list) {
            case .excluded: return false
            case .match: found = true
            case .none: continue
            }
        }
        return found
    }
}
