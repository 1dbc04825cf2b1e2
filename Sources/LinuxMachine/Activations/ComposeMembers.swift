import Documents
import Hardening
import Surface

/// The containers of a compose project that were made from the very files a plan names.
///
/// The name of a project is the name of a directory, which anybody may give to theirs: a container belongs to the files
/// that its own labels name.
struct ComposeMembers {
    typealias Failure = RunningMachine.Failure

    private let project: Activation.ComposeProject
    private let own: [Labeled]

    private struct Labeled {
        let identifier: String
        let name: String
        let service: String
        let isRunning: Bool
        let files: [String]
        let directory: String
    }

    /// A container that compose would take for the project's own and that was made from other files since is somebody's
    /// doing, and left alone when a change is undone.
    ///
    /// - Throws: where there is such a container before a change is made.
    init(
        of project: Activation.ComposeProject,
        _ host: any MutableSurface,
        isUndoing: Bool
    ) async throws(Failure) {
        let labels = ["com.docker.compose.project=\(project.name)"]
        let list = try await DockerAPI(host).containers(labels: labels)
        try self.init(of: project, among: list, isUndoing: isUndoing)
    }

    /// Among the containers that Docker lists under the project's name.
    init(of project: Activation.ComposeProject, among list: [JSONNode], isUndoing: Bool) throws(Failure) {
        self.project = project
        var own: [Labeled] = []
        var others: [Labeled] = []
        for container in list.compactMap(Self.labeled) {
            let isOwn =
                container.directory == project.directory && container.files.first == project.files.first
                && Set(container.files).isSubset(of: project.files)
            if isOwn { own.append(container) } else { others.append(container) }
        }
        let services = Set(own.map(\.service))
        var left: Set<String> = []
        for other in others {
            let isRelated = !Set(other.files).isDisjoint(with: project.files)
            guard isRelated || services.contains(other.service) else { continue }
            left.insert(other.service)
            guard !isUndoing else { continue }
            let files = other.files.joined(separator: ", ")
            throw Failure(
                .foreign,
                "the container \(other.name) of the compose project \(project.name) was made from \(files) in "
                    + "\(other.directory), and not from \(project.files.joined(separator: ", ")): it is left alone"
            )
        }
        self.own = own.filter { project.services.contains($0.service) && !left.contains($0.service) }
    }

    /// Services that have a container.
    func services() -> [Compose.Service] {
        Set(own.map { Compose.Service(name: $0.service, isRunning: $0.isRunning) }).sorted { $0.name < $1.name }
    }

    /// Services and their containers that run.
    func running() -> [(service: String, container: String)] {
        own.filter(\.isRunning).map { ($0.service, $0.identifier) }
    }

    /// The containers of a service.
    func containers(of service: String) -> [String] { own.filter { $0.service == service }.map(\.identifier) }

    /// None for what was made by `run`, or by nobody who says of which service it is.
    private static func labeled(_ container: JSONNode) -> Labeled? {
        let labels = container["Labels"]
        guard labels?["com.docker.compose.oneoff"]?.text != "True",
            let service = labels?["com.docker.compose.service"]?.text, let identifier = container["Id"]?.text
        else { return nil }
        let directory = labels?["com.docker.compose.project.working_dir"]?.text ?? ""
        let files = (labels?["com.docker.compose.project.config_files"]?.text ?? "").split(separator: ",").map { file in
            // The old docker-compose writes them down as they were given.
            file.hasPrefix("/") ? String(file) : resolved(file, in: directory)
        }
        let name = container["Names"]?.items?.first?.text ?? identifier
        return Labeled(
            identifier: identifier,
            name: String(name.drop { $0 == "/" }),
            service: service,
            isRunning: ["running", "restarting"].contains(container["State"]?.text),
            files: files,
            directory: directory
        )
    }

    /// The path as it is written in a plan, without `.` and `..`.
    private static func resolved(_ file: Substring, in directory: String) -> String {
        var parts = directory.split(separator: "/")
        for part in file.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
