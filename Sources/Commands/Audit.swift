import ArgumentParser
import Controls
import Hardening
import LinuxMachine

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what this server really is, layer by layer.")

    func run() async throws {
        let machine = LinuxMachine(try LiveSurface())
        let controls = Catalogue.controls(for: .standalone)
        let snapshot = await machine.snapshot(of: Set(controls.flatMap(\.resources)))
        let report = Report(host: "this machine", profile: .standalone, controls: controls, on: snapshot)
        for entry in report.entries { print(entry.control.id, entry.finding.verdict.rawValue) }
    }
}
