import Catalog
import Documents
import Hardening
import Surface

extension ComposeObserver {
    /// Why making the container anew would change more than was asked for, or lose something; none where it would not.
    ///
    /// Compose fills variables from the environment of whoever calls it. What it makes of the files here and now is
    /// compared with the container that runs: image, variables, mounts. A person's own shell may have given other ones.
    func blocker(_ container: ContainerDetail, _ service: ComposeService, _ record: Record) async -> String? {
        guard container.label("com.docker.compose.project") != nil else {
            return "its container was not made by docker compose"
        }
        guard surface.isLive else { return "this server does not run" }
        if let file = container.label("com.docker.compose.project.environment_file"), !file.isEmpty,
            file != Path.join(record[.composeDirectory].description, ".env")
        {
            return "its variables come from \(file)"
        }
        let configuration: YAMLNode
        switch await composed(record) {
        case .failure(let why): return why.words
        case .success(let node): configuration = node
        }
        guard let made = configuration["services"]?[service.name] else {
            return "docker compose finds no service \(service.name)"
        }
        if let image = made["image"]?.text {
            guard image == container.image else { return "compose would take the image \(image)" }
            let current = await docker.answer("/images/\(image)/json").content?["Id"]?.text
            guard current == container.node["Image"]?.text else {
                return "another image has the name \(image) by now, and would come with it"
            }
        }
        for variable in ComposeReader(made).environment {
            // Compose doubles dollars in what it prints.
            let value = variable.value?.replacing("$$", with: "$")
            guard let value, container.environment[variable.name] != value else { continue }
            return "the variable \(variable.name) had another value when the container was made"
        }
        let mounts = Set((container.node["Mounts"]?.items ?? []).compactMap { $0["Source"]?.text })
        for mount in ComposeReader(made).mounts where !mounts.contains(mount.source) {
            return "compose would mount \(mount.source), and the container has it not"
        }
        if let guest = await containers.guest(of: container) {
            return
                "the container \(guest) lives in its network or namespaces, and would be cut off for good: take it away, "
                + "and make it anew afterwards"
        }
        return gained(container, made) ?? ComposeGain(container, made, configuration).words ?? lost(container)
    }

    /// What the files would let the new container do and the one that runs may not: a person has it made first.
    private func gained(_ container: ContainerDetail, _ made: YAMLNode) -> String? {
        let host = container.node["HostConfig"]
        if made["privileged"]?.flag == true, host?["Privileged"]?.flag != true {
            return "compose would make it privileged, and the container is not"
        }
        func names(_ list: [String]) -> Set<String> {
            Set(list.map { $0.uppercased() }.map { $0.hasPrefix("CAP_") ? String($0.dropFirst(4)) : $0 })
        }
        let before = names((host?["CapAdd"]?.items ?? []).compactMap(\.text))
        if let more = names(ComposeReader(made).texts("cap_add")).subtracting(before).min() {
            return "compose would add the capability \(more), and the container has it not"
        }
        if let user = made["user"]?.text, user != container.node["Config"]?["User"]?.text ?? "" {
            return "compose would run it as \(user), and the container does not"
        }
        let devices = Set((host?["Devices"]?.items ?? []).compactMap { $0["PathOnHost"]?.text })
        for device in made["devices"]?.items ?? [] {
            // Newer versions of compose print a source and a target.
            guard let source = device["source"]?.text ?? device.text?.split(separator: ":").first.map(String.init),
                !devices.contains(source)
            else { continue }
            return "compose would hand in \(source), and the container has it not"
        }
        return nil
    }

    /// State that lies in the container itself goes with it.
    private func lost(_ container: ContainerDetail) -> String? {
        let inside = OpenClawContainer(container)
        let state = inside.statePaths.first { path in
            inside.mounts.contains { Path.isInside(path, $0.inside) }
        }
        return state == nil ? "OpenClaw's state lies in the container, and would be gone: mount it first" : nil
    }

    struct Complaint: Error { let words: String }

    /// What `docker compose config` makes of the project; the old `docker-compose` where there is no other.
    private func composed(_ record: Record) async -> Result<YAMLNode, Complaint> {
        guard case .list(let files) = record[.composeFiles], case .text(let directory) = record[.composeDirectory],
            case .text(let project) = record[.composeProject]
        else { return .failure(Complaint(words: "its compose files are not known")) }
        let arguments = ["-p", project, "--project-directory", directory] + files.flatMap { ["-f", $0] } + ["config"]
        var output = await surface.run(await Self.compose(arguments, on: surface))
        if output.content?.status != 0 {
            let old = await surface.run(Command("docker-compose", arguments, timeout: 60))
            if case .found = old { output = old }
        }
        switch output {
        case .absent: return .failure(Complaint(words: "docker compose is not installed"))
        case .unreadable(let why): return .failure(Complaint(words: why.why))
        case .found(let output):
            guard output.status == 0 else {
                let said = output.errorText.split(separator: "\n").last ?? "no reason given"
                return .failure(Complaint(words: "docker compose refuses its files: \(said)"))
            }
            do {
                return .success(try YAMLDocument(output.text).root)
            } catch {
                return .failure(Complaint(words: "what docker compose says of its files is no YAML: \(error)"))
            }
        }
    }

    /// Where docker looks for compose, in its order, when the account has no plugins of its own (cli-plugins/manager).
    private static let pluginDirectories = [
        "/usr/local/lib/docker/cli-plugins", "/usr/local/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins",
        "/usr/libexec/docker/cli-plugins",
    ]

    /// `docker compose`, started as the plugin that docker would start: docker would run it twice.
    private static func compose(_ arguments: [String], on surface: any Surface) async -> Command {
        let throughDocker = Command("docker", ["compose"] + arguments, timeout: 30)
        guard case .absent = await surface.node("/root/.docker") else { return throughDocker }
        for directory in pluginDirectories {
            let plugin = "\(directory)/docker-compose"
            switch await surface.status(plugin) {
            case .absent: continue
            case .unreadable: return throughDocker
            case .found: return Command(plugin, arguments, timeout: 30)
            }
        }
        return throughDocker
    }
}
