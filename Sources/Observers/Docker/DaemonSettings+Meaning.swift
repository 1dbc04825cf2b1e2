import Documents

extension DaemonSettings {
    /// Values of the right kind that dockerd refuses.
    func meaning(_ line: (JSONNode) -> Int) -> Refusal? {
        func unless(_ key: String, _ words: Set<String>, lowercased: Bool = false) -> Refusal? {
            guard let node = node(key), let text = node.text, !text.isEmpty else { return nil }
            guard !words.contains(lowercased ? text.lowercased() : text) else { return nil }
            return Refusal(why: "\"\(key)\" cannot be \"\(text)\"", line: line(node))
        }
        let levels: Set<String> = ["panic", "fatal", "error", "warn", "info", "debug", "trace"]
        if let wrong = unless("log-level", levels, lowercased: true) { return wrong }
        if let wrong = unless("default-ipc-mode", ["private", "shareable"]) { return wrong }
        if let wrong = unless("default-cgroupns-mode", ["private", "host"]) { return wrong }
        for key in ["mtu", "max-concurrent-downloads", "max-concurrent-uploads", "max-download-attempts"] {
            if let node = node(key), let number = node.integer, number < 0 {
                return Refusal(why: "\"\(key)\" is below zero", line: line(node))
            }
        }
        for key in ["labels", "node-generic-resources"] {
            for node in node(key)?.items ?? [] where node.text?.contains("=") != true {
                return Refusal(why: "\"\(key)\": an entry has no \"=\"", line: line(node))
            }
        }
        if let wrong = contradiction(line) { return wrong }
        var doubt: Refusal?
        for node in node("dns-search")?.items ?? [] where !Self.isDomain(node.text ?? "") {
            return Refusal(why: "\"dns-search\": \"\(node.text ?? "")\" is no domain", line: line(node))
        }
        // Versions before 28 read it from here.
        if let node = node("host-gateway-ip"), !node.isNull, !Self.isAddress(node) {
            return Refusal(why: "\"host-gateway-ip\" is no address", line: line(node), depends: true)
        }
        if let node = node("userns-remap"), let name = node.text, !["", "default"].contains(name) {
            return Refusal(why: "whether \(name) of \"userns-remap\" is there", line: line(node), depends: true)
        }
        if let node = needsCertificate {
            return Refusal(why: "TLS is on, and no certificate and key are named", line: line(node), depends: true)
        }
        for node in node("hosts")?.items ?? [] {
            guard let text = node.text, !text.trimmed.isEmpty else { continue }
            switch ListeningPlace(text.trimmed).isTaken {
            case true: continue
            case false: return Refusal(why: "\(text) is no host that dockerd listens on", line: line(node))
            case nil:
                let why = "whether dockerd takes \(text) as a host depends on its version"
                doubt = doubt ?? Refusal(why: why, line: line(node), depends: true)
            }
        }
        return doubt
    }

    /// Labels of one name with two values, and resources that are a number and a name.
    private func contradiction(_ line: (JSONNode) -> Int) -> Refusal? {
        func entries(_ key: String) -> [(name: Substring, value: Substring, node: JSONNode)] {
            (node(key)?.items ?? []).compactMap { node in
                guard let text = node.text, let equals = text.firstIndex(of: "=") else { return nil }
                return (text[..<equals], text[text.index(after: equals)...], node)
            }
        }
        var labels: [Substring: Substring] = [:]
        for (name, value, node) in entries("labels") {
            if let known = labels.updateValue(value, forKey: name), known != value {
                return Refusal(why: "the label \(name) has two values", line: line(node))
            }
        }
        var isNumber: [Substring: Bool] = [:]
        for (name, value, node) in entries("node-generic-resources") {
            let known = isNumber.updateValue(Int(value) != nil, forKey: name)
            if let known, known != (Int(value) != nil) {
                return Refusal(why: "the resource \(name) is a number and a name", line: line(node))
            }
        }
        return nil
    }

    /// What turns TLS on without naming a certificate and its key; an option `tlsverify` does so whatever its value.
    private var needsCertificate: JSONNode? {
        let isNamed = ["tlscert", "tlskey"].allSatisfy { text($0)?.isEmpty == false }
        guard !isNamed else { return nil }
        if let node = node("tlsverify"), node.flag != nil { return node }
        return node("tls").flatMap { $0.flag == true ? $0 : nil }
    }

    /// Labels of letters, digits and hyphens with dots between them, or a dot alone; somewhere is a letter.
    private static func isDomain(_ text: String) -> Bool {
        let name = text.trimmed
        if name == "." { return true }
        let labels = (name.hasSuffix(".") ? name.dropLast() : name[...]).split(
            separator: ".",
            omittingEmptySubsequences: false
        )
        guard name.contains(where: { $0.isASCII && $0.isLetter }), name.utf8.count < 255 else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
    }

    /// Whether a runtime's members are of the right kinds.
    static func isRuntime(_ node: JSONNode) -> Bool {
        hasKinds(node) { name, value in
            switch name {
            case "path", "runtimetype": value.text != nil
            case "runtimeargs": value.items?.allSatisfy { $0.text != nil || $0.isNull } ?? false
            case "options": value.members != nil
            default: true
            }
        }
    }

    /// Whether what is said of builds is of the right kinds.
    static func isBuilder(_ node: JSONNode) -> Bool {
        hasKinds(node) { name, value in
            switch name {
            case "gc": hasKinds(value, isCollection)
            case "entitlements":
                hasKinds(value) { !["network-host", "security-insecure"].contains($0) || $1.flag != nil }
            default: true
            }
        }
    }

    private static func isCollection(_ name: String, _ value: JSONNode) -> Bool {
        switch name {
        case "enabled": return value.flag != nil
        case "defaultkeepstorage", "defaultreservedspace", "defaultmaxusedspace", "defaultminfreespace":
            return value.text != nil
        case "policy":
            return value.items?.allSatisfy { rule in
                rule.isNull
                    || hasKinds(rule) { name, value in
                        switch name {
                        case "all": value.flag != nil
                        case "keepstorage", "reservedspace", "maxusedspace", "minfreespace": value.text != nil
                        default: true
                        }
                    }
            } ?? false
        default: return true
        }
    }

    /// Go finds members whatever their case, and passes over null.
    private static func hasKinds(_ node: JSONNode, _ isRight: (String, JSONNode) -> Bool) -> Bool {
        node.members?.allSatisfy { $0.value.isNull || isRight($0.key.lowercased(), $0.value) } ?? false
    }
}
