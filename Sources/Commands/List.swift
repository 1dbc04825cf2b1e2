import ArgumentParser
import Catalog
import Controls
import Documents
import Hardening
import Reports

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
        let controls = ControlList.controls(for: try choice.profile()).filter { control in
            (layer.isEmpty || layer.contains(control.layer))
                && (severity.isEmpty || severity.contains(control.severity))
        }
        switch format {
        case .text: try FileOutput.print(text(controls, Terminal.current().style))
        case .json: try FileOutput.print(json(controls).document)
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

    private func json(_ controls: [Control]) -> JSONValue {
        .object([
            ("schema", .string("nacre.list/1")),
            ("nacre", .string(Nacre.version)),
            (
                "controls",
                .array(
                    controls.map { control in
                        .object([
                            ("control", .string(control.id)), ("layer", .string(control.layer.rawValue)),
                            ("severity", .string(control.severity.rawValue)), ("title", .string(control.title)),
                        ])
                    }
                )
            ),
        ])
    }
}
