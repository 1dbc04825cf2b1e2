extension SSHDValues {
    /// `NAME=value` settings; since 9.2 the first of a name counts.
    func environment(_ arguments: [String]) throws(Bad) -> [String] {
        try several(arguments)
        guard arguments.allSatisfy({ $0.contains("=") }) else { throw Bad(message: "invalid environment") }
        guard version >= SSHDVersion(9, 2) else { return arguments }
        var found: [String] = []
        for argument in arguments {
            let name = argument.prefix { $0 != "=" }
            if !found.contains(where: { $0.prefix { $0 != "=" } == name }) { found.append(argument) }
        }
        return found
    }

    /// What keys on security tokens must prove.
    func publicKeyOptions(_ arguments: [String]) throws(Bad) -> String {
        let words = arguments.map { $0.lowercased() }
        let known = ["touch-required", "verify-required"]
        guard words.allSatisfy({ $0 == "none" || known.contains($0) }) else {
            throw Bad(message: "unsupported PubkeyAuthOptions option")
        }
        let set = known.filter(words.contains)
        return set.isEmpty ? "none" : set.joined(separator: " ")
    }

    /// `type=span` pairs, or `none`.
    func channelTimeouts(_ arguments: [String]) throws(Bad) -> [String] {
        if arguments.isEmpty, version < SSHDVersion(9, 9) { return [] }
        guard !arguments.isEmpty else { throw Bad(message: "no ChannelTimeout specified") }
        if arguments.count == 1, arguments[0].lowercased() == "none" { return ["none"] }
        for argument in arguments {
            guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex,
                Self.seconds(String(argument[argument.index(after: equals)...])) != nil
            else { throw Bad(message: "invalid channel timeout \(argument)") }
        }
        return [arguments.joined(separator: " ")]
    }
}
