extension Topology {
    /// The same machine, with interfaces that are not known yet, and an address of the family if it has none: what the
    /// rules do can be asked of it.
    ///
    /// Without any address it is one set aside for documentation.
    public func answering(_ family: AddressFamily, at interfaces: [Interface], known addresses: [Address]) -> Topology {
        var topology = self
        topology.interfaces += interfaces.filter { new in !self.interfaces.contains { $0.name == new.name } }
        let own = topology.local(family).subtracting(IntervalSet(Self.loopback(family)))
        guard own.isEmpty, let place = topology.interfaces.firstIndex(where: { $0.role == .outside }) else {
            return topology
        }
        let more = addresses.isEmpty ? Self.standIns : addresses
        let old = topology.interfaces[place]
        let networks = old.addresses + more.compactMap { AddressRange($0, $0) }
        topology.interfaces[place] = Interface(old.name, old.role, own: old.own + more, networks: networks)
        return topology
    }

    /// The same machine as a router that sends everything out by one interface, but for what lies behind some others.
    public func routing(
        _ family: AddressFamily,
        by interface: String,
        keeping kept: (Route) -> Bool = { _ in false },
        and more: [Route] = []
    ) -> Topology {
        var topology = self
        let everything = AddressRange(Address(family: family, bits: 0), length: 0)
        topology.routes = routes.filter { !$0.destination.isEverything && kept($0) } + more
        topology.routes += everything.map { [Route($0, interface: interface)] } ?? []
        topology.forwards.insert(family)
        return topology
    }
}
