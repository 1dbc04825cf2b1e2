import ArgumentParser
import Catalog
import Controls
import Glibc
import Hardening
import LinuxMachine
import Reports
import Surface

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what this server really is, layer by layer.",
        discussion: """
            Reads, and changes nothing. Run it as root: what only root may read is otherwise reported as unknown.

            Exit status: 0 nothing at or above the threshold; 1 findings; 2 wrong arguments or profile; \
            3 something at or above the threshold could not be checked, or the report could not be written.
            """
    )

    @OptionGroup var choice: ProfileChoice

    @Option(help: ArgumentHelp("Audit the system that lies in a directory.", valueName: "dir"), completion: .directory)
    var root: String?

    @Option(help: ArgumentHelp("Only this layer; may be repeated.", valueName: "layer"))
    var layer: [Layer] = []

    @Option(
        help: ArgumentHelp("An OpenClaw state directory to look at too; may be repeated.", valueName: "dir"),
        completion: .directory
    )
    var openclaw: [String] = []

    @Option(help: ArgumentHelp("All layers but this one; may be repeated.", valueName: "layer"))
    var skipLayer: [Layer] = []

    @Flag(name: [.short, .long], help: "Tell everything of each finding, in the text.")
    var verbose = false

    @Option(help: "How the report is written.")
    var format: ReportFormat = .text

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Option(help: "The least severity that makes the exit status 1.")
    var failOn: Threshold = .low

    func run() async throws {
        Interruption.isTold(.looking)
        // What lies elsewhere is not held to what this server is held to.
        let profile = root != nil && choice.given == nil ? Profile.standalone : try choice.profile()
        let terminal = Terminal.current()
        let look = try await SystemLook(root: root, openclaw: openclaw, profile: profile)
        let surface = look.surface
        var controls = ControlList.controls(for: profile)
        if !layer.isEmpty { controls = controls.filter { layer.contains($0.layer) } }
        controls = controls.filter { !skipLayer.contains($0.layer) }
        guard !controls.isEmpty else { throw ConfigurationError("no layer is left to look at") }

        terminal.progress("Looking at \(root ?? "this server") …")
        let found = await look.report(controls, profile)
        terminal.progress(nil)

        let report = ReportModel(
            found,
            of: await hostName(surface),
            profile: profile.name,
            at: surface.now,
            version: Nacre.version,
            notes: notes
                + (root == nil ? try choice.endedAcceptances() : []).map {
                    "The acceptance of \($0) is over: it counts again."
                }
        )
        let text = report.rendered(as: format, style: output == nil ? terminal.style : .plain, verbose: verbose)
        if let output { try FileOutput.replace(output, with: text) } else { try FileOutput.print(text) }
        let code = failOn.exitCode(for: report)
        if code != .success { throw code }
    }

    private func hostName(_ surface: any Surface) async -> String {
        let path = surface.isLive ? "/proc/sys/kernel/hostname" : "/etc/hostname"
        guard let name = await surface.text(path).content?.split(whereSeparator: \.isWhitespace).first else {
            return root ?? "this server"
        }
        return String(name)
    }

    private var notes: [String] {
        var notes: [String] = []
        if geteuid() != 0 {
            notes.append(
                "Not run as root: what only root may read is marked unknown. For the whole truth: sudo nacre audit"
            )
        }
        if let root {
            notes.append("The system in \(root) does not run: what only its daemons could tell is marked unknown.")
        }
        return notes
    }
}
