extension Topology {
    /// Packets whose source is routed to the interface that they came in by, whatever else the kernel knows of routes.
    ///
    /// Left out is what it finds no such route for, and what depends on its version: the machine's own addresses,
    /// link-local ones, and loopback (`nft_fib4_eval`, `nft_fib6_eval`).
    func routedBack(_ family: AddressFamily) -> [PacketBox] {
        let lengthFirst = routes.filter { $0.destination.first.family == family }.sorted {
            $0.destination.last.bits - $0.destination.first.bits < $1.destination.last.bits - $1.destination.first.bits
        }
        var rest = IntervalSet(Self.everything(family))
            .subtracting(local(family).union(perhapsLocal(family)).union(anycast(family)))
            .subtracting(IntervalSet([Self.loopback(family), Self.multicast(family)]))
            .subtracting(family == .ipv4 ? broadcast().union(Self.unnamed) : Self.linkLocal)
        var boxes: [PacketBox] = []
        for route in lengthFirst {
            let range = IntervalSet(route.destination.first.bits...route.destination.last.bits)
            let box = route.interface.flatMap { index(of: $0) }.flatMap { number in
                PacketBox.all.narrowed(.input, to: IntervalSet(number))?
                    .narrowed(.source, toAddresses: rest.intersection(range))
            }
            if let box { boxes.append(box) }
            rest = rest.subtracting(range)
        }
        return boxes
    }
}
