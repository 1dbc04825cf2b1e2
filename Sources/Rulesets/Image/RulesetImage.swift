/// The part of the kernel's packet filter that applying a policy changes, as a value to keep and to put back.
public struct RulesetImage: Hashable, Sendable {
    /// By family; a family without a filter table has none.
    private(set) var filters: [AddressFamily: FilterImage] = [:]
    /// Chains as nft knows them in the tables that iptables shares with it, `ip filter INPUT` and the like.
    ///
    /// iptables-save shows the kernel's own chains whether they are there or not. Nothing where nft was not there to ask.
    private var chains: [String]?
    /// Nacre's own table as nft lists it.
    private(set) var own: String?

    /// What programs printed; nothing for one that is not there.
    public struct Listings: Sendable {
        public var iptables: String?
        public var ip6tables: String?
        /// `nft list chains`.
        public var chains: String?
        /// `nft --stateless list table inet nacre`.
        public var own: String?

        public init(iptables: String? = nil, ip6tables: String? = nil, chains: String? = nil, own: String? = nil) {
            self.iptables = iptables
            self.ip6tables = ip6tables
            self.chains = chains
            self.own = own
        }

        /// The filter table of a family; nothing where there is none.
        public func filter(_ family: AddressFamily) -> FilterTable? {
            (family == .ipv4 ? iptables : ip6tables).flatMap { FilterTable(saved: $0) }
        }

        /// The chains of the tables `ip filter` and `ip6 filter`; a table without chains counts as one with an empty name.
        var nativeChains: [String]? {
            guard let chains else { return nil }
            var table: Substring?
            var found: [String] = []
            for line in chains.split(separator: "\n") {
                let words = line.split { $0 == " " || $0 == "\t" }
                if words.first == "table", words.count >= 3 {
                    let name = "\(words[1]) \(words[2])"
                    table = ["ip filter", "ip6 filter"].contains(name) ? Substring(name) : nil
                    if table != nil { found.append(name) }
                } else if let table, words.first == "chain", words.count >= 2 {
                    found.append("\(table) \(words[1])")
                }
            }
            // Chains of others come and go.
            return found.filter { name in
                let words = name.split(separator: " ")
                return words.count == 2 || ["INPUT", "FORWARD", "OUTPUT"].contains(words[2])
            }.sorted()
        }
    }

    public init(_ listings: Listings) {
        for family in AddressFamily.allCases {
            filters[family] = listings.filter(family).map { FilterImage($0) }
        }
        chains = listings.nativeChains
        own = listings.own.map(Self.withoutElements)
    }

    /// Elements of sets that packets fill are no part of it.
    private static func withoutElements(_ listing: String) -> String {
        var isInside = false
        let lines = listing.split(separator: "\n").filter { line in
            let code = line.drop { $0 == " " || $0 == "\t" }
            if code.hasPrefix("elements = {") { isInside = true }
            defer { if isInside, code.last == "}" { isInside = false } }
            return !isInside
        }
        return lines.joined(separator: "\n")
    }

    private static let sections: [(AddressFamily, String)] = [(.ipv4, "*IPv4"), (.ipv6, "*IPv6")]
    private static let chainSection = "*chains"
    private static let ownSection = "*nacre"

    /// As text that `init(text:)` reads again.
    public var text: String {
        var lines: [String] = []
        for (family, heading) in Self.sections {
            guard let filter = filters[family] else { continue }
            lines += [heading] + filter.lines
        }
        if let chains { lines += [Self.chainSection] + chains }
        if let own { lines += [Self.ownSection, own] }
        return lines.joined(separator: "\n")
    }

    /// From such text; nothing where it is something else.
    public init?(text: String) {
        var parts: [Substring: [Substring]] = [:]
        var heading: Substring?
        for line in text.split(separator: "\n") {
            if heading != Self.ownSection[...], line.first == "*" {
                guard parts[line] == nil else { return nil }
                heading = line
                parts[line] = []
            } else if let heading {
                parts[heading, default: []].append(line)
            } else {
                return nil
            }
        }
        for (family, heading) in Self.sections {
            guard let lines = parts.removeValue(forKey: heading[...]) else { continue }
            guard let filter = FilterImage(lines) else { return nil }
            filters[family] = filter
        }
        chains = parts.removeValue(forKey: Self.chainSection[...])?.map(String.init)
        own = parts.removeValue(forKey: Self.ownSection[...])?.joined(separator: "\n")
        guard parts.isEmpty else { return nil }
    }

    /// What makes the kernel as it was when the image was made, from what programs print now.
    ///
    /// nft comes last: it removes tables and chains that iptables left empty and that were not there.
    public func restoring(over now: Listings) -> [Load] {
        var loads: [Load] = []
        for family in AddressFamily.allCases {
            // A table that went in the meantime is made again; one that was not there either time needs nothing.
            guard let table = now.filter(family) ?? (filters[family] == nil ? nil : FilterTable.bare),
                let script = FilterImage.restoring(filters[family], over: table)
            else { continue }
            loads.append(Load(family == .ipv4 ? .iptables : .ip6tables, script))
        }
        var script: [String] = []
        let current = RulesetImage(now)
        if current.own != own {
            if current.own != nil { script.append("delete table inet nacre") }
            if let own { script.append(own) }
        }
        if !script.isEmpty { loads.append(Load(.nft, script.joined(separator: "\n") + "\n")) }
        return loads
    }

    /// What takes away tables and chains of iptables that hold nothing and were not there, from what programs print now.
    public func sweeping(_ now: Listings) -> [Load] {
        var loads: [Load] = []
        var script: [String] = []
        for (family, name) in [(AddressFamily.ipv4, "ip filter"), (.ipv6, "ip6 filter")] {
            guard let table = now.filter(family) else { continue }
            if filters[family] == nil, table.isBare {
                loads.append(Load(family == .ipv4 ? .iptables : .ip6tables, "*filter\nCOMMIT\n", isWhole: true))
                continue
            }
            guard let chains, let current = now.nativeChains else { continue }
            for policy in table.policies where policy.verdict == "ACCEPT" && table.lines(of: policy.chain).isEmpty {
                let chain = "\(name) \(policy.chain)"
                if current.contains(chain), !chains.contains(chain) { script.append("delete chain \(chain)") }
            }
        }
        return loads + (script.isEmpty ? [] : [Load(.nft, script.joined(separator: "\n") + "\n")])
    }
}
