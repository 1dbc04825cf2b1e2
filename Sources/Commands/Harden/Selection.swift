import ArgumentParser
import Catalog
import Controls
import Hardening
import Operations
import Surface

/// Which controls a command is about, shared by those that plan.
struct Selection: ParsableArguments {
    @OptionGroup var choice: ProfileChoice

    @Option(help: ArgumentHelp("Only this layer; may be repeated.", valueName: "layer"))
    var layer: [Layer] = []

    @Option(help: ArgumentHelp("Only this control; may be repeated.", valueName: "id"))
    var only: [String] = []

    @Option(
        help: ArgumentHelp("An OpenClaw state directory to look at too; may be repeated.", valueName: "dir"),
        completion: .directory
    )
    var openclaw: [String] = []

    /// - Throws: `ConfigurationError` for a control that does not exist.
    func controls(for profile: Profile) throws -> [Control] {
        let all = ControlList.controls(for: profile)
        let identifiers = all.map(\.id)
        for id in only where !identifiers.contains(id) {
            let near = Spelling.nearest(to: id, among: identifiers)
            let hint = near.first.map { "; did you mean \($0)?" } ?? "; nacre list shows them all"
            throw ConfigurationError("there is no control \(id)\(hint)")
        }
        let chosen = all.filter {
            (layer.isEmpty || layer.contains($0.layer)) && (only.isEmpty || only.contains($0.id))
        }
        guard !chosen.isEmpty else {
            throw ConfigurationError("no control is in these layers and has such an identifier")
        }
        return chosen
    }

    /// - Throws: `ConfigurationError` for a control, a profile or a directory that does not exist.
    func order(on surface: any Surface) async throws -> Order {
        let profile = try choice.profile()
        let directories = try await OpenClawDirectories.checked(openclaw, on: surface)
        return Order(
            profile: profile,
            source: choice.source,
            controls: try controls(for: profile),
            openclawDirectories: directories
        )
    }
}
