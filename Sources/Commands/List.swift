import ArgumentParser
import Catalog
import Controls
import Hardening

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the controls.")

    enum Form: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    @OptionGroup var choice: ProfileChoice

    @Option(help: ArgumentHelp("Only this layer; may be repeated.", valueName: "layer"))
    var layer: [Layer] = []

    @Option(help: ArgumentHelp("Only this severity; may be repeated.", valueName: "severity"))
    var severity: [Severity] = []

    @Option(help: "How the list is written.")
    var format: Form = .text

    func run() throws {
        let controls = Catalogue.controls(for: try choice.profile()).filter { control in
            (layer.isEmpty || layer.contains(control.layer))
                && (severity.isEmpty || severity.contains(control.severity))
        }
        switch format {
        case .text: try FileOutput.print(text(controls, Terminal.current().style))
        case .json: try FileOutput.print(json(controls).rendered)
        }
    }

    private func text(_ controls: [Control], _ style: TextStyle) -> String {
        var lines: [String] = []
        for layer in Layer.allCases {
            let rows = controls.filter { $0.layer == layer }
            guard !rows.isEmpty else { continue }
            lines += (lines.isEmpty ? [] : [""]) + [style.paint("\(layer.title) (\(rows.count))", .bold)]
            for control in rows {
                lines.append("  \(style.padded(control.severity.rawValue, to: 8))  \(control.id)")
                lines += style.wrap(control.title, indent: 12)
            }
        }
        lines += ["", "\(controls.count) controls. nacre explain ID shows one."]
        return lines.joined(separator: "\n") + "\n"
    }

    private func json(_ controls: [Control]) -> JSONOutput {
        .object([
            ("schema", .text("nacre.list/1")),
            ("nacre", .text(Nacre.version)),
            (
                "controls",
                .array(
                    controls.map { control in
                        .object([
                            ("control", .text(control.id)), ("layer", .text(control.layer.rawValue)),
                            ("severity", .text(control.severity.rawValue)), ("title", .text(control.title)),
                        ])
                    }
                )
            ),
        ])
    }
}
