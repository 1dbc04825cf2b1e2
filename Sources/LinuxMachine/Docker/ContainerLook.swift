public import Documents
public import Hardening
import Observers

/// What a compose project's container is made of, to be compared with once a change is undone.
public struct ContainerLook: Hashable, Codable, Sendable {
    public let image: String
    /// What the image's name stood for.
    public let imageIdentifier: String
    /// What it has mounted, as source, place and whether it may write, in order.
    public let mounts: [String]
    public let isPrivileged: Bool
    /// The compose files that its own labels name, and the directory they were given in.
    public let files: String
    public let directory: String
    /// Whether it runs; nothing in what was recorded before this was looked at.
    public let isRunning: Bool?
    /// Why Docker could not start it, in Docker's words; empty where it says nothing.
    public let obstacle: String?

    /// From what Docker says of a container.
    public init(_ node: JSONNode) {
        image = node["Config"]?["Image"]?.text ?? ""
        imageIdentifier = node["Image"]?.text ?? ""
        isPrivileged = node["HostConfig"]?["Privileged"]?.flag == true
        isRunning = node["State"]?["Running"]?.flag
        obstacle = node["State"]?["Error"]?.text
        let labels = node["Config"]?["Labels"]
        files = labels?["com.docker.compose.project.config_files"]?.text ?? ""
        directory = labels?["com.docker.compose.project.working_dir"]?.text ?? ""
        mounts = (node["Mounts"]?.items ?? []).map { mount in
            let name = mount["Name"]?.text ?? ""
            // A volume that nobody named has another name each time.
            let isUnnamed = name.utf8.count == 64 && name.allSatisfy(\.isHexDigit)
            let isVolume = mount["Type"]?.text == "volume"
            let source = isVolume ? (isUnnamed ? "a volume" : name) : mount["Source"]?.text ?? mount["Type"]?.text ?? ""
            let place = mount["Destination"]?.text ?? ""
            return "\(source):\(place)\(mount["RW"]?.flag == false ? ":ro" : "")"
        }
        .sorted()
    }

    /// In what the container differs from how it was, in words; none where in nothing.
    public func differences(from before: ContainerLook) -> [String] {
        var words: [String] = []
        if image != before.image {
            words.append("its image is \(image) and was \(before.image)")
        } else if imageIdentifier != before.imageIdentifier {
            words.append("the name of its image, \(image), stands for another one now")
        }
        if isPrivileged != before.isPrivileged {
            words.append(isPrivileged ? "it is privileged and was not" : "it is no longer privileged")
        }
        let new = Set(mounts).subtracting(before.mounts).sorted()
        let gone = Set(before.mounts).subtracting(mounts).sorted()
        if !new.isEmpty { words.append("it has \(new.joined(separator: ", ")) mounted, and had not") }
        if !gone.isEmpty { words.append("it no longer has \(gone.joined(separator: ", ")) mounted") }
        if files != before.files { words.append("it was made from \(files), and before from \(before.files)") }
        if directory != before.directory {
            words.append("it was made in \(directory), and before in \(before.directory)")
        }
        if before.isRunning == true, isRunning == false {
            let why = obstacle.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
            // Another program holds a port that the container publishes.
            let isTaken = why.contains("address already in use") || why.contains("port is already allocated")
            words.append(
                "it does not run, and did\(why)" + (isTaken ? " (ss -tlnpe shows who has the port)" : "")
            )
        }
        return words
    }

    /// What of several containers, by service, is not as it was; none where everything is.
    public static func differences(of now: [String: ContainerLook], from before: [String: ContainerLook]) -> [String] {
        let changed = before.sorted { $0.key < $1.key }.flatMap { service, before -> [String] in
            guard let one = now[service] else { return ["the container of \(service) is gone"] }
            return one.differences(from: before).map { "the container of \(service): \($0)" }
        }
        let new = Set(now.keys).subtracting(before.keys).sorted()
        return changed + new.map { "the container of \($0) was not there before" }
    }
}

extension RunningMachine {
    /// The containers of the compose projects that a plan has made anew, by project and service.
    ///
    /// - Throws: where Docker does not say.
    public func containers(of plan: Plan) async throws -> [String: ContainerLook] {
        var found: [String: ContainerLook] = [:]
        for case .compose(let project)? in plan.stages.map(\.activation) where project.newService == nil {
            let filter = #"{"label":["com.docker.compose.project=\#(project.name)"]}"#
            let list = try await Engine.json("/containers/json?all=1&filters=\(Engine.escaped(filter))")
            for container in list.items ?? [] {
                let labels = container["Labels"]
                guard labels?["com.docker.compose.oneoff"]?.text != "True",
                    let service = labels?["com.docker.compose.service"]?.text, project.services.contains(service),
                    let identifier = container["Id"]?.text
                else { continue }
                let node = try await Engine.json("/containers/\(identifier)/json")
                found["\(project.name)/\(service)"] = ContainerLook(node)
            }
        }
        return found
    }
}
