/// What a packet meets at one place of a hook: chains, and connection tracking itself.
enum Turn {
    case chain(Table, Chain, Chain.Base)
    case tracking
}

/// Turns that the kernel takes at one place, in every order that it may take them in.
///
/// It asks the one that was registered last first (`nf_hook_entries_grow`), and no listing says in which order chains of
/// different tables were registered. Where that decides nothing there is one order.
struct Turns {
    let orders: [[Turn]]
    /// Whether there are too many orders to try.
    var isTooMany = false

    private static let most = 24

    /// - Parameter groups: Turns of one table each, whose order among themselves is known.
    init(_ groups: [[Unit]]) {
        let units = groups.joined()
        let free = groups.enumerated().filter { index, group in
            groups.enumerated().contains { other, members in
                other != index && group.contains { one in members.contains { one.matters(to: $0) } }
            }
        }.map(\.offset)
        guard free.count > 1 else {
            orders = [units.flatMap(\.turns)]
            return
        }
        let fixed = groups.indices.filter { !free.contains($0) }.flatMap { groups[$0] }.flatMap(\.turns)
        let ways = Self.merged(free.map { groups[$0][...] }, limit: Self.most + 1)
        isTooMany = ways.count > Self.most
        orders = ways.map { fixed + $0.flatMap(\.turns) }
    }

    private static func merged(_ groups: [ArraySlice<Unit>], limit: Int) -> [[Unit]] {
        let left = groups.filter { !$0.isEmpty }
        guard !left.isEmpty else { return [[]] }
        var ways: [[Unit]] = []
        for index in left.indices {
            guard ways.count < limit, let first = left[index].first else { break }
            var rest = left
            rest[index] = rest[index].dropFirst()
            ways += merged(rest, limit: limit - ways.count).map { [first] + $0 }
        }
        return ways
    }
}

extension Turns {
    /// What is asked together, and what it does that others may notice.
    struct Unit {
        let turns: [Turn]
        let table: String
        private(set) var writes = false
        private(set) var rewrites = false
        private(set) var asksOfChanges = false
        private(set) var asks = false
        private(set) var tracks = false
        private(set) var touchesTracking = false

        static let tracking = Unit()

        private init() {
            turns = [.tracking]
            table = "tracking"
            tracks = true
        }

        init(_ turns: [Turn], table: String) {
            self.turns = turns
            self.table = table
            for case .chain(let table, let chain, let base) in turns {
                for rule in table.rules(reachedFrom: chain) { note(rule, base) }
            }
        }

        private mutating func note(_ rule: Rule, _ base: Chain.Base) {
            asks = asks || rule.action != .proceed || !rule.changes.isEmpty
            asksOfChanges = asksOfChanges || rule.matches.contains(where: \.test.asksOfChanges)
            touchesTracking = touchesTracking || rule.matches.contains(where: \.test.needsTracking)
            for change in rule.changes {
                writes = true
                if case .mark(let change) = change { touchesTracking = touchesTracking || change.needsConnection }
                if change == .untrack { touchesTracking = true }
                if case .rewrite = change { (rewrites, touchesTracking) = (true, true) }
            }
            switch rule.action {
            case .other: (writes, touchesTracking, asksOfChanges) = (true, true, true)
            case .redirect, .redirectHere, .redirectToOne, .disguise: rewrites = true
            default: break
            }
            if rewrites { writes = true }
        }

        func matters(to other: Unit) -> Bool {
            if tracks { return other.touchesTracking }
            if other.tracks { return touchesTracking }
            let isNoticed = writes && (other.asksOfChanges || other.writes) || rewrites && other.asks
            let notices = other.writes && (asksOfChanges || writes) || other.rewrites && asks
            return isNoticed || notices
        }
    }
}

extension Table {
    /// The rules of a chain, and of those that they lead to.
    fileprivate func rules(reachedFrom chain: Chain) -> [Rule] {
        var rules: [Rule] = []
        var seen: Set<String> = [chain.name]
        var open = [chain]
        while let next = open.popLast() {
            rules += next.rules
            for rule in next.rules {
                switch rule.action {
                case .jump(let name), .goto(let name):
                    if seen.insert(name).inserted, let target = self[chain: name] { open.append(target) }
                default: continue
                }
            }
        }
        return rules
    }
}

extension Ruleset {
    /// Every base chain of a hook that sees the family, translation included, in the order they are asked.
    ///
    /// Within a table chains are listed as they were added, and the last one comes first.
    func turns(at hook: Hook, by family: AddressFamily, withTracking: Bool) -> [Turns] {
        var found: [(table: String, chain: Turn, base: Chain.Base)] = []
        for table in tables where table.sees(family) {
            let name = "\(table.backend.rawValue) \(table.family.rawValue) \(table.name)"
            for chain in table.chains.reversed() {
                if let base = chain.base, base.hook == hook { found.append((name, .chain(table, chain, base), base)) }
            }
        }
        var places = Set(found.map(\.base.position))
        if withTracking { places.insert(Chain.Base.trackingPosition) }
        return places.sorted().flatMap { place -> [Turns] in
            let here = found.filter { $0.base.position == place }
            let plain = here.filter { $0.base.kind != .nat }.map { Turns.Unit([$0.chain], table: $0.table) }
            let translating = here.filter { $0.base.kind == .nat }
            let isTracking = withTracking && place == Chain.Base.trackingPosition
            guard !translating.isEmpty else { return [Turns(Self.groups(plain) + (isTracking ? [[.tracking]] : []))] }
            // Chains of translation are asked by their own priorities, at one turn among the others.
            let inner = Set(translating.map(\.base.priority)).sorted().map { priority in
                Turns(
                    Self.groups(
                        translating.filter { $0.base.priority == priority }.map {
                            Turns.Unit([$0.chain], table: $0.table)
                        }
                    )
                )
            }
            guard !plain.isEmpty else { return inner }
            let whole = Turns.Unit(inner.flatMap { $0.orders[0] }, table: "translation")
            let mixed = Turns(Self.groups(plain) + [[whole]])
            guard mixed.orders.count > 1 || inner.contains(where: { $0.orders.count > 1 || $0.isTooMany }) else {
                return [mixed]
            }
            // Both at once are more orders than are worth trying.
            if inner.allSatisfy({ $0.orders.count == 1 }) { return [mixed] }
            if mixed.orders.count == 1 { return [Turns(Self.groups(plain))] + inner }
            var many = mixed
            many.isTooMany = true
            return [many]
        }
    }

    private static func groups(_ units: [Turns.Unit]) -> [[Turns.Unit]] {
        var groups: [[Turns.Unit]] = []
        for unit in units {
            if let place = groups.firstIndex(where: { $0[0].table == unit.table }) {
                groups[place].append(unit)
            } else {
                groups.append([unit])
            }
        }
        return groups
    }
}
