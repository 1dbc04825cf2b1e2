import Documents
import Exchanges

/// What is wrong with the guard's configuration, and where.
public struct ConfigurationFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String
    /// From 1.
    public let line: Int

    public var description: String { "line \(line): \(message)" }
}

extension GuardConfiguration {
    /// Reads guard.yaml.
    public init(reading text: String) throws(ConfigurationFault) {
        let document: YAMLDocument
        do { document = try YAMLDocument(text) } catch {
            throw ConfigurationFault(message: error.message, line: error.position.line)
        }
        self.init()
        let root = try Section(document.root, "the configuration")
        try root.only("listen", "admin", "vault", "upstreams", "agents", "filter", "limits")
        if let listen = root.entry("listen") {
            listeners = try Self.list(listen).map { node throws(ConfigurationFault) in try Self.listener(node) }
            guard !listeners.isEmpty else { throw listen.fault("it listens nowhere") }
        }
        admin = try root.optionalWord("admin") ?? admin
        if root.entry("vault") != nil {
            let path = try root.word("vault")
            guard path.text.hasPrefix("/"), path.text.utf8.count < 108 else {
                throw path.node.fault("vault wants the path of a socket, of less than 108 bytes")
            }
            vault = path.text
        }
        for entry in try root.sections("upstreams") { upstreams.append(try Self.upstream(entry)) }
        guard Set(upstreams.compactMap(\.vaultKey)).count <= VaultExchange.mostNames else {
            throw ConfigurationFault(
                message: "upstreams name more than \(VaultExchange.mostNames) secrets of the vault",
                line: root.entry("upstreams")?.line ?? 1
            )
        }
        for entry in try root.sections("agents") { agents.append(try agent(entry)) }
        guard !agents.isEmpty else {
            throw ConfigurationFault(
                message: "it names no agents, so that nobody could ask anything",
                line: root.entry("agents")?.line ?? 1
            )
        }
        if let entry = root.entry("filter") {
            let section = try Section(entry, "filter")
            try section.only("keys", "hosts")
            if let hosts = section.entry("hosts") { filter.hosts = try Self.hosts(hosts) }
            filter.takesKeys = try section.flag("keys") ?? filter.takesKeys
        }
        if let entry = root.entry("limits") { try limits.read(try Section(entry, "limits")) }
        var seen: Set<[UInt8]> = []
        for agent in agents where !seen.insert(agent.placeholder).inserted {
            throw ConfigurationFault(message: "agents.\(agent.name): another agent has this placeholder", line: 1)
        }
    }

    private static func list(_ node: YAMLNode) throws(ConfigurationFault) -> [YAMLNode] {
        guard case .list(let items) = node.value else { return [node] }
        return items
    }

    /// A list of hosts, or `any`.
    private static func hosts(_ node: YAMLNode) throws(ConfigurationFault) -> [String]? {
        if case .text("any") = node.value { return nil }
        return try list(node).map { node throws(ConfigurationFault) in
            guard case .text(let host) = node.value, let address = UpstreamAddress("https://" + host),
                address.path.isEmpty
            else { throw node.fault("filter.hosts wants names of hosts, or any") }
            return address.host.lowercased()
        }
    }

    private static func listener(_ node: YAMLNode) throws(ConfigurationFault) -> Listener {
        guard case .text(let text) = node.value, let address = UpstreamAddress("http://" + text), address.path.isEmpty,
            address.host != "localhost", text.contains(":")
        else { throw node.fault("listen wants ADDRESS:PORT, such as 127.0.0.1:18785") }
        return Listener(host: address.host, port: address.port)
    }

