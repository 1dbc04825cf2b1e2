/// What earlier passes of putting a plan back came to, by the journal.
///
/// What they put back is not asked again: it may since have become something that cannot be put once more, as a unit
/// whose package went with it, or that belongs to somebody else.
struct EarlierPasses {
    /// Changes that were put back, and in which boot.
    private var restored: [Int: String] = [:]
    /// What was left of those that were put back in part.
    private(set) var left: [Int: String] = [:]
    /// Where the journal says so of a change or a stage, counted from its begin.
    private var restoredAt: [Int: Int] = [:]
    private var activatedAt: [Int: Int] = [:]
    /// How many there were.
    private(set) var count = 0
    /// Whether there was one.
    var hasBegun: Bool { count > 0 }

    init(_ entries: [JournalEntry]) {
        var boot = ""
        var notes: [Int: String] = [:]
        for (place, entry) in entries.enumerated() {
            switch entry {
            case .rollingBack:
                count += 1
                notes = [:]
            case .undoing(let identifier): boot = identifier
            case .left(let number, let why): notes[number] = why
            case .restored(let number):
                restored[number] = boot
                restoredAt[number] = place
                left[number] = notes[number]
            case .activated(let stage) where hasBegun: activatedAt[stage] = place
            case .activated, .putting, .holding, .put, .stopping, .activating, .applied, .confirming, .closing,
                .confirmed,
                .rolledBack:
                continue
            }
        }
    }

    /// Whether the change is put back already.
    ///
    /// What the kernel or systemd hold does not outlive a boot, which may have taken it anew from files.
    func hasRestored(_ number: Int, of resource: Resource, in boot: String) -> Bool {
        guard let then = restored[number] else { return false }
        return resource.survivesReboot || then == boot
    }

    /// Whether the stage's daemon has still to take over what an earlier pass put back.
    func waitsForDaemon(_ stage: Int, numbers: Range<Int>) -> Bool {
        guard let last = numbers.compactMap({ restoredAt[$0] }).max() else { return false }
        return activatedAt[stage] ?? -1 < last
    }

    /// Whether the stage's daemon took over everything that earlier passes put back.
    func hasActivated(_ stage: Int, numbers: Range<Int>) -> Bool {
        activatedAt[stage] != nil && !waitsForDaemon(stage, numbers: numbers)
    }
}
