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
    /// A port is open where one door is; it is closed where all are, or where there is none.
    public func outcome(_ doors: [Door]) -> Outcome {
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
            if case .socket(let socket) = door.to, socket.port == port { return door }
            return nil
        }
    }
}

extension Door {
    fileprivate func isAt(_ port: UInt16) -> Bool { ports.contains { $0.contains(port) } }

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
            because: because
        )
    }
}
