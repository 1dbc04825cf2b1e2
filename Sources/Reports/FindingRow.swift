public import Catalog

/// One entry of a catalog, and what was found.
public struct FindingRow: Sendable {
    /// The entry's identifier.
    public let entry: String
    public let group: GroupName
    /// What is true where nothing is wrong.
    public let title: String
    /// What is wrong where something is.
    public let fault: String
    public let severity: Severity
    public let verdict: Finding.Verdict
    /// Who can use it; none where nobody is named.
    public let attacker: Attacker?
    /// Who puts it right here; none where nothing is wrong, or where it was not asked.
    public let repair: Repair?
    /// Why it need not be put right; none where it must.
    public let acceptance: Acceptance?
    public let reason: String?
    public let evidence: [EvidenceRow]
    public let attack: String
    /// What a person does about it, step by step.
    public let steps: [Remedy.Step]
    public let references: [String]

    init<Item: Entry>(_ outcome: Report<Item>.Outcome, _ sanitizer: Sanitizer) {
        let entry = outcome.entry
        self.entry = sanitizer.line(entry.id)
        group = GroupName(entry.group)
        title = sanitizer.line(entry.title)
        fault = sanitizer.line(entry.fault)
        severity = entry.severity
        verdict = outcome.finding.verdict
        attacker = entry.attacker
        repair = outcome.repair
        acceptance = outcome.acceptance.map {
            Acceptance(reason: sanitizer.line($0.reason), until: $0.until.map(sanitizer.line))
        }
        reason = outcome.finding.reason.map(sanitizer.line)
        evidence = outcome.finding.evidence.map { EvidenceRow($0, sanitizer) }
        attack = sanitizer.block(entry.rationale)
        steps = outcome.remedy.steps.map { $0.shown(by: sanitizer) }
        references = entry.references.map { sanitizer.line($0.description) }
    }

    /// The steps, a line each.
    public var fix: String { Remedy(steps).text }
}

/// One piece of evidence.
public struct EvidenceRow: Sendable {
    public let resource: String
    /// Field by field, for programs.
    public let found: String
    public let expected: String
    /// The same as people read it.
    public let seen: String
    public let wanted: String
    public let file: String?
    public let line: Int?
    /// Why it could not be determined; none where it was.
    public let cause: Unknown.Cause?

    init(_ evidence: Evidence, _ sanitizer: Sanitizer) {
        resource = sanitizer.line(evidence.resource)
        found = sanitizer.line(evidence.observed)
        expected = sanitizer.line(evidence.wanted)
        seen = sanitizer.line(evidence.wording?.seen ?? evidence.observed)
        wanted = sanitizer.line(evidence.wording?.wanted ?? evidence.wanted)
        file = evidence.file.map(sanitizer.line)
        line = evidence.line
        cause = evidence.cause
    }

    /// The deciding place, such as `/etc/ssh/sshd_config:12`.
    public var place: String? {
        guard let file else { return nil }
        return line.map { "\(file):\($0)" } ?? file
    }
}

/// What is wrong, once: a finding alone, or all that have one cause.
public struct ProblemRow: Sendable {
    /// The identifier of the entry, or of the cause.
    public let id: String
    /// As a plain sentence without a full stop.
    public let fault: String
    public let severity: Severity
    /// Who needs least to use it; none where nobody is named.
    public let attacker: Attacker?
    /// The worst first.
    public let rows: [FindingRow]

    init<Item: Entry>(_ problem: Problem<Item>, _ sanitizer: Sanitizer) {
        rows = problem.outcomes.map { FindingRow($0, sanitizer) }
        id = problem.cause?.id ?? rows.first?.entry ?? ""
        fault = sanitizer.line(problem.fault)
        severity = problem.severity
        attacker = problem.attacker
    }

    /// Whether something of it is a person's to do.
    var needsPerson: Bool { rows.contains { $0.repair == .byHand || $0.repair == .partly } }

    /// The first place that is named.
    var place: String? { rows.lazy.flatMap(\.evidence).compactMap(\.place).first }
}

/// What a group of entries is called.
public struct GroupName: Hashable, Sendable {
    public let id: String
    public let title: String

    init(_ group: some EntryGroup) {
        id = group.id
        title = group.title
    }
}

/// One group in numbers.
public struct GroupRow: Sendable {
    public let group: GroupName
    public let assessment: Assessment
    public let rows: [FindingRow]

    public func count(_ verdict: Finding.Verdict) -> Int { rows.count { $0.verdict == verdict } }
}
