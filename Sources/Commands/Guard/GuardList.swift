import ArgumentParser
import Hardening
import LinuxMachine
import Observers
import Operations
import Reports
import Surface

struct GuardList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show which models agents ask, and what goes around the guard.",
        discussion:
            "Exit status: 0 nothing goes around it; 1 something does; 2 wrong arguments; 3 something could not be seen."
    )

    @OptionGroup var choice: MigrationChoice

    func run() async throws {
        let directories = try await choice.order().openclawDirectories
        let machine = LinuxMachine(try LiveSurface(), openclawDirectories: directories)
        let all = try await machine.installationModels()
        guard !all.isEmpty else { return try FileOutput.print("No OpenClaw was found on this server.\n") }
        let meant = choice.openclaw == nil ? all : [try choice.one(of: all) { $0.installation }]
        try FileOutput.print(meant.map(Self.text).joined(separator: "\n"))
        if meant.contains(where: { $0.doubt != nil }) { throw ExitCode.couldNotCheck }
        if meant.contains(where: { !Self.around($0).isEmpty }) { throw ExitCode.findings }
    }

    private static func around(_ models: InstallationModels) -> [String] {
        let detours = models.uses.filter { $0.kind == .asked }.compactMap { models.detour($0) }
        return (detours + models.routes + models.automations + models.runtimes).map(\.description)
    }

    private static func text(_ models: InstallationModels) -> String {
        var lines = ["OpenClaw in \(models.installation)"]
        lines += ["  agents: \(models.agents.map(\.id).joined(separator: ", "))"]
        let behind = models.providers.filter(\.isGuarded).map(\.id)
        lines += ["  behind the guard: \(behind.isEmpty ? "none" : behind.joined(separator: ", "))"]
        let around = around(models)
        lines += around.isEmpty ? ["  around the guard: nothing"] : ["  around the guard:"] + around.map { "    \($0)" }
        if !models.keys.isEmpty {
            lines += ["  keys of models that the gateway has:"] + models.keys.map { "    \($0)" }
        }
        if let doubt = models.doubt { lines.append("  not all of it is known: \(doubt)") }
        return lines.map { Sanitizer.report.line($0) + "\n" }.joined()
    }
}
