/// Sorts packets by the first rule of a run that they match.
///
/// Divides a box along one property into classes whose numbers meet the same rules, drops the property from these rules,
/// and goes on with each class; the last property is painted. Along the last but one, what rules say that do not ask
/// about it is worked out once, and classes with one outcome share a box.
struct RunSorter {
    private(set) var fate = RuleRun.Fate()
    private(set) var work: Int
    private let run: RuleRun
    private let limit: Int

    /// A box of the run, and the properties in which it may leave out packets that are looked at.
    private struct Claim: Hashable {
        var index: Int
        var open: UInt32
    }

    init(_ run: RuleRun, work: Int, limit: Int) {
        self.run = run
        self.work = work
        self.limit = limit
    }

    mutating func sort(_ box: PacketBox) {
        work += run.boxes.count
        var claims: [Claim] = []
        for (index, asked) in run.boxes.enumerated() where !asked.isDisjoint(with: box) {
            claims.append(Claim(index: index, open: box.properties(cutBy: asked)))
        }
        sort(box, claims)
    }

    private mutating func sort(_ box: PacketBox, _ claims: [Claim]) {
        guard work <= limit else { return }
        let claims = effective(claims)
        let open = claims.reduce(0) { $0 | $1.open }
        guard open != 0 else {
            add(box, claims.first.map { kind(run.ranks[$0.index]) } ?? 3)
            return
        }
        // The fewest classes first; ports last.
        var sizes: [(property: PacketBox.Property, size: Int)] = []
        for property in PacketBox.Properties(open) { sizes.append((property, size(property, claims))) }
        sizes.sort { ($0.property.isAddress ? 1 : 0, $0.size) < ($1.property.isAddress ? 1 : 0, $1.size) }
        switch sizes.count {
        case 1:
            let last = sizes[0].property
            if last.isAddress { paint(box, claims, last, UInt128.self) } else { paint(box, claims, last, UInt16.self) }
        case 2:
            let (first, last) = (sizes[1].property, sizes[0].property)
            switch (first.isAddress, last.isAddress) {
            case (true, true): spread(box, claims, first, UInt128.self, last, UInt128.self)
            case (true, false): spread(box, claims, first, UInt128.self, last, UInt16.self)
            case (false, true): spread(box, claims, first, UInt16.self, last, UInt128.self)
            case (false, false): spread(box, claims, first, UInt16.self, last, UInt16.self)
            }
        default:
            guard let first = sizes.min(by: { $0.size < $1.size })?.property else { return }
            if first.isAddress {
                divide(box, claims, first, UInt128.self)
            } else {
                divide(box, claims, first, UInt16.self)
            }
        }
    }

    private func size(_ property: PacketBox.Property, _ claims: [Claim]) -> Int {
        claims.reduce(0) { sum, claim in
            claim.open & property.bit == 0 ? sum : sum + run.boxes[claim.index].rangeCount(of: property)
        }
    }

    /// Without what comes after a claim on everything, or just before it with the same verdict.
    private func effective(_ claims: [Claim]) -> [Claim] {
        guard let end = claims.firstIndex(where: { $0.open == 0 }) else { return claims }
        let rank = run.ranks[claims[end].index]
        let start = claims.partitioningIndex { run.ranks[$0.index] >= rank }
        return Array(claims[..<start]) + [claims[end]]
    }

    private func kind(_ rank: Int32) -> Int { rank == .max ? 3 : run.verdicts[Int(rank)].rawValue }

    private mutating func add(_ box: PacketBox, _ kind: Int) {
        switch kind {
        case 0: fate.accepted.append(box)
        case 1: fate.dropped.append(box)
        case 2: fate.left.append(box)
        default: fate.rest.append(box)
        }
    }

    private mutating func paint<Number: PacketNumber>(
        _ box: PacketBox,
        _ claims: [Claim],
        _ last: PacketBox.Property,
        _ type: Number.Type
    ) {
        let painted = partition(claims, last, type)
        for (kind, set) in painted.sets(4, kind: kind).enumerated() where !set.isEmpty {
            if let part = Number.narrowed(box, last, to: set) { add(part, kind) }
        }
    }

    private mutating func partition<Number: PacketNumber>(
        _ claims: [Claim],
        _ property: PacketBox.Property,
        _ type: Number.Type
    ) -> Partition<Number> {
        let sets = claims.map { claim in
            (
                claim.open & property.bit == 0 ? nil : Number.set(property, of: run.boxes[claim.index]),
                run.ranks[claim.index]
            )
        }
        work += sets.reduce(sets.count) { $0 + ($1.0?.ranges.count ?? 1) } * 8
        return Partition(sets)
    }

