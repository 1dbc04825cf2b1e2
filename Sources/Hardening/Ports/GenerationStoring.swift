/// Where generations are kept; what is written is there after a power cut.
public protocol GenerationStoring: Sendable {
    associatedtype Log: Journal

    /// Every generation that can be read, oldest first; `damaged` tells the others.
    func all() throws -> [Generation]
    /// What cannot be read, oldest first.
    func damaged() throws -> [DamagedGeneration]
    /// The one that is neither confirmed nor rolled back, if there is one.
    ///
    /// - Throws: where one cannot be read that may be it.
    func unsettled() throws -> Generation?
    func generation(_ number: Int) throws -> Generation

    /// Writes a new generation, under a number that none ever had.
    func create(_ plan: Plan, _ about: Generation.About, by profile: Profile?) throws -> Generation
    /// Writes what may have changed of a generation: its plan, which only ever grows, and what is known about it.
    func save(_ generation: Generation) throws
    func journal(_ generation: Generation) throws -> Log

    func save(_ baseline: Baseline, of generation: Generation) throws
    /// None where the generation was confirmed without one, as after a crash in the middle of the confirmation.
    func baseline(of generation: Generation) throws -> Baseline?

    /// Tells a state from others without holding what is in it.
    func digest(of state: State) -> String

    /// Gives the answer that the switch's trial waits for, where it asked.
    func answerLook(at generation: Generation) throws

    /// Does the work with the right to change the machine, which one process has at a time.
    ///
    /// - Parameters:
    ///   - evicting: whether a process that has it is ended, as the switch does at the deadline.
    ///   - work: what is done meanwhile.
    /// - Returns: what the work returns.
    /// - Throws: `StoreBusy` where another process has it; what the work throws.
    func locked<Result>(evicting: Bool, _ work: () async throws -> Result) async throws -> Result
}

extension GenerationStoring {
    /// The newest that is confirmed, of those that can be read.
    public func confirmed() throws -> Generation? { try all().last { $0.progress == .confirmed } }
}

/// Another process has the right to change the machine.
public struct StoreBusy: Error, CustomStringConvertible {
    /// Who has it, where that is known.
    public let holder: ProcessIdentity?

    public init(holder: ProcessIdentity?) { self.holder = holder }

    public var description: String {
        "another nacre is changing this machine" + (holder.map { " (process \($0.pid))" } ?? "")
    }
}
