import Documents
import Hardening

/// A service of a compose project that Nacre may change.
struct ComposeTarget: Sendable {
    let record: Record
    let name: String
    let service: String
    let files: [String]
    /// The file that settings are added to.
    let settings: String
    let activation: Activation

    init?(_ record: Record) {
        guard case .text(let service) = record[.composeService], case .text(let project) = record[.composeProject],
            case .text(let directory) = record[.composeDirectory], case .list(let files) = record[.composeFiles],
            case .text(let settings) = record[.composeSettings]
        else { return nil }
        self.record = record
        name = record.name
        self.service = service
        self.files = files
        self.settings = settings
        let all = files.contains(settings) ? files : files + [settings]
        let services = if case .list(let names) = record[.composeSiblings] { names } else { [service] }
        activation = .compose(.init(name: project, directory: directory, files: all, services: services))
    }

    /// Why a container that is no target's is not changed by a compose file.
    static func absence(of container: String, on snapshot: Snapshot) -> String {
        let origin = snapshot.records(.composeProjects).first { $0[.container] == .text(container) }
        guard case .text(let why)? = origin?[.composeBlocker] else { return "does not come from a compose file" }
        return "is not recreated: \(why)"
    }

    /// Changes a service in the file that Nacre's settings are added to, which is made where it is not there.
    func setting(
        _ summary: String,
        _ change: @escaping @Sendable (inout ComposeText) throws(SyntaxError) -> Void
    ) -> Amendment {
        let version = if case .text(let version) = record[.composeVersion] { version } else { String?.none }
        let base = files.first?.split(separator: "/").last ?? ""
        let head = "# Nacre's settings; docker compose lays them over \(base).\n"
        return amendment(of: settings, summary, change) {
            // The old docker-compose requires the same version in all files.
            head + (version.map { "version: \"\($0)\"\n" } ?? "")
        }
    }

    /// Changes what the project's own files say of the service.
    func editing(
        _ summary: String,
        _ change: @escaping @Sendable (inout ComposeText) throws(SyntaxError) -> Void
    ) -> [Amendment] {
        files.map { amendment(of: $0, summary, change, new: { nil }) }
    }

    /// Changes what one of the project's own files says.
    func editing(
        _ path: String,
        _ summary: String,
        _ change: @escaping @Sendable (inout ComposeText) throws(SyntaxError) -> Void
    ) -> Amendment { amendment(of: path, summary, change, new: { nil }) }

    private func amendment(
        of path: String,
        _ summary: String,
        _ change: @escaping @Sendable (inout ComposeText) throws(SyntaxError) -> Void,
        new: @escaping @Sendable () -> String?
    ) -> Amendment {
        Amendment(.file(path), "\(service): \(summary)", activation: activation) { state throws(Amendment.Failure) in
            var file: State.File
            switch state {
            case .file(let content): file = content
            case .absent:
                guard let text = new() else { return state }
                file = State.File(Array(text.utf8), mode: 0o644)
            default: throw Amendment.Failure("is not a file")
            }
            guard let text = file.text else { throw Amendment.Failure("is not UTF-8") }
            do {
                var compose = try ComposeText(text)
                try change(&compose)
                file.bytes = Array(compose.text.utf8)
            } catch {
                throw Amendment.Failure("\(error)")
            }
            return .file(file)
        }
    }
}