    private mutating func spread<First: PacketNumber, Last: PacketNumber>(
        _ box: PacketBox,
        _ claims: [Claim],
        _ first: PacketBox.Property,
        _ firstType: First.Type,
        _ last: PacketBox.Property,
        _ lastType: Last.Type
    ) {
        let common = partition(claims.filter { $0.open & first.bit == 0 }, last, lastType)
        var outcomes = [[IntervalSet<Last>: [ClosedRange<First>]]](repeating: [:], count: 4)
        let asked = Last.set(last, of: box) ?? .all
        for (members, numbers) in classes(box, claims, first, firstType) {
            let own = partition(members, last, lastType)
            // Most of it may be kept.
            work += common.starts.count * 4
            guard work <= limit else { return }
            for (kind, set) in common.lowest(own, atMost: .max).sets(4, kind: kind).enumerated() {
                let set = set.intersection(asked)
                if !set.isEmpty { outcomes[kind][set, default: []] += numbers }
            }
        }
        for (kind, outcome) in outcomes.enumerated() {
            let parts = outcome.map { (set: $0.key, numbers: IntervalSet($0.value)) }
            for (set, numbers) in parts.sorted(by: { $0.numbers.first ?? 0 < $1.numbers.first ?? 0 }) {
                let part = First.narrowed(box, first, to: numbers)
                if let part = part.flatMap({ Last.narrowed($0, last, to: set) }) { add(part, kind) }
            }
        }
    }

    private mutating func divide<First: PacketNumber>(
        _ box: PacketBox,
        _ claims: [Claim],
        _ first: PacketBox.Property,
        _ type: First.Type
    ) {
        let common = claims.filter { $0.open & first.bit == 0 }
        for (members, numbers) in classes(box, claims, first, type) {
            work += claims.count
            guard work <= limit, let part = First.narrowed(box, first, to: IntervalSet(numbers)) else { continue }
            sort(part, (common + members).sorted { $0.index < $1.index })
        }
    }

    /// Numbers of a property by the claims they meet among those that ask about it; these as they are without it.
    private mutating func classes<Number: PacketNumber>(
        _ box: PacketBox,
        _ claims: [Claim],
        _ property: PacketBox.Property,
        _ type: Number.Type
    ) -> [(claims: [Claim], numbers: [ClosedRange<Number>])] {
        var events: [(number: Number, isEnd: Bool, claim: Claim)] = []
        let within = Number.set(property, of: box) ?? .all
        // Rules of one rank and without other questions are the same.
        var plain: [Int32: Int] = [:]
        for claim in claims where claim.open & property.bit != 0 {
            var rest = Claim(index: claim.index, open: claim.open & ~property.bit)
            if rest.open == 0 {
                let rank = run.ranks[claim.index]
                rest.index = plain[rank] ?? claim.index
                plain[rank] = rest.index
            }
            for range in (Number.set(property, of: run.boxes[claim.index]) ?? .all).intersection(within).ranges {
                events.append((range.lowerBound, false, rest))
                if range.upperBound < .max { events.append((range.upperBound + 1, true, rest)) }
            }
        }
        events.sort { $0.number < $1.number }
        work += events.count * 8
        var classes: [[Claim]: [ClosedRange<Number>]] = [:]
        // In order of their indexes; with how many rules of the run are meant.
        var active: [(claim: Claim, count: Int)] = []
        var start: Number = 0
        for event in events {
            if event.number > start {
                classes[effective(active.map(\.claim)), default: []].append(start...(event.number - 1))
                work += active.count
                guard work <= limit else { return [] }
                start = event.number
            }
            let place = active.partitioningIndex { $0.claim.index >= event.claim.index }
            if place < active.count, active[place].claim.index == event.claim.index {
                active[place].count += event.isEnd ? -1 : 1
                if active[place].count == 0 { active.remove(at: place) }
            } else {
                active.insert((event.claim, event.isEnd ? -1 : 1), at: place)
            }
        }
        classes[effective(active.map(\.claim)), default: []].append(start...Number.max)
        // By their first numbers, so that every run comes to the same boxes in the same order.
        return classes.map { ($0.key, $0.value) }.sorted { $0.1[0].lowerBound < $1.1[0].lowerBound }
    }
}
