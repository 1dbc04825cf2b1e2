/// What one packet filter of the kernel holds.
public struct Ruleset: Hashable, Sendable {
    public var tables: [Table]

    public init(tables: [Table] = []) { self.tables = tables }

    /// What both program interfaces show of one kernel.
    ///
    /// nft shows the tables of iptables-nft too, without what its extensions ask: iptables-save knows them better.
    public init(saved: [Ruleset], native: Ruleset?) {
        tables = saved.flatMap(\.tables)
        let known = Set(tables.filter { $0.backend == .iptablesNFT }.map { "\($0.family) \($0.name)" })
        tables += (native?.tables ?? []).filter { !known.contains("\($0.family) \($0.name)") }
    }

    /// The tables that packets of a family pass through.
    public func seen(by family: AddressFamily) -> Ruleset { Ruleset(tables: tables.filter { $0.sees(family) }) }
}

/// A program interface through which rules get into the kernel.
public enum Backend: String, Hashable, CaseIterable, Sendable {
    /// `iptables` on top of nf_tables.
    case iptablesNFT = "iptables-nft"
    /// `iptables` on top of the old ip_tables modules; nf_tables does not show these rules.
    case iptablesLegacy = "iptables-legacy"
    case nftables
}

/// A table with its chains.
public struct Table: Hashable, Sendable {
    /// Which packets the table's chains see.
    public enum Family: String, Hashable, Sendable {
        case ip, ip6, inet, arp, bridge, netdev
    }

    public let backend: Backend
    public let family: Family
    public let name: String
    public var chains: [Chain]

    public init(_ backend: Backend, _ family: Family, _ name: String, chains: [Chain] = []) {
        self.backend = backend
        self.family = family
        self.name = name
        self.chains = chains
    }

    /// Whether packets of the family pass through this table.
    public func sees(_ addresses: AddressFamily) -> Bool {
        switch family {
        case .ip: addresses == .ipv4
        case .ip6: addresses == .ipv6
        case .inet, .netdev: true
        case .arp, .bridge: false
        }
    }

    public subscript(chain name: String) -> Chain? { chains.first { $0.name == name } }
}

/// A list of rules, tried in order.
public struct Chain: Hashable, Sendable {
    public let name: String
    /// Where the kernel enters the chain; absent for a chain that only rules enter.
    public let base: Base?
    public var rules: [Rule]

    public init(_ name: String, base: Base? = nil, rules: [Rule] = []) {
        self.name = name
        self.base = base
        self.rules = rules
    }

    /// Where and when the kernel enters a chain, and what it does at the end of it.
    public struct Base: Hashable, Sendable {
        public let kind: Kind
        public let hook: Hook
        /// Lower comes first.
        public let priority: Int
        /// Accept or drop.
        public let policy: Policy
        /// Interfaces of the ingress and egress hooks; elsewhere empty.
        public let devices: [String]

        public init(_ kind: Kind, _ hook: Hook, priority: Int, policy: Policy, devices: [String] = []) {
            self.kind = kind
            self.hook = hook
            self.priority = priority
            self.policy = policy
            self.devices = devices
        }
    }

    public enum Kind: String, Hashable, Sendable {
        case filter, nat, route
    }

    public enum Policy: String, Hashable, Sendable {
        case accept, drop
    }
}

/// A place in the kernel where packets meet rules.
public enum Hook: String, Hashable, CaseIterable, Sendable {
    case prerouting, input, forward, output, postrouting, ingress, egress
}
