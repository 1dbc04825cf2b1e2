import Documents

extension DaemonSettings {
    /// Why dockerd does not start with a file that is JSON.
    struct Refusal: Hashable, Sendable {
        let why: String
        let line: Int
        /// Whether some versions of dockerd take it.
        var depends = false
    }

    /// Keys whose objects are values; of any other object the members count as keys of the file.
    private static let whole: Set<String> = [
        "cluster-store-opts", "default-network-opts", "log-opts", "runtimes", "default-ulimits", "features", "builder",
    ]
    /// The first thing in the file with which dockerd of a version would end at once.
    func refusal(major: Int?) -> Refusal? {
        guard let document else { return nil }
        func line(_ node: JSONNode) -> Int { document.position(of: node).line }
        guard let members = document.root.members else {
            return document.root.isNull ? nil : Refusal(why: "is \(document.root.kind)", line: line(document.root))
        }
        var doubt: Refusal?
        for member in members {
            let group = Self.whole.contains(member.key) ? nil : member.value.members?.map { ($0.key, $0.value) }
            for (key, value) in group ?? [(member.key, member.value)] {
                if let wrong = Self.refusal(key, line(value), major) {
                    guard wrong.depends else { return wrong }
                    doubt = doubt ?? wrong
                }
                if key != "runtimes", options.contains(where: { $0.key == key }) {
                    let why = "\"\(key)\" is set on the command line, too, and dockerd does not start with both"
                    return Refusal(why: why, line: line(value))
                }
            }
            if let kind = DaemonOption.byKey[member.key]?.kind, let wrong = Self.wrong(member.value, kind) {
                return Refusal(why: "\"\(member.key)\" \(wrong)", line: line(member.value))
            }
        }
        if let wrong = meaning(line) { return wrong }
        return doubt
    }

    private static func refusal(_ key: String, _ line: Int, _ major: Int?) -> Refusal? {
        if let span = DaemonOption.changing[key] {
            switch span.holds(in: major) {
            case true: return nil
            case false: break
            case nil:
                return Refusal(
                    why: "whether dockerd knows \"\(key)\" depends on its version",
                    line: line,
                    depends: true
                )
            }
        } else if DaemonOption.byKey[key] != nil || alike.contains(key) {
            return nil
        }
        return Refusal(why: "\"\(key)\" is no option that dockerd knows", line: line)
    }

    /// Names of the command line that the file may have as well, where they do nothing.
    private static let alike: Set<String> = [
        "host", "label", "log-opt", "storage-opt", "exec-opt", "dns-opt", "insecure-registry", "registry-mirror",
        "authorization-plugin", "default-ulimit", "default-address-pool", "add-runtime", "node-generic-resource",
        "cdi-spec-dir", "host-gateway-ip", "restart", "config-file", "version", "help", "deprecated-key-path",
    ]

    /// What is wrong with a value; nothing is wrong with null, which counts as not there.
    private static func wrong(_ node: JSONNode, _ kind: DaemonOption.Kind) -> String? {
        if node.isNull { return kind == .size ? "must be text with a size in it" : nil }
        func items(_ words: String, _ isRight: (JSONNode) -> Bool) -> String? {
            (node.items?.allSatisfy { $0.isNull || isRight($0) } ?? false) ? nil : "must be \(words)"
        }
        func members(_ words: String, _ isRight: (JSONNode) -> Bool) -> String? {
            (node.members?.allSatisfy { $0.value.isNull || isRight($0.value) } ?? false) ? nil : "must be \(words)"
        }
        func isText(_ node: JSONNode) -> Bool { node.text != nil }
        switch kind {
        case .flag: return node.flag == nil ? "must be true or false, without quotation marks" : nil
        case .text: return node.text == nil ? "must be text" : nil
        case .size:
            return node.text.flatMap { DockerObserver.bytes($0) } == nil ? "must be text with a size in it" : nil
        case .address: return isAddress(node) ? nil : "must be text with an address in it"
        case .whole: return isWhole(node) ? nil : "must be a whole number"
        case .texts: return items("a list of texts", isText)
        case .addresses: return items("a list of addresses", isAddress)
        case .pairs: return members("an object whose values are texts", isText)
        case .flags: return members("an object whose values are true or false") { $0.flag != nil }
        case .pairsOfPairs:
            return members("an object of objects whose values are texts") {
                $0.members?.allSatisfy { $0.value.isNull || isText($0.value) } ?? false
            }
        case .limits:
            return members("an object of objects with Name, Hard and Soft") { limit in
                limit.members?.allSatisfy { member in
                    switch member.key.lowercased() {
                    case "name": isText(member.value) || member.value.isNull
                    case "hard", "soft": isWhole(member.value) || member.value.isNull
                    default: true
                    }
                } ?? false
            }
        case .pools:
            return items("a list of objects with base and size") { pool in
                // Go finds members whatever their case.
                func values(_ name: String) -> [JSONNode] {
                    (pool.members ?? []).filter { $0.key.lowercased() == name }.map(\.value)
                }
                let (bases, sizes) = (values("base"), values("size"))
                return !bases.isEmpty && !sizes.isEmpty && bases.allSatisfy(isText) && sizes.allSatisfy(isWhole)
            }
        case .runtimes: return members("an object of runtimes", isRuntime)
        case .builder: return isBuilder(node) ? nil : "has a value of the wrong kind"
        }
    }

    static func isWhole(_ node: JSONNode) -> Bool {
        guard case .number(let text) = node.value else { return false }
        return Int(text) != nil
    }

    static func isAddress(_ node: JSONNode) -> Bool {
        guard let text = node.text else { return false }
        if text.isEmpty { return true }
        if text.contains(":") { return text.allSatisfy { $0.isHexDigit || ":.".contains($0) } }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && ($0.count == 1 || $0.first != "0") }
    }
}
