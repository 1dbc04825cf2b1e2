extension SSHDValues {
    func targets(_ name: String, _ arguments: [String]) throws(Bad) -> String {
        guard let first = arguments.first else { throw Bad(message: "missing \(name) specification") }
        if first == "any" || first == "none" {
            guard arguments.count == 1 else { throw Bad(message: "extra arguments at end of line") }
            return first
        }
        for target in arguments {
            let parts = target.split(separator: ":", omittingEmptySubsequences: false)
            let port = parts.last.map(String.init) ?? ""
            guard port == "*" || Int(port).map({ (1...65535).contains($0) }) == true else {
                throw Bad(message: "bad port in \(name)")
            }
            if name == "permitopen", parts.count < 2 { throw Bad(message: "missing host in \(name)") }
        }
        return arguments.map { name == "permitlisten" && !$0.contains(":") ? "*:\($0)" : $0 }.joined(separator: " ")
    }

    /// Lists of methods, each list's items in order; `any` stands alone.
    func methods(_ arguments: [String]) throws(Bad) -> String {
        guard !arguments.isEmpty else { throw Bad(message: "no authentication methods") }
        let names = ["none", "publickey", "password", "keyboard-interactive", "hostbased", "gssapi-with-mic"]
        for list in arguments {
            if list == "any" {
                guard arguments.count == 1 else { throw Bad(message: "\"any\" must appear alone") }
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
            guard Self.serviceClasses.contains(name) else { throw Bad(message: "bad IPQoS value") }
            names.append(name)
        }
        return names.count == 1 ? "\(names[0]) \(names[0])" : names.joined(separator: " ")
    }

    private static let serviceClasses: Set<String> = [
        "ef", "le", "lowdelay", "throughput", "reliability", "none", "af11", "af12", "af13", "af21", "af22", "af23",
        "af31", "af32", "af33", "af41", "af42", "af43", "cs0", "cs1", "cs2", "cs3", "cs4", "cs5", "cs6", "cs7",
    ]

    func rekeyLimit(_ arguments: [String]) throws(Bad) -> String {
        guard (1...2).contains(arguments.count) else { throw Bad(message: "bad RekeyLimit") }
        var bytes = 0
        if arguments[0] != "default" {
            let factors: [Character: Int] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
            let letter = arguments[0].last.map { Character($0.lowercased()) }
            let factor = letter.flatMap { factors[$0] }
            let digits = factor == nil ? arguments[0][...] : arguments[0].dropLast()
            guard let count = Int(digits), count >= 0, count < 1 << 30 else { throw Bad(message: "bad RekeyLimit") }
            bytes = count * (factor ?? 1)
            if bytes != 0, bytes < 16 { throw Bad(message: "RekeyLimit is too small") }
        }
        var seconds = 0
        if arguments.count == 2, arguments[1] != "none" {
            guard let span = Self.seconds(arguments[1]) else { throw Bad(message: "invalid rekey time value") }
            seconds = span
        }
        return "\(bytes) \(seconds)"
    }
}
