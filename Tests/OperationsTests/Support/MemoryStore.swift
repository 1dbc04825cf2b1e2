import Hardening
import Synchronization

/// Generations in a dictionary, which can be copied at any moment as a crash leaves it.
///
/// Not the store on the disk: a test here is done in a millisecond, and looks at what lies between two entries.
final class MemoryStore: GenerationStoring {
    struct Content: Sendable {
        var generations: [Int: Generation] = [:]
        var baselines: [Int: Baseline] = [:]
        var answered: [Int] = []
        var damaged: [DamagedGeneration] = []
    }

    private struct Behavior {
        var content: Content
        var holder: ProcessIdentity?
        var refused: JournalEntry?
        var afterRecord: (@Sendable (JournalEntry) async -> Void)?
        var whenEvicted: (@Sendable () -> Void)?
    }

    private let behavior: Mutex<Behavior>

    init(_ content: Content = Content()) { behavior = Mutex(Behavior(content: content)) }

    var content: Content { behavior.withLock { $0.content } }

    func hold(by process: ProcessIdentity?) { behavior.withLock { $0.holder = process } }

    func refuse(_ entry: JournalEntry?) { behavior.withLock { $0.refused = entry } }

    func afterRecord(_ work: (@Sendable (JournalEntry) async -> Void)?) { behavior.withLock { $0.afterRecord = work } }

    func whenEvicted(_ work: @escaping @Sendable () -> Void) { behavior.withLock { $0.whenEvicted = work } }

    func all() -> [Generation] { content.generations.values.sorted { $0.number < $1.number } }

    func damaged() -> [DamagedGeneration] { content.damaged }

    func damage(_ generation: DamagedGeneration) { behavior.withLock { $0.content.damaged.append(generation) } }

    func unsettled() -> Generation? { all().last { !$0.progress.isSettled } }

    func generation(_ number: Int) throws -> Generation {
        guard let generation = content.generations[number] else { throw Missing() }
        return generation
    }

    func create(_ plan: Plan, _ about: Generation.About, by profile: Profile?) -> Generation {
        let number = (content.generations.keys.max() ?? 0) + 1
        let generation = Generation(number: number, about: about, plan: plan, entries: [], profile: profile)
        behavior.withLock { $0.content.generations[number] = generation }
        return generation
    }

    func save(_ generation: Generation) {
        behavior.withLock { behavior in
            let entries = behavior.content.generations[generation.number]?.entries ?? []
            behavior.content.generations[generation.number] = Generation(
                number: generation.number,
                about: generation.about,
                plan: generation.plan,
                entries: entries,
                profile: generation.profile
            )
        }
    }

    func replace(_ generation: Generation) {
        behavior.withLock { $0.content.generations[generation.number] = generation }
    }

    func append(_ entry: JournalEntry, to number: Int) async throws {
        let work = try behavior.withLock { behavior in
            if behavior.refused == entry { throw MemoryServer.Broken(description: "the disk is full") }
            guard let old = behavior.content.generations[number] else { throw Missing() }
            behavior.content.generations[number] = Generation(
                number: number,
                about: old.about,
                plan: old.plan,
                entries: old.entries + [entry],
                profile: old.profile
            )
            return behavior.afterRecord
        }
        await work?(entry)
    }

    func journal(_ generation: Generation) -> Log { Log(store: self, number: generation.number) }

    struct Log: Journal {
        let store: MemoryStore
        let number: Int

        func record(_ entry: JournalEntry) async throws { try await store.append(entry, to: number) }
    }

    func save(_ baseline: Baseline, of generation: Generation) {
        behavior.withLock { $0.content.baselines[generation.number] = baseline }
    }

    func baseline(of generation: Generation) -> Baseline? { content.baselines[generation.number] }

    func digest(of state: State) -> String { "\(state)" }

    func answerLook(at generation: Generation) { behavior.withLock { $0.content.answered.append(generation.number) } }

    func locked<Result>(evicting: Bool, _ work: () async throws -> Result) async throws -> Result {
        let (holder, evicted) = behavior.withLock { ($0.holder, $0.whenEvicted) }
        if let holder {
            guard evicting else { throw StoreBusy(holder: holder) }
            evicted?()
        }
        return try await work()
    }

    private struct Missing: Error {}
}
