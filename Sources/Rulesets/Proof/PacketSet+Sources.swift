extension PacketSet {
    /// The destination ports, apart where different sources may send to them; in the order of the lowest of each.
    ///
    /// Where there are too many to tell apart, all of them together.
    var portsBySources: [IntervalSet<UInt16>] {
        let all = values(of: .destinationPort)
        let sets = boxes.map { (ports: $0.set(.destinationPort), sources: $0.addressSet(.source)) }
        guard Set(sets.map(\.sources)).count > 1 else { return [all] }
        let edges = Set(sets.flatMap { $0.ports.ranges }.flatMap { [Int($0.lowerBound), Int($0.upperBound) + 1] })
        guard edges.count * sets.count < 1_000_000 else { return [all] }
        var ports: [IntervalSet<UInt128>: [ClosedRange<UInt16>]] = [:]
        var order: [IntervalSet<UInt128>] = []
        let sorted = edges.sorted()
        for (start, end) in zip(sorted, sorted.dropFirst()) {
            guard let first = UInt16(exactly: start), let last = UInt16(exactly: end - 1), all.contains(first) else {
                continue
            }
            let sources = sets.filter { $0.ports.contains(first) }.reduce(IntervalSet.empty) { $0.union($1.sources) }
            if ports[sources] == nil { order.append(sources) }
            ports[sources, default: []].append(first...last)
        }
        return order.map { IntervalSet(ports[$0] ?? []) }
    }
}
