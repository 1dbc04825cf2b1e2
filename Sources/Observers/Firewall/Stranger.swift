import Rulesets

/// Packets of a stranger whom no rule names.
struct Stranger: Sendable {
    let filters: PacketFilters
    let vantage: Vantage
    /// A public address that no rule names.
    let address: Address
    /// A port that no rule names.
    let port: UInt16

    init(_ filters: PacketFilters, _ vantage: Vantage) {
        self.filters = filters
        self.vantage = vantage
        let matches = filters.ruleset.tables.flatMap(\.chains).flatMap(\.rules).flatMap(\.matches)
        var ranges: [AddressRange] = []
        var ports: [ClosedRange<UInt16>] = []
        for match in matches {
            switch match.test {
            case .source(let named), .destination(let named), .originalDestination(let named): ranges += named
            case .destinationPort(let named), .originalDestinationPort(let named): ports += named
            default: continue
            }
        }
        // The whole Internet names nobody.
        ranges.removeAll { $0.first.bits == 0 && $0.last.bits > UInt128(UInt32.max) - 1 }
        // Addresses of well-known public servers: documentation prefixes are what rules against bogons name.
        let candidates: [UInt128] =
            filters.family == .ipv4
            ? [0x5db8_d70e, 0x9765_0145, 0x2d21_209c, 0x5bbd_5b15]
            : [0x2606_2800_0220_0001_0248_1893_25c8_1946, 0x2a04_4e42_0000_0000_0000_0000_0000_0081]
        let addresses = candidates.map { Address(family: filters.family, bits: $0) }
        address = addresses.first { candidate in !ranges.contains { $0.contains(candidate) } } ?? addresses[0]
        port = (47_113...49_113).first { candidate in !ports.contains { $0.contains(candidate) } } ?? 47_113
    }

    private var localAddresses: [Address] {
        let known = vantage.addresses[filters.family] ?? []
        let stand = Address(
            family: filters.family,
            bits: filters.family == .ipv4 ? 0xc633_640a : 0x2001_0db8 << 96 | 10
        )
        return known.isEmpty ? [stand] : Array(known.prefix(8))
    }

    /// What can become of a connection from outside to a port of the machine.
    func arriving(port: UInt16, transport: UInt8 = Packet.tcp) -> [Outcome] {
        worst(
            vantage.entrances.flatMap { interface in
                localAddresses.map { destination in
                    var packet = Packet(
                        from: address,
                        to: destination,
                        transport: transport,
                        port: port,
                        inputInterface: interface
                    )
                    packet.destinationType = .local
                    packet.sourceType = .unicast
                    return filters.ruleset.fate(of: packet, at: [.prerouting, .input])
                }
            }
        )
    }

    /// What can become of a packet that is to be passed on to another network, to VPN peers or to guests.
    func passing(port: UInt16, transport: UInt8 = Packet.tcp) -> [Outcome] {
        // Where every way leads through a tunnel, strangers may come through it.
        let strangers = vantage.outside.filter { !vantage.tunnels.contains($0) }
        let sources = strangers.isEmpty ? vantage.outside : strangers
        let elsewhere = Address(family: address.family, bits: address.bits ^ 0xff)
        let pass = { (source: String, target: String, destination: Address) in
            filters.passing(
                Packet(
                    from: address,
                    to: destination,
                    transport: transport,
                    port: port,
                    inputInterface: source,
                    outputInterface: target
                )
            )
        }
        let across = sources.map { pass($0, $0, elsewhere) }
        // VPN peers and guests begin connections; nobody outside begins one to them.
        let inward = sources.filter { vantage.behind[$0] == nil }.flatMap { source in
            vantage.behind.sorted { $0.key < $1.key }.compactMap { target, addresses in
                addresses[filters.family].map { pass(source, target, $0) }
            }
        }
        return worst(across + inward)
    }

    /// What can become of a connection from the machine itself to the outside.
    func leavingHost(port: UInt16, transport: UInt8 = Packet.tcp) -> [Outcome] {
        worst(
            vantage.outside.map { interface in
                var packet = Packet(
                    from: localAddresses[0],
                    to: address,
                    transport: transport,
                    port: port,
                    outputInterface: interface
                )
                packet.destinationType = .unicast
                packet.sourceType = .local
                return filters.ruleset.fate(of: packet, at: [.output, .postrouting])
            }
        )
    }

    /// What can become of a connection from a container behind any bridge.
    func leavingContainers(to destination: Address? = nil, port: UInt16) -> [Outcome] {
        worst(
            vantage.bridges(of: filters.family).flatMap { bridge in
                vantage.outside.map { interface in
                    let inside: UInt128 = filters.family == .ipv4 ? 0xac11_0002 : 0xfd00 << 112 | 2
                    return filters.passing(
                        Packet(
                            from: Address(family: filters.family, bits: inside),
                            to: destination ?? address,
                            port: port,
                            inputInterface: bridge,
                            outputInterface: interface
                        )
                    )
                }
            }
        )
    }

    /// The way in that is easiest for whoever sends: one that passes, else one that cannot be told.
    func worst(_ fates: [[Outcome]]) -> [Outcome] {
        if let open = fates.first(where: { $0.canPass == true }) { return open }
        if let unsure = fates.first(where: { $0.canPass == nil }) { return unsure }
        return fates.first ?? []
    }
}

extension [Outcome] {
    /// The rule or policy that decides, in words.
    var decision: String {
        let order: [Outcome.Verdict] = canPass == false ? [.drop, .reject] : [.accept, .unknown]
        let deciding = order.lazy.compactMap { verdict in first { $0.verdict == verdict } }.first
        guard let outcome = deciding else { return "nothing" }
        guard let location = outcome.rule else {
            return outcome.chain == "no chain" ? "no rules at all" : "the end of \(outcome.table)'s \(outcome.chain)"
        }
        return "\(outcome.table): \(location.rule.source)"
    }
}
