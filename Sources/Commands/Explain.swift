import ArgumentParser
import Catalog
import Controls
import Documents
import Glibc
import Hardening
import Reports

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show everything about one control, and what it finds here.",
        discussion: """
            Takes the name of a problem that the audit shows as well, and then shows each finding of it.

            Exit status: 0 shown, whatever was found; 2 there is no such control.
            """
    )

    @OptionGroup var choice: ProfileChoice

    @Option(
        help: ArgumentHelp("Look at the system that lies in a directory.", valueName: "dir"),
        completion: .directory
    )
    var root: String?

    @Flag(help: "The words alone: look at nothing.")
    var words = false

    @Option(help: "How it is written: text or json.")
    var format: ExplainFormat = .text

    @Argument(
        help: ArgumentHelp("The control's identifier, as in nacre list, or a problem's.", valueName: "id"),
        completion: .list(ControlList.controls(for: .standalone).map(\.id))
    )
    var id: String

    func run() async throws {
        let profile = root != nil && choice.given == nil ? Profile.standalone : try choice.profile()
        let cause = ControlList.causes.first { $0.id == id }
        let known = ControlList.controls(for: profile)
        let controls =
            try cause.map { cause in known.filter { cause.entries.contains($0.id) } } ?? [.named(id, in: profile)]
        var found: Report<Control>?
        if !words { found = await (try SystemLook(root: root, profile: profile)).report(controls, profile) }
        let style = Terminal.current().style
        switch format {
        case .text:
            let told =
                cause == nil
                ? controls
                : controls.filter { control in
                    found?.outcomes.contains {
                        $0.entry.id == control.id && [.drifted, .unknown].contains($0.finding.verdict)
                    } ?? true
                }
            let head = cause.map { style.paint($0.fault, .bold) + "\n\(tally(controls, found))\n\n" }
            let texts = told.map { control in
                ControlText.text(
                    control,
                    found?.outcomes.first { $0.entry.id == control.id },
                    style,
                    isShort: cause != nil
                )
            }
            try FileOutput.print((head ?? "") + texts.joined(separator: "\n"))
        case .json:
            let values = controls.map { control in
                ControlText.json(control, found?.outcomes.first { $0.entry.id == control.id })
            }
            let document = JSONValue.object([("schema", .string("nacre.explain/1")), ("controls", .array(values))])
            try FileOutput.print(document.document)
        }
    }

    /// How many of a cause's controls say what.
    private func tally(_ controls: [Control], _ found: Report<Control>?) -> String {
        guard let found else { return "\(controls.count) controls tell of it." }
        let number = { verdict in found.outcomes.count { $0.finding.verdict == verdict } }
        return
            "Of its \(controls.count) controls \(number(.drifted)) found something, \(number(.unknown)) could not be judged, "
            + "\(number(.compliant)) hold, \(number(.notApplicable)) do not apply."
            + (root == nil && geteuid() != 0 && number(.unknown) > 0 ? " Root sees more: sudo nacre explain \(id)" : "")
    }
}

enum ExplainFormat: String, CaseIterable, ExpressibleByArgument { case text, json }
