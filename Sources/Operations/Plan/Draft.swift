public import Catalog
public import Hardening

/// A plan, and what it was made from.
public struct Draft: Sendable {
    public let plan: Plan
    public let report: Report<Control>
    /// Of the controls that find something, how many the plan is for.
    public let findings: Findings
    /// What those of its controls could not determine that ask for the first changes.
    let blindSpots: BlindSpots
    /// What lets connections in now and no longer will, with what is behind it.
    public let closing: [String]
    /// What gateways in containers ask of this server now and no longer can.
    public let losing: [String]
    /// Ports of gateways that their owner starts by hand, and that do not run now.
    public let idlePorts: Set<Int>
    /// What its invariants were compared with; nothing where they were not asked.
    let beginning: Beginning?

    init(
        plan: Plan,
        report: Report<Control>,
        findings: Findings = Findings(ours: 0, all: 0),
        blindSpots: BlindSpots = BlindSpots(),
        closing: [String] = [],
        losing: [String] = [],
        idlePorts: Set<Int> = [],
        beginning: Beginning? = nil
    ) {
        self.idlePorts = idlePorts
        self.plan = plan
        self.report = report
        self.findings = findings
        self.blindSpots = blindSpots
        self.closing = closing
        self.losing = losing
        self.beginning = beginning
    }

    /// Controls that could not be judged.
    public var unknown: [Control.ID] {
        report.outcomes.filter { $0.finding.verdict == .unknown }.map(\.entry.id)
    }
}

/// Controls that found something, counted as the audit counts them.
public struct Findings: Hashable, Sendable {
    /// Those that the plan puts right, or begins to.
    public let ours: Int
    /// All that nobody lives with.
    public let all: Int

    public init(ours: Int, all: Int) {
        self.ours = ours
        self.all = all
    }

    /// - Parameters:
    ///   - plan: what is changed, and what is left to a person.
    ///   - demands: what it was made from.
    ///   - report: what was found, with what is accepted.
    init(_ plan: Plan, _ demands: Demands, _ report: Report<Control>) {
        let drifted = report.outcomes.filter { $0.finding.verdict == .drifted && $0.acceptance == nil }
        let because = Set(plan.changes.flatMap(\.because) + plan.deferred.flatMap(\.because))
        // What the plan had to leave out although its fix asks for it is told as advice.
        let withheld = Set(plan.advice.map(\.control)).subtracting(demands.advice.map(\.control)).subtracting(because)
        let repairs = demands.repairs.filter { $0.value != .byHand && !withheld.contains($0.key) }
        self.init(ours: drifted.count { repairs[$0.entry.id] != nil }, all: drifted.count)
    }
}

/// The machine before a plan, as its invariants see it.
struct Beginning: Sendable {
    let now: Snapshot
    /// What files alone say of it.
    let still: Snapshot
}

extension Plan {
    /// Whether there is more to plan for afterwards: packages come with files, and a new gateway with settings.
    var bringsMore: Bool {
        stages.contains { stage in
            stage.bringsProject || stage.changes.contains { if case .package = $0.resource { true } else { false } }
        }
    }

    /// Controls for which something is changed and the rest is left to a person.
    ///
    /// Advice of a later plan does not count: it may be about the very change that did not help.
    var halfDone: Set<Control.ID> {
        Set(changes.flatMap(\.because)).intersection(advice.map(\.control))
    }
}
