import ArgumentParser
import Catalog
import Hardening
import Reports

/// From which severity on an audit fails.
enum Threshold: String, CaseIterable, ExpressibleByArgument, Sendable {
    case low, medium, high, critical, never

    private var severity: Severity? { Severity(rawValue: rawValue) }

    /// What the process says to its caller: 0 all good, 1 findings, 3 could not be determined.
    ///
    /// What could not be looked at is not good, but it is not a finding either.
    func exitCode(for report: ReportModel) -> ExitCode {
        guard let severity else { return .success }
        let relevant = report.rows.filter { $0.severity >= severity }
        if relevant.contains(where: { $0.verdict == .drifted && $0.acceptance == nil }) { return .findings }
        return relevant.contains { $0.verdict == .unknown } ? .couldNotCheck : .success
    }
}

extension ExitCode {
    /// Findings at or above the threshold.
    static let findings = ExitCode(1)
    /// Wrong arguments or configuration.
    static let usage = ExitCode(2)
    static let couldNotCheck = ExitCode(3)
}
