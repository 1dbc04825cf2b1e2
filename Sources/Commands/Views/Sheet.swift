import Catalog
import Hardening

/// A report as people and machines may see it: every text cleaned, findings in the order they are read.
struct Sheet: Sendable {
    let host: String
    let profile: String
    let version: String
    /// When the machine was looked at.
    let time: Moment
    let grade: Grade?
    let layers: [LayerRow]
    /// In the catalogue's order.
    let rows: [Row]
    /// What limited the audit as a whole, such as a missing privilege.
    let notes: [String]

    /// One layer in numbers.
    struct LayerRow: Sendable {
        let layer: Layer
        let grade: Grade?
        let rows: [Row]

        func count(_ verdict: Finding.Verdict) -> Int { rows.count { $0.verdict == verdict } }
    }

    /// One control, and what was found.
    struct Row: Sendable {
        let control: String
        let layer: Layer
        let title: String
        let severity: Severity
        let verdict: Finding.Verdict
        let reason: String?
        let evidence: [Sight]
        let attack: String
        let remedy: String
        let references: [String]
    }

    /// One piece of evidence.
    struct Sight: Sendable {
        let resource: String
        let observed: String
        let wanted: String
        let file: String?
        let line: Int?
        /// Why it could not be determined, where it was not.
        let cause: Unknown.Cause?

        /// The deciding place, such as `/etc/ssh/sshd_config:12`.
        var place: String? {
            guard let file else { return nil }
            return line.map { "\(file):\($0)" } ?? file
        }
    }

    init(_ report: Report, at seconds: Int, version: String, notes: [String], cleaner: Cleaner) {
        time = Moment(seconds)
        host = cleaner.line(report.host)
        profile = cleaner.line(report.profile.name)
        self.version = version
        self.notes = notes.map(cleaner.line)
        grade = report.grade
        let rows = report.entries.map { Row($0, cleaner) }
        self.rows = rows
        layers = report.layers.map { layer in
            LayerRow(layer: layer, grade: report.grade(of: layer), rows: rows.filter { $0.layer == layer })
        }
    }

    /// What drifted, the worst first, inside a severity in the order of layers.
    var drifted: [Row] {
        Severity.allCases.reversed().flatMap { severity in
            rows.filter { $0.verdict == .drifted && $0.severity == severity }
        }
    }

    func count(_ verdict: Finding.Verdict) -> Int { rows.count { $0.verdict == verdict } }

    /// What could not be told, by reason; the most frequent reason first.
    var unknownByReason: [(reason: String, rows: [Row])] {
        var order: [String] = []
        var groups: [String: [Row]] = [:]
        for row in rows where row.verdict == .unknown {
            let reason = row.evidence.first?.observed ?? "no reason was given"
            if groups[reason] == nil { order.append(reason) }
            groups[reason, default: []].append(row)
        }
        let pairs = order.map { (reason: $0, rows: groups[$0] ?? []) }
        return pairs.enumerated().sorted { ($1.element.rows.count, $0.offset) < ($0.element.rows.count, $1.offset) }
            .map(\.element)
    }

    /// How many controls could not be told for which cause, the most frequent cause first.
    ///
    /// A control counts once, for the first cause of its evidence.
    var unknownByCause: [(cause: Unknown.Cause, count: Int)] {
        let causes = rows.filter { $0.verdict == .unknown }.compactMap { $0.evidence.lazy.compactMap(\.cause).first }
        return Unknown.Cause.allCases.map { cause in (cause, causes.count { $0 == cause }) }
            .filter { $0.count > 0 }
            .enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
            .map(\.element)
    }

    /// The sentence that closes every report.
    var notMeasured: String {
        var parts: [String] = []
        let unknown = count(.unknown)
        if unknown > 0 { parts.append("\(unknown) \(unknown == 1 ? "control" : "controls") marked unknown") }
        parts.append("what the network in front of this server lets through")
        return "Not measured: " + parts.joined(separator: "; ") + "."
    }
}

extension Sheet.Row {
    fileprivate init(_ entry: Report.Entry, _ cleaner: Cleaner) {
        self.init(
            control: cleaner.line(entry.control.id),
            layer: entry.control.layer,
            title: cleaner.line(entry.control.title),
            severity: entry.control.severity,
            verdict: entry.finding.verdict,
            reason: entry.finding.reason.map(cleaner.line),
            evidence: entry.finding.evidence.map { sight in
                Sheet.Sight(
                    resource: cleaner.line(sight.resource),
                    observed: cleaner.line(sight.observed),
                    wanted: cleaner.line(sight.wanted),
                    file: sight.file.map(cleaner.line),
                    line: sight.line,
                    cause: sight.cause
                )
            },
            attack: cleaner.block(entry.control.rationale),
            remedy: cleaner.block(entry.control.remedy),
            references: entry.control.references.map { cleaner.line($0.description) }
        )
    }
}
