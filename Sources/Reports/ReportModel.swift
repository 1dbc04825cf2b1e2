public import Catalog

/// A report as people and machines may see it: every text sanitized, findings in the order they are read.
public struct ReportModel: Sendable {
    public let vocabulary: Vocabulary
    /// What was looked at, such as the machine's name for itself.
    public let target: String
    /// What it was held to, where there is a choice.
    public let profile: String?
    public let version: String
    /// When it was looked at.
    public let time: Timestamp
    public let assessment: Assessment
    /// What is wrong, each cause once; the worst first.
    public let problems: [ProblemRow]
    public let groups: [GroupRow]
    /// In the catalog's order.
    public let rows: [FindingRow]
    /// What limited the report as a whole, such as a missing privilege.
    public let notes: [String]

    /// - Parameters:
    ///   - report: what was found.
    ///   - target: what was looked at.
    ///   - profile: what it was held to, where there is a choice.
    ///   - seconds: when, since 1970.
    ///   - version: of Nacre.
    ///   - notes: what limited the report as a whole.
    ///   - sanitizer: what every text goes through.
    public init<Item: Entry>(
        _ report: Report<Item>,
        of target: String,
        profile: String? = nil,
        at seconds: Int,
        version: String,
        notes: [String] = [],
        sanitizer: Sanitizer = .report
    ) {
        vocabulary = Item.vocabulary
        time = Timestamp(seconds)
        self.target = sanitizer.line(target)
        self.profile = profile.map(sanitizer.line)
        self.version = version
        self.notes = notes.map(sanitizer.line)
        assessment = report.assessment
        problems = report.problems.map { ProblemRow($0, sanitizer) }
        let rows = report.outcomes.map { FindingRow($0, sanitizer) }
        self.rows = rows
        groups = report.groups.map { group in
            let name = GroupName(group)
            return GroupRow(
                group: name,
                assessment: report.assessment(of: group),
                rows: rows.filter { $0.group == name }
            )
        }
    }

    /// What was found wrong and not accepted, the worst first, inside a severity in the order of groups.
    public var drifted: [FindingRow] {
        Severity.allCases.reversed().flatMap { severity in
            rows.filter { $0.verdict == .drifted && $0.acceptance == nil && $0.severity == severity }
        }
    }

    /// What was found wrong and somebody lives with.
    public var accepted: [FindingRow] { rows.filter { $0.verdict == .drifted && $0.acceptance != nil } }

    /// The letter, where one can be given.
    public var grade: Grade? { assessment.grade }

    public func count(_ verdict: Finding.Verdict) -> Int { rows.count { $0.verdict == verdict } }

    /// How many entries are unknown for which cause, the most frequent cause first.
    ///
    /// An entry counts once, for the first cause of its evidence.
    var unknownByCause: [(cause: Unknown.Cause, count: Int)] {
        let causes = rows.filter { $0.verdict == .unknown }.compactMap { $0.evidence.lazy.compactMap(\.cause).first }
        return Unknown.Cause.allCases.map { cause in (cause: cause, count: causes.count { $0 == cause }) }
            .filter { $0.count > 0 }
            .enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
            .map(\.element)
    }

    /// What could not be determined, by reason; the most frequent reason first.
    var unknownByReason: [(reason: String, rows: [FindingRow])] {
        var order: [String] = []
        var groups: [String: [FindingRow]] = [:]
        for row in rows where row.verdict == .unknown {
            let reason = row.evidence.first?.seen ?? "no reason was given"
            if groups[reason] == nil { order.append(reason) }
            groups[reason, default: []].append(row)
        }
        let pairs = order.map { (reason: $0, rows: groups[$0] ?? []) }
        return pairs.enumerated().sorted { ($1.element.rows.count, $0.offset) < ($0.element.rows.count, $1.offset) }
            .map(\.element)
    }

    /// The sentence that closes every report.
    var notMeasured: String {
        let unknown = count(.unknown)
        let marked = unknown > 0 ? ["\(vocabulary.entry.counted(unknown)) marked unknown"] : []
        return "Not measured: " + (marked + vocabulary.notMeasured).joined(separator: "; ") + "."
    }
}
