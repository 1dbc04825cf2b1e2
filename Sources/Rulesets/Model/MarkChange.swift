/// How a rule changes the mark of a packet or of its connection: `(old & keep) ^ (other & take) ^ flip`.
///
/// That covers `MARK --set-xmark`, `CONNMARK --save-mark` and `--restore-mark` with their masks, and what nft can write
/// with and, or and xor.
public struct MarkChange: Hashable, Sendable {
    public enum Holder: Hashable, Sendable {
        case packet, connection
    }

    public let target: Holder
    public let keep: UInt32
    /// Whose mark is mixed in; it does not matter where `take` is 0.
    public let source: Holder
    public let take: UInt32
    public let flip: UInt32

    public init(_ target: Holder, keep: UInt32, from source: Holder = .packet, take: UInt32 = 0, flip: UInt32 = 0) {
        self.target = target
        self.keep = keep
        self.source = source
        self.take = take
        self.flip = flip
    }

    /// Whether packets without a connection stay as they are.
    var needsConnection: Bool { target == .connection || (source == .connection && take != 0) }

    func applied(to old: UInt32, _ other: UInt32) -> UInt32 { (old & keep) ^ (other & take) ^ flip }
}

/// Every mark that a packet can get from a ruleset's rules, beginning with none.
struct Marks: Sendable {
    private(set) var values: [UInt32] = [0]
    /// Whether rules change marks in ways that are not known, or too many: then no question about a mark is answered.
    private(set) var isUnbounded = false

    private static let most = 256

    init(_ ruleset: Ruleset) {
        var changes: Set<MarkChange> = []
        for rule in ruleset.tables.lazy.flatMap(\.chains).flatMap(\.rules) {
            for change in rule.changes {
                switch change {
                case .mark(let change): changes.insert(change)
                case .unknownMark: isUnbounded = true
                case .untrack, .rewrite: break
                }
            }
        }
        var known: Set<UInt32> = [0]
        var isGrowing = !changes.isEmpty
        while isGrowing, !isUnbounded {
            let reached = changes.flatMap { change in
                values.flatMap { old in values.map { change.applied(to: old, $0) } }
            }
            let new = Set(reached).subtracting(known)
            known.formUnion(new)
            values += new.sorted()
            isGrowing = !new.isEmpty
            if values.count > Self.most { isUnbounded = true }
        }
    }

    /// Indexes of the marks that answer a question.
    func indexes(mask: UInt32, _ wanted: [ClosedRange<UInt32>]) -> IntervalSet<UInt16>? {
        guard !isUnbounded else { return nil }
        let found = values.indices.filter { index in wanted.contains { $0.contains(values[index] & mask) } }
        return IntervalSet(found.map { UInt16(truncatingIfNeeded: $0)...UInt16(truncatingIfNeeded: $0) })
    }

    private func index(of value: UInt32) -> UInt16 {
        UInt16(truncatingIfNeeded: values.firstIndex(of: value) ?? 0)
    }

    /// The packets after a change of their marks.
    func changed(_ packets: PacketSet, by change: MarkChange) -> PacketSet {
        guard !isUnbounded else { return packets }
        let (target, other): (PacketBox.Property, PacketBox.Property) =
            change.target == .packet ? (.mark, .connectionMark) : (.connectionMark, .mark)
        let mixed = change.source == change.target ? target : other
        var result = PacketSet.empty
        for (old, value) in values.enumerated() {
            let numbers =
                change.take == 0 ? [(0, UInt32(0))] : Array(values.enumerated()).map { ($0.offset, $0.element) }
            for (index, mix) in numbers {
                var box = PacketBox.all.narrowed(target, to: IntervalSet(UInt16(truncatingIfNeeded: old)))
                if change.take != 0 {
                    box = box?.narrowed(mixed, to: IntervalSet(UInt16(truncatingIfNeeded: index)))
                }
                guard let box else { continue }
                let new = IntervalSet(self.index(of: change.applied(to: value, mix)))
                result = result.union(
                    disjoint: packets.intersection(box).map { $0.forgetting(target).narrowed(target, to: new) }
                )
            }
        }
        return result
    }
}
