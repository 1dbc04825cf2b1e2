extension BoxReader {
    /// The packets after a change; packets without a connection have no mark of one.
    func changed(_ packets: PacketSet, by change: Change) -> PacketSet {
        switch change {
        case .unknownMark: return packets
        case .rewrite(let rewriting): return rewritten(packets, by: rewriting)
        case .mark(let change):
            guard change.needsConnection else { return marks.changed(packets, by: change) }
            let able = tracked(packets)
            return marks.changed(able, by: change).union(packets.subtracting(able))
        case .untrack:
            // What belongs to a connection already, as what loopback brings back, stays with it.
            let unseen = IntervalSet(ConnectionState.invalid.number)
            guard let box = PacketBox.all.narrowed(.state, to: unseen) else { return packets }
            let untracked = packets.intersection(box).map {
                $0.forgetting(.state).narrowed(.state, to: IntervalSet(ConnectionState.untracked.number))
            }
            return packets.subtracting(box).union(untracked)
        }
    }

    /// The packets after destination translation, which remember what their sender addressed; and those that are lost
    /// because there is nowhere to send them.
    func translated(_ packets: PacketSet, by action: Action) -> (moved: PacketSet, lost: PacketSet) {
        switch action {
        case .redirect(let address, let port):
            let addresses = address.map { IntervalSet<UInt128>($0.bits) }
            return (translated(packets, to: addresses, port.map { IntervalSet($0) }), .empty)
        case .redirectToOne(let range, let ports):
            let addresses = range.map { IntervalSet($0.first.bits...$0.last.bits) }
            return (translated(packets, to: addresses, ports.map { IntervalSet($0) }), .empty)
        case .redirectHere(let ports):
            return here(packets, ports.map { IntervalSet($0) })
        default: return (packets, .empty)
        }
    }

    /// The packets after source translation.
    func disguised(_ packets: PacketSet, as range: AddressRange?) -> PacketSet {
        if let range {
            return packets.map { disguised($0, as: IntervalSet(range.first.bits...range.last.bits)) }
        }
        var result = PacketSet.empty
        for (index, interface) in topology.interfaces.enumerated() {
            guard let number = UInt16(exactly: index + 1),
                let leaving = PacketBox.all.narrowed(.output, to: IntervalSet(number))
            else { continue }
            // What stays on the machine gets any of its addresses, as loopback has none of its own to give.
            var own = topology.own(interface, family)
            if interface.role == .loopback || own.isEmpty { own = topology.local(family) }
            result = result.union(packets.intersection(leaving).map { disguised($0, as: own) })
        }
        return result
    }

    private func disguised(_ box: PacketBox, as addresses: IntervalSet<UInt128>) -> PacketBox? {
        box.narrowed(.originalSource, toAddresses: box.addressSet(.source))?.forgetting(.source)
            .forgetting(.disguised).narrowed(.disguised, to: IntervalSet(1))?
            .narrowed(.source, toAddresses: addresses)
    }

    /// To the address of the interface that a packet came in by; what the machine sends itself goes to loopback.
    private func here(_ packets: PacketSet, _ ports: IntervalSet<UInt16>?) -> (moved: PacketSet, lost: PacketSet) {
        var moved = PacketSet.empty
        var lost = PacketSet.empty
        let first: UInt128 = family == .ipv4 ? 0x7f00_0001 : 1
        if let sent = PacketBox.all.narrowed(.input, to: IntervalSet(0)) {
            moved = translated(packets.intersection(sent), to: IntervalSet(first), ports)
        }
        for (index, interface) in topology.interfaces.enumerated() {
            guard let number = UInt16(exactly: index + 1),
                let received = PacketBox.all.narrowed(.input, to: IntervalSet(number))
            else { continue }
            let here = packets.intersection(received)
            var rest = here
            for (destinations, addresses) in addresses(of: interface) where !addresses.isEmpty {
                guard let box = PacketBox.all.narrowed(.destination, toAddresses: destinations) else { continue }
                moved = moved.union(translated(rest.intersection(box), to: addresses, ports))
                rest = rest.subtracting(box)
            }
            lost = lost.union(rest)
        }
        return (moved, lost)
    }

    /// Which of an interface's addresses are chosen for which destinations: IPv4 takes the first, IPv6 one of the
    /// destination's scope, `nf_nat_redirect_ipv6`.
    private func addresses(
        of interface: Topology.Interface
    ) -> [(destinations: IntervalSet<UInt128>, addresses: IntervalSet<UInt128>)] {
        let own = topology.own(interface, family)
        guard family == .ipv6 else {
            let first = interface.own.first { $0.family == family }
            return [(.all, first.map { IntervalSet($0.bits) } ?? .empty)]
        }
        let global = own.subtracting(Topology.linkLocal)
        return [
            (Topology.linkLocal, own.intersection(Topology.linkLocal)),
            (Topology.linkLocal.union(Topology.bygone).complement, global.isEmpty ? own : global),
        ]
    }

    private func translated(
        _ packets: PacketSet,
        to addresses: IntervalSet<UInt128>?,
        _ ports: IntervalSet<UInt16>?
    ) -> PacketSet {
        let isOne = (addresses.map { $0.count == 1 } ?? true) && (ports.map { $0.count == 1 } ?? true)
        guard isOne else { return packets.map { changed($0, addresses, ports) } }
        // What already goes there is not changed, and does not count as translated.
        var same: PacketBox? = .all
        if let addresses { same = same?.narrowed(.destination, toAddresses: addresses) }
        if let ports { same = same?.narrowed(.destinationPort, to: ports) }
        guard let same else { return packets.map { changed($0, addresses, ports) } }
        let settled = packets.intersection(same).map {
            let old = $0.set(.translated).first ?? 0
            return $0.forgetting(.translated).narrowed(.translated, to: IntervalSet(old | Translation.settled))
        }
        return packets.subtracting(same).map { changed($0, addresses, ports) }.union(settled)
    }

    private func changed(
        _ box: PacketBox,
        _ addresses: IntervalSet<UInt128>?,
        _ ports: IntervalSet<UInt16>?
    ) -> PacketBox? {
        let new = (addresses == nil ? 0 : Translation.address) | (ports == nil ? 0 : Translation.port)
        let old = box.set(.translated).first ?? 0
        let isWritten = old & Translation.written != 0
        let kind = isWritten ? old | new | Translation.settled : new
        var moved = box.forgetting(.translated).narrowed(.translated, to: IntervalSet(kind))
        // What stays as it was is not remembered: two sets could not say that both are the same.
        if let addresses {
            let sent = box.addressSet(box.hasNewAddress ? .originalDestination : .destination)
            moved = moved?.forgetting(.destination).narrowed(.destination, toAddresses: addresses)?
                .forgetting(.originalDestination).narrowed(.originalDestination, toAddresses: sent)
        }
        if let ports {
            let sent = box.set(box.hasNewPort ? .originalPort : .destinationPort)
            moved = moved?.forgetting(.destinationPort).narrowed(.destinationPort, to: ports)?
                .forgetting(.originalPort).narrowed(.originalPort, to: sent)
        }
        return moved
    }

    /// Those of the packets that belong to a connection.
    func tracked(_ packets: PacketSet) -> PacketSet {
        let states = [ConnectionState.new, .established, .related].map { $0.number...$0.number }
        return packets.map { $0.narrowed(.state, to: IntervalSet(states)) }
    }
}

extension IntervalSet {
    /// How many numbers, as far as it fits.
    fileprivate var count: UInt128 {
        ranges.reduce(0) { sum, range in
            let (size, isOver) = (UInt128(range.upperBound) - UInt128(range.lowerBound)).addingReportingOverflow(1)
            let (total, isMore) = sum.addingReportingOverflow(size)
            return isOver || isMore ? .max : total
        }
    }
}
