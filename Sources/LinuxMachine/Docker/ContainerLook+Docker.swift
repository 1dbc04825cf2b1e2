public import Documents
public import Hardening

extension ContainerLook {
    /// From what Docker says of a container.
    public init(_ node: JSONNode) {
        let labels = node["Config"]?["Labels"]
        let mounts = (node["Mounts"]?.items ?? []).map { mount in
            let name = mount["Name"]?.text ?? ""
            // A volume that nobody named has another name each time.
            let isUnnamed = name.utf8.count == 64 && name.allSatisfy(\.isHexDigit)
            let isVolume = mount["Type"]?.text == "volume"
            let source = isVolume ? (isUnnamed ? "a volume" : name) : mount["Source"]?.text ?? mount["Type"]?.text ?? ""
            let place = mount["Destination"]?.text ?? ""
            return "\(source):\(place)\(mount["RW"]?.flag == false ? ":ro" : "")"
        }
        self.init(
            image: node["Config"]?["Image"]?.text ?? "",
            imageIdentifier: node["Image"]?.text ?? "",
            mounts: mounts.sorted(),
            isPrivileged: node["HostConfig"]?["Privileged"]?.flag == true,
            files: labels?["com.docker.compose.project.config_files"]?.text ?? "",
            directory: labels?["com.docker.compose.project.working_dir"]?.text ?? "",
            isRunning: node["State"]?["Running"]?.flag,
            blocker: node["State"]?["Error"]?.text
        )
    }
}

extension RunningMachine {
    /// The containers of the compose projects that a plan has made anew, by project and service.
    ///
    /// - Throws: where Docker does not say.
    public func containers(of plan: Plan) async throws -> [String: ContainerLook] {
        let api = DockerAPI(host)
        var found: [String: ContainerLook] = [:]
        for case .compose(let project)? in plan.stages.map(\.activation) where project.newService == nil {
            for container in try await api.containers(labels: ["com.docker.compose.project=\(project.name)"]) {
                let labels = container["Labels"]
                guard labels?["com.docker.compose.oneoff"]?.text != "True",
                    let service = labels?["com.docker.compose.service"]?.text, project.services.contains(service),
                    let identifier = container["Id"]?.text
                else { continue }
                let node = try await api.json("/containers/\(identifier)/json")
                found["\(project.name)/\(service)"] = ContainerLook(node)
            }
        }
        return found
    }
}
