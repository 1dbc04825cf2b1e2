import Catalog
import Controls
import Hardening
import Profiles

/// The documentation pages that are generated from the definitions.
public enum Pages {
    /// Paths below `docs`, with their content.
    public static var all: [(path: String, text: String)] {
        [("controls.md", index), ("profiles.md", profiles)] + present.map { ("controls/\($0.rawValue).md", page($0)) }
    }

    /// Those of the first profile, and in their places those that only another one has.
    private static let controls: [Control] = {
        var known: Set<String> = []
        let all = Profile.builtIn.flatMap { ControlList.controls(for: $0) }.filter { known.insert($0.id).inserted }
        return Layer.allCases.flatMap { layer in all.filter { $0.layer == layer }.sorted { $0.id < $1.id } }
    }()

    private static var present: [Layer] {
        let layers = Set(controls.map(\.layer))
        return Layer.allCases.filter(layers.contains)
    }

    private static let origin = "<!-- Written by `make pages` from the definitions; changes here are lost. -->\n\n"

    private static var index: String {
        var text =
            origin + "# Controls\n\nWith the values of the profile `standalone`, or of `managed` where it has none. "
        text += "`nacre explain ID` shows the same at a terminal.\n"
        for layer in present {
            text +=
                "\n## [\(layer.title)](controls/\(layer.rawValue).md)\n\n| control | severity | holds when |\n|---|---|---|\n"
            for control in controls where control.layer == layer {
                text += "| `\(control.id)` | \(control.severity.rawValue) | \(cell(control.title)) |\n"
            }
        }
        return text
    }

    private static func page(_ layer: Layer) -> String {
        var text = origin + "# \(layer.title)\n"
        for control in controls where control.layer == layer {
            // The page of one control begins at the first level; here it is a section.
            text +=
                "\n"
                + control.page.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.hasPrefix("# ") || $0.hasPrefix("## ") ? "#" + $0 : $0 }.joined(separator: "\n")
        }
        return text
    }

    private static var profiles: String {
        var text = origin + "# Profiles\n\n"
        text += """
            A profile holds the values that guides differ on. `nacre profile show NAME` prints one as a file to start from:

                nacre profile show managed > mine.yaml
                nacre audit --profile mine.yaml

            A file says `extends: standalone` or `extends: managed` and overrides what it names. An unknown key, a wrong
            type or an impossible value is an error with its line and column.

            "Eight Layers" is *The 8 Security Layers Every OpenClaw Server Needs*; "Self-Hosting" is ClawHosters'
            *Self-Hosting OpenClaw Securely*. Where a guide's value is dangerous, the profile holds another one:
            [0007](decisions/0007-where-a-guide-is-dangerous.md) says which and why.

            | value | meaning | may be | standalone | managed | from |
            |---|---|---|---|---|---|

            """
        for key in ProfileKey.all {
            let shown = Profile.builtIn.map { cell(key.show($0)) }.joined(separator: " | ")
            text +=
                "| `\(key.section).\(key.name)` | \(cell(key.words)) | \(cell(key.kind)) | \(shown) | \(cell(key.source)) |\n"
        }
        return text
    }

    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
