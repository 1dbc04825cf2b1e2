/// What somebody says of a port: that it is open, or that it is closed.
public struct Expectation: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// It is so.
        case met
        /// It is not; the door shows it, where there is one.
        case broken(Door?)
        /// A rule is not understood.
        case undecided(Door)
    }

    public let port: UInt16
    public let transport: UInt8
    public let wantsOpen: Bool

    public init(port: UInt16, transport: UInt8, wantsOpen: Bool) {
        self.port = port
        self.transport = transport
        self.wantsOpen = wantsOpen
    }

    /// Holds it against the doors that the port leads to.
    ///
    /// A port is open where one door of its own is; it is closed where all are that lead to what listens on it, or where
    /// there is none.
    public func outcome(_ doors: [Door]) -> Outcome {
        let doors = wantsOpen ? doors.filter { $0.isAt(port) } : doors
        if let open = doors.first(where: { $0.verdict == .open }) { return wantsOpen ? .met : .broken(open) }
        if let unsure = doors.first(where: { $0.verdict == .unknown }) { return .undecided(unsure) }
        return wantsOpen ? .broken(doors.first) : .met
    }
}

extension Prover {
    /// The doors that a connection to one port of the machine, or of a container, leads to.
    public func doors(
        from vantage: Door.Vantage,
        over family: AddressFamily,
        addressing port: UInt16,
        _ transport: UInt8
    ) -> [Door] {
        guard let box = PacketBox.port(port, transport) else { return [] }
        // Where headers are rewritten without translation, packets for other ports may come to the same socket.
        guard ruleset.rewritesDestinations else {
            return doors(from: vantage, over: family, sending: box).filter {
                $0.transport == transport && $0.isAt(port)
            }
            .map { $0.narrowed(to: port) }
        }
        return doors(from: vantage, over: family).filter { $0.transport == transport }.compactMap { door in
            if door.isAt(port) { return door.narrowed(to: port) }
            return door.leads(toSocketAt: port) ? door : nil
        }
    }

    /// The same, and the doors of other ports that translation leads to what listens on this one.
    public func doors(
        from vantage: Door.Vantage,
        over family: AddressFamily,
        leadingTo port: UInt16,
        _ transport: UInt8
    ) -> [Door] {
        let own = doors(from: vantage, over: family, addressing: port, transport)
        guard !ruleset.rewritesDestinations, ruleset.translates(toThisMachine: topology) else { return own }
        return own
            + doors(from: vantage, over: family).filter { door in
                door.transport == transport && !door.isAt(port) && door.leads(toSocketAt: port)
            }
    }
}

extension Door {
    fileprivate func isAt(_ port: UInt16) -> Bool { ports.contains { $0.contains(port) } }

    fileprivate func leads(toSocketAt port: UInt16) -> Bool {
        if case .socket(let socket) = to { socket.port == port } else { false }
    }

    fileprivate func narrowed(to port: UInt16) -> Door {
        Door(
            family: family,
            from: from,
            transport: transport,
            ports: [port...port],
            to: to,
            sources: sources,
            destinations: destinations,
            verdict: verdict,
            witness: witness,
            path: path,
            because: because,
            decision: decision
        )
    }
}

extension Ruleset {
    /// Whether translation may lead packets to the machine itself.
    fileprivate func translates(toThisMachine topology: Topology) -> Bool {
        tables.lazy.flatMap(\.chains).contains { chain in
            chain.rules.contains { rule in
                switch rule.action {
                case .redirectHere, .redirect(nil, _), .redirectToOne: true
                case .redirect(let address?, _):
                    topology.perhapsLocal(address.family).union(topology.local(address.family)).contains(address.bits)
                // Whatever is not understood may do so.
                case .other: true
                default: false
                }
            }
        }
    }
}