    private static func upstream(_ entry: YAMLNode.Entry) throws(ConfigurationFault) -> Upstream {
        let section = try Section(entry.value, "upstreams.\(entry.key)")
        try section.only("dialect", "url", "key", "passes", "authorities", "prices")
        let word = try section.word("dialect")
        guard let dialect = Dialect(rawValue: word.text) else {
            let all = Dialect.allCases.map(\.rawValue).joined(separator: ", ")
            throw word.node.fault("\(section.name).dialect is none of \(all)")
        }
        let url = try section.word("url")
        guard let address = UpstreamAddress(url.text) else {
            throw url.node.fault("\(section.name).url wants https://HOST[:PORT][/PATH]")
        }
        var upstream = Upstream(name: entry.key, dialect: dialect, address: address)
        upstream.key = try section.optionalWord("key")
        guard address.isEncrypted || address.isLoopback || upstream.key == nil else {
            throw url.node.fault(
                "\(section.name).url would send the key in clear: with a key, http is allowed to this machine only"
            )
        }
        upstream.authorities = try section.optionalWord("authorities")
        if let name = upstream.vaultKey {
            guard VaultExchange.isName(name) else {
                throw try section.word("key").node.fault("\(section.name).key: the vault has no such names")
            }
        } else if let key = upstream.key, !Credentials.isName(key) {
            throw entry.value.fault(
                "\(section.name).key is the name of a credential, or vault: and a secret's name, not the key itself"
            )
        }
        for price in try section.sections("prices") {
            upstream.prices[price.key] = try Price(
                reading: try Section(price.value, "\(section.name).prices.\(price.key)")
            )
        }
        if let passes = section.entry("passes") {
            for node in try list(passes) {
                guard case .text(let path) = node.value, path.hasPrefix("/"), !path.contains("..") else {
                    throw node.fault("\(section.name).passes wants paths that begin with a slash")
                }
                upstream.passes.append(path)
            }
        }
        return upstream
    }

    private func agent(_ entry: YAMLNode.Entry) throws(ConfigurationFault) -> Agent {
        let section = try Section(entry.value, "agents.\(entry.key)")
        try section.only("placeholder", "upstream", "budget", "holds")
        let hash = try section.word("placeholder")
        guard let placeholder = Placeholder.digest(hash.text), placeholder != Placeholder.digest(of: []) else {
            throw hash.node.fault("\(section.name).placeholder wants sha256: and 64 hexadecimal digits")
        }
        let name = try section.word("upstream")
        guard upstreams.contains(where: { $0.name == name.text }) else {
            throw name.node.fault("\(section.name).upstream: there is no upstream \(name.text)")
        }
        var agent = Agent(name: entry.key, placeholder: placeholder, upstream: name.text)
        for node in try section.entry("holds").map(Self.list) ?? [] {
            guard case .text(let tool) = node.value, !tool.isEmpty else {
                throw node.fault("\(section.name).holds wants names of tools, or *")
            }
            agent.holds.append(tool.lowercased())
        }
        if let budget = section.entry("budget") { try agent.budget.read(try Section(budget, "\(section.name).budget")) }
        return agent
    }
}

extension GuardConfiguration.Limits {
    fileprivate mutating func read(_ section: Section) throws(ConfigurationFault) {
        try section.only("body", "connections", "arrival", "silence", "exchange", "drain")
        body = try section.number("body") ?? body
        connections = try section.number("connections") ?? connections
        arrival = try section.number("arrival") ?? arrival
        silence = try section.number("silence") ?? silence
        exchange = try section.number("exchange") ?? exchange
        drain = try section.number("drain") ?? drain
    }
}

extension Price {
    fileprivate init(reading section: Section) throws(ConfigurationFault) {
        try section.only("input", "output", "cache-read", "cache-write")
        guard let input = try section.dollars("input"), let output = try section.dollars("output") else {
            throw ConfigurationFault(message: "\(section.name) wants input and output", line: section.line)
        }
        self.init(
            input: input,
            output: output,
            cacheRead: try section.dollars("cache-read") ?? input,
            cacheWrite: try section.dollars("cache-write") ?? input
        )
    }
}

extension Budget.Limits {
    fileprivate mutating func read(_ section: Section) throws(ConfigurationFault) {
        try section.only("requests-per-minute", "tokens-per-minute", "tokens-per-day", "cost-per-day", "streams")
        requestsPerMinute = try section.number("requests-per-minute")
        tokensPerMinute = try section.number("tokens-per-minute")
        tokensPerDay = try section.number("tokens-per-day")
        costPerDay = try section.dollars("cost-per-day")
        if costPerDay?.billionths == 0, let node = section.entry("cost-per-day") {
            throw node.fault("\(section.name).cost-per-day is above 0")
        }
        streams = try section.number("streams") ?? streams
    }
}
