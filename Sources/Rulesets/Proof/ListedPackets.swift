/// Addresses and ports that rules name; everything else is what no rule names.
///
/// What is wide names nobody: a rule for half of the Internet, or for all ports above 1023, speaks of everybody. Source
/// ports, hop limits and flags name nobody either: whoever sends chooses them.
struct ListedPackets {
    /// Addresses that no rule names.
    let otherAddresses: IntervalSet<UInt128>
    /// Destination ports that no rule names.
    let otherPorts: IntervalSet<UInt16>

    /// A range of more ports is not one of a service.
    private static let mostPorts = 16_384

    init(_ ruleset: Ruleset, _ family: AddressFamily) {
        var named = Names()
        for rule in ruleset.tables.lazy.flatMap(\.chains).flatMap(\.rules) { named.add(rule.matches) }
        let everybody = IntervalSet(Topology.everything(family))
        // More than a /8 of IPv4 or a /16 of IPv6.
        let most: UInt128 = family == .ipv4 ? 1 << 24 : 1 << 112
        let addresses = named.addresses.lazy.filter { range in
            range.first.family == family && (range.last.bits - range.first.bits < most || range.isSpecial)
        }
        let others = everybody.subtracting(IntervalSet(addresses.map { $0.first.bits...$0.last.bits }))
        let ports = IntervalSet(named.ports.filter { $0.count <= Self.mostPorts }).complement
            .intersection(IntervalSet(1...UInt16.max))
        // Where rules name everybody, or every port, nobody is left out of the question.
        let isAnybodyLeft = others.ranges.contains { range in
            AddressRange(
                Address(family: family, bits: range.lowerBound),
                Address(family: family, bits: range.upperBound)
            )
            .map { !$0.isSpecial } ?? false
        }
        otherAddresses = isAnybodyLeft ? others : everybody
        otherPorts = ports.isEmpty ? IntervalSet(1...UInt16.max) : ports
    }

    private struct Names {
        var addresses: Set<AddressRange> = []
        var ports: Set<ClosedRange<UInt16>> = []

        mutating func add(_ matches: [Match]) {
            for match in matches {
                switch match.test {
                case .source(let ranges), .destination(let ranges), .originalDestination(let ranges):
                    addresses.formUnion(ranges)
                case .destinationPort(let ranges), .originalDestinationPort(let ranges): ports.formUnion(ranges)
                case .either(let lists): for list in lists { add(list) }
                default: continue
                }
            }
        }
    }
}
