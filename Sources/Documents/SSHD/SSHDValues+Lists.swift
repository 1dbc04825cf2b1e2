extension SSHDValues {
    /// `host:port` pairs, or `any` or `none`.
    func targets(_ name: String, _ arguments: [String]) throws(Bad) -> String {
        guard let first = arguments.first, !first.isEmpty else { throw Bad(message: "missing \(name) specification") }
        var pairs = arguments[...]
        if first == "any" || first == "none" {
            // Since 9.9 more may follow, for nothing.
            guard arguments.count == 1 || version >= SSHDVersion(9, 9) else {
                throw Bad(message: "extra arguments at end of line")
            }
            pairs = pairs.dropFirst()
        }
        for pair in pairs {
            var port: Substring? = pair[...]
            if name == "permitopen" || pair.contains(":") {
                guard let end = Self.endOfHost(pair) else { throw Bad(message: "missing host in \(name)") }
                port = end == pair.endIndex ? nil : pair[pair.index(after: end)...]
            }
            guard let port, port == "*" || Int(port).map({ (1...65535).contains($0) }) == true else {
                throw Bad(message: "bad port in \(name)")
            }
        }
        return arguments.map { argument in
            let isWord = argument == "any" || argument == "none"
            return name == "permitlisten" && !isWord && !argument.contains(":") ? "*:\(argument)" : argument
        }.joined(separator: " ")
    }

    /// Where the host ends, as `hpdelim` of misc.c sees it; `nil` where brackets are wrong.
    private static func endOfHost(_ text: String) -> String.Index? {
        guard text.hasPrefix("[") else { return text.firstIndex { $0 == ":" || $0 == "/" } ?? text.endIndex }
        guard let bracket = text.firstIndex(of: "]") else { return nil }
        let end = text.index(after: bracket)
        return end == text.endIndex || text[end] == ":" || text[end] == "/" ? end : nil
    }

    /// An address or name, with or without a port.
    func checkListener(_ text: String) throws(Bad) {
        let isBareIPv6 = !text.contains("[") && text.count { $0 == ":" } > 1
        if isBareIPv6 {
            guard !text.contains("=") else { throw Bad(message: "bad addr or host") }
            return
        }
        guard let end = Self.endOfHost(text) else { throw Bad(message: "bad address:port usage") }
        let isPlausible = text[..<end].allSatisfy { $0.isLetter || $0.isNumber || "[]:.-_%*".contains($0) }
        guard isPlausible else { throw Bad(message: "bad addr or host") }
        guard end != text.endIndex else { return }
        guard let port = Int(text[text.index(after: end)...]), (1...65535).contains(port) else {
            throw Bad(message: "bad port number")
        }
    }

    /// A user pattern may name a place, which must be a sound list of addresses.
    func checkPlace(_ pattern: String) throws(Bad) {
        guard let sign = version >= SSHDVersion(9, 9) ? pattern.lastIndex(of: "@") : pattern.firstIndex(of: "@") else {
            return
        }
        let place = String(pattern[pattern.index(after: sign)...])
        if SSHDAddressList.answer(nil, list: place) == nil { throw Bad(message: "invalid pattern \(pattern)") }
    }

    /// A command or text that is the rest of the line.
    func command(_ name: String, _ text: String) throws(Bad) -> String {
        switch name {
        case "versionaddendum" where text.contains("\r"): throw Bad(message: "invalid VersionAddendum")
        case "authorizedkeyscommand", "authorizedprincipalscommand":
            guard text.hasPrefix("/") || text.lowercased() == "none" else {
                throw Bad(message: "\(name) must be an absolute path")
            }
        default: break
        }
        return name != "authorizedkeyscommand" && text.lowercased() == "none" ? "none" : text
    }

    /// A word as `argv_assemble` of misc.c writes it.
    func quoted(_ word: String) -> String {
        let escaped = word.map { "\\'\"".contains($0) ? "\\\($0)" : String($0) }.joined()
        return word.contains { $0 == " " || $0 == "\t" } ? "\"\(escaped)\"" : escaped
    }

    /// Lists of methods, each list's items in order; `any` stands alone.
    func methods(_ arguments: [String]) throws(Bad) -> String {
        guard !arguments.isEmpty else { throw Bad(message: "no authentication methods") }
        let names = ["none", "publickey", "password", "keyboard-interactive", "hostbased", "gssapi-with-mic"]
        var hasAny = false
        for (index, list) in arguments.enumerated() {
            if hasAny { throw Bad(message: "\"any\" must appear alone") }
            if list == "any" {
                if index > 0, version >= SSHDVersion(9, 9) { throw Bad(message: "\"any\" must appear alone") }
                hasAny = true
                continue
            }
            for method in list.split(separator: ",", omittingEmptySubsequences: false) {
                let name = method.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? ""
                guard names.contains(name), name != "none" else {
                    throw Bad(message: "invalid method list \"\(list)\"")
                }
            }
        }
        return arguments.joined(separator: " ")
    }

    /// One class for everything, or one for interactive sessions and one for the rest.
    func serviceClass(_ arguments: [String]) throws(Bad) -> String {
        guard (1...2).contains(arguments.count) else { throw Bad(message: "bad IPQoS value") }
        var names: [String] = []
        for argument in arguments {
            let name = argument.lowercased()
            if ["lowdelay", "throughput", "reliability"].contains(name) {
                // Debian 13 takes these for no class at all.
                names.append(version >= SSHDVersion(10, 0) ? "none" : name == "reliability" ? "le" : name)
            } else if name == "none" || Self.serviceClasses[name] != nil {
                names.append(name)
            } else if let number = serviceNumber(name) {
                let older = version < SSHDVersion(10, 0) ? [0x10: "lowdelay", 0x08: "throughput"] : [:]
                let known = Self.serviceClasses.first { $0.value == number }?.key ?? older[number]
                let digits = String(number, radix: 16)
                names.append(known ?? "0x\(digits.count == 1 ? "0" : "")\(digits)")
            } else {
                throw Bad(message: "bad IPQoS value")
            }
        }
        return names.count == 1 ? "\(names[0]) \(names[0])" : names.joined(separator: " ")
    }

    private func serviceNumber(_ text: String) -> Int? {
        // strtol(3) with any base before 9.9, decimal since.
        let number = text.hasPrefix("0x") && version < SSHDVersion(9, 9) ? Int(text.dropFirst(2), radix: 16) : Int(text)
        return number.flatMap { (0...255).contains($0) ? $0 : nil }
    }

    private static let serviceClasses: [String: Int] = [
        "af11": 0x28, "af12": 0x30, "af13": 0x38, "af21": 0x48, "af22": 0x50, "af23": 0x58, "af31": 0x68, "af32": 0x70,
        "af33": 0x78, "af41": 0x88, "af42": 0x90, "af43": 0x98, "cs0": 0x00, "cs1": 0x20, "cs2": 0x40, "cs3": 0x60,
        "cs4": 0x80, "cs5": 0xA0, "cs6": 0xC0, "cs7": 0xE0, "ef": 0xB8, "le": 0x04,
    ]

    /// The bytes, and the seconds where the line has them.
    func rekeyLimit(_ arguments: [String]) throws(Bad) -> [String] {
        guard (1...2).contains(arguments.count) else { throw Bad(message: "bad RekeyLimit") }
        var bytes = 0
        if arguments[0] != "default" {
            let factors: [Character: Int] = ["b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40]
            let letter = arguments[0].last.map { Character($0.lowercased()) }
            let factor = letter.flatMap { factors[$0] }
            let digits = factor == nil ? arguments[0][...] : arguments[0].dropLast()
            guard let count = Int(digits), count >= 0, count < 1 << 22 || factor == nil else {
                throw Bad(message: "bad RekeyLimit")
            }
            bytes = count * (factor ?? 1)
            if bytes != 0, bytes < 16 { throw Bad(message: "RekeyLimit is too small") }
        }
        guard arguments.count == 2, arguments[1] != "none" else { return [String(bytes)] }
        guard let seconds = Self.seconds(arguments[1]) else { throw Bad(message: "invalid rekey time value") }
        return [String(bytes), String(seconds)]
    }
}
