import ArgumentParser
import Catalog
import Controls
import Hardening
import Reports
import Testing

@testable import Commands

@Suite struct ThresholdTests {
    private func report(_ outcomes: [(Severity, Finding.Verdict)]) throws -> ReportModel {
        let controls = ControlList.controls(for: .standalone)
        let judged = Report<Control>(
            try outcomes.map { severity, verdict in
                let control = try #require(controls.first { $0.severity == severity })
                return Report<Control>.Outcome(control, Finding(verdict: verdict))
            }
        )
        return ReportModel(judged, of: "test", at: 0, version: "0.0.0")
    }

    @Test func `the threshold decides the exit status`() throws {
        let model = try report([(.critical, .drifted), (.medium, .compliant), (.high, .unknown)])
        #expect(Threshold.never.exitCode(for: model) == .success)
        #expect(Threshold.critical.exitCode(for: model) == .findings)
        #expect(Threshold.low.exitCode(for: model) == .findings)
    }

    @Test func `what could not be checked is no finding, and counts from its severity on`() throws {
        let model = try report([(.low, .drifted), (.high, .unknown)])
        #expect(Threshold.critical.exitCode(for: model) == .success)
        #expect(Threshold.high.exitCode(for: model) == .couldNotCheck)
        #expect(Threshold.low.exitCode(for: model) == .findings)
    }
}
