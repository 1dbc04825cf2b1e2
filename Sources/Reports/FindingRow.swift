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
    public let reason: String?
    public let evidence: [EvidenceRow]
    public let attack: String
    public let fix: String
    public let references: [String]

    init<Item: Entry>(_ outcome: Report<Item>.Outcome, _ sanitizer: Sanitizer) {
        let entry = outcome.entry
        self.entry = sanitizer.line(entry.id)
        group = GroupName(entry.group)
        title = sanitizer.line(entry.title)
        fault = sanitizer.line(entry.fault)
        severity = entry.severity
        verdict = outcome.finding.verdict
        reason = outcome.finding.reason.map(sanitizer.line)
        evidence = outcome.finding.evidence.map { EvidenceRow($0, sanitizer) }
        attack = sanitizer.block(entry.rationale)
        fix = sanitizer.block(entry.remedy)
        references = entry.references.map { sanitizer.line($0.description) }
    }
}

/// One piece of evidence.
public struct EvidenceRow: Sendable {
    public let resource: String
    public let found: String
    public let expected: String
    public let file: String?
    public let line: Int?
    /// Why it could not be determined; none where it was.
    public let cause: Unknown.Cause?

    init(_ evidence: Evidence, _ sanitizer: Sanitizer) {
        resource = sanitizer.line(evidence.resource)
        found = sanitizer.line(evidence.observed)
        expected = sanitizer.line(evidence.wanted)
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
    public let grade: Grade?
    public let rows: [FindingRow]

    public func count(_ verdict: Finding.Verdict) -> Int { rows.count { $0.verdict == verdict } }
}
