/// The difference of two texts as people read it: lines taken away, lines added, and a few around them.
struct LineDifference {
    enum Line: Hashable {
        case same(String)
        case removed(String)
        case added(String)
        /// So many lines that did not change are left out.
        case skipped(Int)
    }

    let lines: [Line]

    /// The difference, with so many lines around a change as `context` says.
    init(from before: String, to after: String, context: Int = 2) {
        let old = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let new = after.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for step in new.difference(from: old) {
            switch step {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var all: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                all.append(.removed(old[left]))
                left += 1
            } else if right < new.count, added.contains(right) {
                all.append(.added(new[right]))
                right += 1
            } else {
                all.append(.same(old[left]))
                left += 1
                right += 1
            }
        }
        lines = Self.folded(all, context)
    }

    /// Runs of unchanged lines become a few, and a count.
    private static func folded(_ all: [Line], _ context: Int) -> [Line] {
        let changed = all.indices.filter { if case .same = all[$0] { false } else { true } }
        var shown: Set<Int> = []
        for index in changed { shown.formUnion(max(0, index - context)...min(all.count - 1, index + context)) }
        var folded: [Line] = []
        var skipped = 0
        for (index, line) in all.enumerated() {
            if shown.contains(index) {
                if skipped > 0 { folded.append(.skipped(skipped)) }
                skipped = 0
                folded.append(line)
            } else {
                skipped += 1
            }
        }
        if skipped > 0, !folded.isEmpty { folded.append(.skipped(skipped)) }
        return folded
    }
}
