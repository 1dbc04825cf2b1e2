extension PacketSet {
    /// The destination ports, apart where different sources may send to them; in the order of the lowest of each.
    ///
    /// Where there are too many to tell apart, all of them together.
    var portsBySources: [IntervalSet<UInt16>] {
        let all = values(of: .destinationPort)
        let sets = boxes.map { (ports: $0.set(.destinationPort), sources: $0.addressSet(.source)) }
        guard let first = sets.first, sets.contains(where: { $0.sources != first.sources }) else { return [all] }
        let edges = edges
        guard edges.count * sets.count < 1_000_000 else { return [all] }
        // Ports in the same boxes have the same sources.
        var classes: [[Int32]: [ClosedRange<UInt16>]] = [:]
        for (start, end) in zip(edges, edges.dropFirst()) {
            guard let first = UInt16(exactly: start), let last = UInt16(exactly: end - 1), all.contains(first) else {
                continue
            }
            let members = sets.indices.lazy.filter { sets[$0].ports.contains(first) }.map { Int32(clamping: $0) }
            classes[Array(members), default: []].append(first...last)
        }
        let size = classes.keys.joined().reduce(0) { $0 + sets[Int($1)].sources.ranges.count }
        guard size < 4_000_000 else { return [all] }
        var ports: [IntervalSet<UInt128>: [ClosedRange<UInt16>]] = [:]
        for (members, ranges) in classes {
            let sources = IntervalSet(members.flatMap { sets[Int($0)].sources.ranges })
            ports[sources, default: []] += ranges
        }
        return ports.values.map { IntervalSet($0) }.sorted { $0.first ?? 0 < $1.first ?? 0 }
    }

    /// The ports that begin a range of a box, and those after the end of one, in order.
    private var edges: [Int] {
        var isEdge = [Bool](repeating: false, count: (1 << 16) + 1)
        for box in boxes {
            for range in box.set(.destinationPort).ranges {
                isEdge[Int(range.lowerBound)] = true
                isEdge[Int(range.upperBound) + 1] = true
            }
        }
        return isEdge.indices.filter { isEdge[$0] }
    }
}
