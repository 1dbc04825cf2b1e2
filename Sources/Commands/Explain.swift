import ArgumentParser
import Catalog
import Controls
import Hardening
import Reports

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show everything about one control.")

    @OptionGroup var choice: ProfileChoice

    @Argument(
        help: ArgumentHelp("The control's identifier, as in nacre list.", valueName: "id"),
        completion: .list(ControlList.controls(for: .standalone).map(\.id))
    )
    var id: String

    func run() throws {
        let controls = ControlList.controls(for: try choice.profile())
        // Some controls belong to one profile only; whoever asks for such a one by name is shown it all the same.
        let others = Profile.builtIn.lazy.flatMap { ControlList.controls(for: $0) }
        guard let control = controls.first(where: { $0.id == id }) ?? others.first(where: { $0.id == id }) else {
            let near = Spelling.nearest(to: id, among: controls.map(\.id))
            let hint = near.isEmpty ? "nacre list shows them all" : "did you mean \(near.joined(separator: ", "))?"
            throw ConfigurationError("there is no control \(id); \(hint)")
        }
        try FileOutput.print(text(control, Terminal.current().style))
    }

    private func text(_ control: Control, _ style: TextStyle) -> String {
        var lines = style.wrap(control.title, indent: 0).map { style.paint($0, .bold) }
        lines.append("\(control.id) · \(control.layer.title) · \(control.severity.rawValue)")
        func add(_ heading: String, _ paragraphs: [String], bullet: String = "") {
            guard !paragraphs.isEmpty else { return }
            lines += ["", style.paint(heading, .bold)]
            for paragraph in paragraphs {
                lines += style.wrap(paragraph, lead: bullet, indent: bullet.isEmpty ? 2 : 4)
            }
        }
        add("What an attacker does", [control.rationale])
        add("Where it applies", control.conditions.map(\.summary), bullet: "  -")
        add("What must hold", (control.requirements + control.expectations).map(\.summary), bullet: "  -")
        add("How to fix it", [control.remedy])
        add("Examples", control.examples.map { "\($0.answer.rawValue): \($0.name)" }, bullet: "  -")
        add("References", control.references.map(\.description), bullet: "  -")
        return lines.joined(separator: "\n") + "\n"
    }
}
