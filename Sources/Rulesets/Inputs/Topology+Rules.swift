extension Topology {
    /// What rules alone give away of where a machine stands, for want of anything better.
    ///
    /// One outside interface, or those that rules name; the container bridges that they name, with the addresses that
    /// they send to them; one address of the machine in each family, and those that rules for it name.
    public init(guessedFrom ruleset: Ruleset) {
        var names = InterfaceNames()
        var bridged: [(AddressRange, String)] = []
        var own: Set<Address> = Set(Self.standIns)
        for rule in ruleset.tables.lazy.flatMap(\.chains).flatMap(\.rules) {
            var bridge: String?
            var destinations: [AddressRange] = []
            for match in rule.matches {
                switch match.test {
                case .inputInterface(let named): names.add(named)
                case .outputInterface(let named):
                    names.add(named)
                    if !match.isNegated { bridge = named.lazy.map(\.name).first(where: Self.isContainerBridge) }
                case .destination(let ranges) where !match.isNegated: destinations += ranges
                default: continue
                }
            }
            if let bridge { bridged += destinations.map { ($0, bridge) } }
        }
        let published = Set(ruleset.publishedAddresses)
        for table in ruleset.tables {
            for rule in table.chains.lazy.filter({ $0.base?.hook == .input }).flatMap(\.rules) {
                for case .destination(let ranges) in rule.matches.filter({ !$0.isNegated }).map(\.test) {
                    own.formUnion(ranges.filter { $0.first == $0.last && $0.first.isPublic }.map(\.first))
                }
            }
        }
        own.subtract(published)
        let bridges = names.bridges
        for address in published where !bridged.contains(where: { $0.0.contains(address) }) {
            guard let range = AddressRange(address, address), let bridge = bridges.first else { continue }
            bridged.append((range, bridge))
        }
        let outside = names.outside.isEmpty ? ["eth0"] : names.outside
        self.init(
            interfaces: [Interface("lo", .loopback)]
                + outside.enumerated().map { Interface($1, .outside, own: $0 == 0 ? own.sorted() : []) }
                + bridges.map { name in
                    Interface(name, .container, networks: bridged.filter { $0.1 == name }.map(\.0))
                },
            routes: bridged.map { Route($0.0, interface: $0.1) }
                + AddressFamily.allCases.compactMap { family in
                    AddressRange(Address(family: family, bits: 0), length: 0).map { Route($0, interface: outside[0]) }
                },
            forwards: Set(AddressFamily.allCases)
        )
    }

    /// Addresses set aside for documentation (RFC 5737, RFC 3849), for a machine of which none is known.
    public static let standIns = ["198.51.100.10", "2001:db8::10"].compactMap { Address($0) }
}

/// Interfaces that rules speak of by their whole name.
private struct InterfaceNames {
    private(set) var bridges: [String] = []
    private(set) var outside: [String] = []

    mutating func add(_ names: [InterfaceName]) {
        for name in names where !name.isPrefix && !name.name.isEmpty && name.name != "lo" {
            if Topology.isContainerBridge(name.name) {
                if !bridges.contains(name.name) { bridges.append(name.name) }
            } else if !outside.contains(name.name) {
                outside.append(name.name)
            }
        }
    }
}

extension Ruleset {
    /// Addresses that translation sends packets to.
    var publishedAddresses: [Address] {
        tables.flatMap(\.chains).flatMap(\.rules).compactMap { rule in
            if case .redirect(let address?, _) = rule.action { address } else { nil }
        }
    }
}

extension Address: Comparable {
    public static func < (left: Address, right: Address) -> Bool {
        (left.family.width, left.bits) < (right.family.width, right.bits)
    }
}
